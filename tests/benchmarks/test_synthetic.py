"""An invented community is of the size that was asked for and the same every time."""

from __future__ import annotations

from benchmarks.synthetic import community_records, write_all
from graph.store import GraphStore


def test_the_store_holds_what_was_asked_for(store: GraphStore) -> None:
    write_all(store, community_records(nodes=50, edges=400, seed=1), total=450)
    assert store.counts() == {"member": 15, "content": 35, "ENGAGED": 400}


def test_the_seed_alone_decides() -> None:
    first = list(community_records(nodes=20, edges=60, seed=1))
    assert first == list(community_records(nodes=20, edges=60, seed=1))
    assert first != list(community_records(nodes=20, edges=60, seed=2))
