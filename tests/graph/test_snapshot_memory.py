"""What taking a snapshot needs is told before it is taken, and what would not fit is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from graph.errors import NotEnoughMemory
from graph.records import Entity, EntityId
from graph.snapshot_memory import check_room, memory_to_take, peak_bytes
from graph.store import GraphStore
from tests.conftest import StoreAddress
from tests.graph import facts

MODEL = "tiny"
MEGABYTE = 1_000_000


def test_the_peak_by_hand() -> None:
    assert peak_bytes(nodes=10, edges=0, vectors=0, width=0) == 6_000
    # Sorting edges takes more than reading them: 90 bytes each.
    assert peak_bytes(nodes=10, edges=100, vectors=0, width=0) == 6_000 + 9_000
    # Vectors by themselves: while few are quantised, 10 + 16 bytes a number against 16.
    assert peak_bytes(nodes=0, edges=0, vectors=10, width=2) == 520
    # Of many, 65,536 at a time: reading them takes the most.
    assert peak_bytes(nodes=0, edges=0, vectors=1_000_000, width=2) == 32 * MEGABYTE


def test_it_is_told_from_the_counts_of_a_store(store: GraphStore) -> None:
    store.write(facts.EVERYTHING)
    without = memory_to_take(store, MODEL)
    assert without == peak_bytes(len(facts.ENTITIES), len(facts.RELATIONSHIPS), 0, 0)
    digests = [text.digest for text in store.texts_without_vector(MODEL)]
    store.write_vectors(MODEL, digests, np.ones((len(digests), 3), np.float32))
    assert memory_to_take(store, MODEL) > without
    assert memory_to_take(store, "another") == without


def test_what_would_not_fit_is_refused(store: GraphStore) -> None:
    store.write(facts.EVERYTHING)
    needed = memory_to_take(store, MODEL)
    check_room(store, MODEL, needed)
    check_room(store, MODEL, None)
    with pytest.raises(NotEnoughMemory, match="taking a snapshot of community 'test-"):
        check_room(store, MODEL, needed - 1)


@pytest.mark.slow
def test_the_peak_is_about_as_high_as_it_is_said(
    sqlite_address: StoreAddress, tmp_path: Path
) -> None:
    """Measured in a process of its own, on 20,000 members with 384 numbers each."""
    with sqlite_address.open("small") as store:
        store.write(facts.EVERYTHING)
    with sqlite_address.open("large") as store:
        store.write(
            Entity(EntityId(f"member:{number}"), None, {"bio": f"the {number}th"})
            for number in range(20_000)
        )
        digests = [text.digest for text in store.texts_without_vector(MODEL)]
        store.write_vectors(MODEL, digests, np.ones((len(digests), 384), np.float32))
    command = [sys.executable, "-m", "tests.graph.memory_taker", sqlite_address.url]
    command += ["small", "large", MODEL, str(tmp_path / "snapshots")]
    said, grown = map(int, subprocess.check_output(command, text=True, timeout=120).split())
    assert said / 1.5 < grown < said * 1.25, (said, grown)
