"""The picture of a community that its reports are made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from api.communities import open_chosen
from api.embedder import embedder_of
from api.settings import Settings
from community.picture import Picture
from graph.progress import Progress, silent
from graph.snapshot_taking import current_snapshot


@contextmanager
def open_picture(
    settings: Settings, as_of: datetime | None = None, progress: Progress = silent
) -> Iterator[Picture]:
    """The community that the settings mean, now or at a time; its store is open meanwhile.

    Raises:
        KinpathError: the store or the community cannot be opened.
    """
    with open_chosen(settings) as store:
        model = embedder_of(settings).name
        snapshot = current_snapshot(store, settings.snapshots, model, progress)
        yield Picture.of(store, snapshot, as_of)
