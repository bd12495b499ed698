"""The picture of a community that a command was asked about, with the progress of making it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from api.cli.talk import showing_progress
from api.pictures import open_picture
from api.settings import Settings, read_settings
from community.picture import Picture
from graph.progress import Progress
from matcher.request_json import moment


@dataclass(frozen=True, slots=True)
class Pictured:
    """What a command tells of.

    Attributes:
        picture: of the community.
        settings: that it was opened with.
        progress: to be told further steps.
    """

    picture: Picture
    settings: Settings
    progress: Progress


@contextmanager
def pictured(
    store: str | None, community: str | None, as_of: str | None = None
) -> Iterator[Pictured]:
    """The community that the options mean, now or at a time; its store is open meanwhile.

    Raises:
        InvalidRequest: `--as-of` is no time.
        KinpathError: the store or the community cannot be opened.
    """
    settings = read_settings(store=store, community=community)
    when = None if as_of is None else moment("--as-of", as_of)
    with showing_progress() as progress, open_picture(settings, when, progress) as picture:
        yield Pictured(picture, settings, progress)
