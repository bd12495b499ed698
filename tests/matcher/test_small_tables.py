from __future__ import annotations

import numpy as np

from matcher.small_tables import put, slot_of, table_for


def test_each_node_has_a_slot_of_its_own_and_is_new_once() -> None:
    random = np.random.default_rng(5)
    nodes = np.unique(random.integers(0, 1_000_000, 400).astype(np.int32))
    table = table_for(len(nodes))
    assert len(table) >= 2 * len(nodes)
    assert all(put(table, node) for node in nodes)
    assert not any(put(table, node) for node in nodes)
    slots = [slot_of(table, node) for node in nodes]
    assert len(set(slots)) == len(nodes)
    assert table[slots].tolist() == nodes.tolist()
    assert table[slot_of(table, np.int32(2_000_000))] < 0
