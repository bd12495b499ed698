"""Working out all tables of a snapshot before anybody asks."""

from __future__ import annotations

from graph.progress import Progress, silent
from graph.snapshot import Snapshot
from matcher.prepared import names_of_tables
from matcher.view import CommunityView
from matcher.visibility import Views


def prepare_tables(snapshot: Snapshot, progress: Progress = silent) -> None:
    """Have every table that answers to most askers need lie in files beside the snapshot.

    Tables that lie there already are compared with their checksums, and made anew if they differ.
    """
    view = Views(snapshot).of(None, None)
    names = names_of_tables(CommunityView)
    for done, name in enumerate(names):
        progress(f"tables: {name.replace('_', ' ')}", done, len(names))
        getattr(view, name)
