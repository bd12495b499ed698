"""Compiles what answers questions, before many tests would at once: `python -m tests.compiled`.

`make` runs it beside the checks of style and types, which leave a processor idle.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from graph.embeddings import DEFAULT_MODEL
from graph.snapshot_taking import take_snapshot
from graph.store import open_store
from matcher import Matcher
from matcher.warming import answer_once
from tests.documented_community import COMMUNITY, documented

if __name__ == "__main__":
    with (
        TemporaryDirectory() as folder,
        open_store(f"sqlite:///{folder}/kinpath.db", COMMUNITY) as store,
    ):
        store.write(documented())
        answer_once(Matcher(take_snapshot(store, Path(folder) / "snapshot", DEFAULT_MODEL)))
