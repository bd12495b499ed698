"""Doing what takes long before anybody asks: tables are worked out, kernels compiled."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from graph.errors import KinpathError
from graph.packing import NO_CONSENT
from graph.progress import Progress, silent
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.goals import DEFAULT_GOALS
from matcher.matching import Matcher
from matcher.path_steps import found_paths
from matcher.prepared import names_of_tables, work_out
from matcher.request import RecommendationRequest
from matcher.view import CommunityView
from matcher.visibility import Views


def prepare_tables(snapshot: Snapshot, progress: Progress = silent) -> None:
    """Have every table that answers to most askers need lie in files beside the snapshot.

    Tables that lie there already are compared with their checksums, and made anew if they differ.
    """
    view = Views(snapshot).of(None, None)
    work_out(view, names_of_tables(CommunityView), progress)


def is_compiled() -> bool:
    """Whether what answers questions was compiled on this machine before, for this Python.

    If not, the first answer takes some twenty seconds more than others.
    """
    folder: str = found_paths.stats.cache_path or ""
    return any(Path(folder).glob(f"*.{found_paths.py_func.__name__}-*.nbi"))


def answer_once(matcher: Matcher) -> None:
    """Ask what is asked most, so that all of it is compiled and at hand for whoever asks next."""
    snapshot = matcher.snapshot
    members = snapshot.nodes(EntityKind.MEMBER)
    may_ask = snapshot.flags[members] & NO_CONSENT == 0
    if may_ask.any():
        member = snapshot.id(int(members[may_ask.argmax()]))
        for goal in DEFAULT_GOALS:
            with suppress(KinpathError):
                matcher.recommend_json(RecommendationRequest(goal, member))
