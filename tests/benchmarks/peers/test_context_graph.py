"""The graph of two contexts and three columns, by hand."""

from __future__ import annotations

import math

import numpy as np
import torch
from scipy.sparse import csr_array

from benchmarks.peers.context_graph import adjacency, pairs_of

MATRIX = csr_array(np.array([[0.5, 1.0, 0.0], [0.0, 1.0, 0.0]]))


def test_entries_are_divided_by_the_root_of_both_degrees() -> None:
    """Context 0 has two columns; column 1 (node 3) has two contexts; node 4 has nobody."""
    beside = {(0, 2): 1 / math.sqrt(2), (0, 3): 1 / 2, (1, 3): 1 / math.sqrt(2)}
    expected = np.zeros((5, 5))
    for (row, column), value in beside.items():
        expected[row, column] = expected[column, row] = value
    assert np.allclose(adjacency(MATRIX).to_dense().numpy(), expected)


def test_pairs_are_nodes_and_what_is_drawn_is_mostly_not_beside() -> None:
    pairs = pairs_of(MATRIX)
    assert sorted(zip(pairs.rows.tolist(), pairs.columns.tolist(), strict=True)) == [
        (0, 2),
        (0, 3),
        (1, 3),
    ]
    torch.manual_seed(1)
    drawn = pairs.not_beside(torch.zeros(3_000, dtype=torch.int64))
    # Node 4 is the only one that context 0 does not have: 1/3, and 2/3 * 1/3 on the second try.
    assert set(drawn.tolist()) == {2, 3, 4}
    assert abs((drawn == 4).double().mean().item() - 5 / 9) < 0.05
