"""Where the snapshots of a community lie, and which of them are kept."""

from __future__ import annotations

import hashlib
import shutil
import time
from contextlib import suppress
from pathlib import Path

from graph.snapshot_files import UNFINISHED, remove_directory
from graph.store import GraphStore, revision_in

KEPT_SNAPSHOTS = 2
"""Revisions kept of each community: the present one, and one for those who were opening it."""

_ABANDONED_AFTER = 3600.0
"""Seconds after which a directory that is still being written belongs to a process that died."""


def shelf(root: Path, store: GraphStore, model: str) -> Path:
    """The directory below `root` that holds one directory per stamp of the store.

    Its name is a hash, since a community's id may hold any character; stores, communities and
    models that share a root do not share a shelf.
    """
    identity = "\x1f".join((store.url, store.community, model))
    return root / hashlib.sha256(identity.encode()).hexdigest()[:32]


def prune(own_shelf: Path, stamp: str) -> None:
    """Delete all but the one of `stamp` and the one before it, and what dead processes left.

    Later revisions than the present one are of a store that was since restored from a backup or
    made anew: they go too.
    """
    stamps = [path.name for path in own_shelf.iterdir() if path.name[:1].isdecimal()]
    earlier = sorted((s for s in stamps if revision_in(s) < revision_in(stamp)), key=revision_in)
    kept = {stamp, *earlier[-(KEPT_SNAPSHOTS - 1) :]}
    for gone in set(stamps) - kept:
        remove_directory(own_shelf / gone)
    abandoned = time.time() - _ABANDONED_AFTER
    for path in own_shelf.glob(f"{UNFINISHED}*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < abandoned:
                shutil.rmtree(path, ignore_errors=True)
