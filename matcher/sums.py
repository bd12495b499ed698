"""Sums for the few nodes that a question adds something to, of all that there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.node_values import NodeValues
from matcher.prefetch import prefetch
from matcher.sparse_rows import SparseRows
from matcher.workspace import Workspace

AHEAD = 8
"""Sums that are asked for before it is their turn."""


@dataclass(frozen=True, slots=True, eq=False)
class _Arrays:
    """Arrays for N nodes or more: sums, all zeros between questions, and nodes that have some."""

    sums: npt.NDArray[np.float64]
    touched: npt.NDArray[np.int32]


_WORKSPACE = Workspace(lambda size: _Arrays(np.zeros(size), np.empty(size, dtype=np.int32)))


def row_times(
    places: npt.NDArray[np.integer],
    values: npt.NDArray[np.float64],
    matrix: SparseRows,
    first: int,
) -> NodeValues:
    """A sparse row times a matrix (rows, n), as values of `n` nodes from `first` on.

    Args:
        places: (k,) columns of the row, which are rows of the matrix.
        values: (k,) what it has there, above 0.
        matrix: float32, without entries below 0.
        first: the node of the matrix's first column.
    """
    with _WORKSPACE.lent(matrix.width) as space:
        arrays = space.sums, space.touched
        nodes, sums = _row_times(places, values, *matrix.arrays, first, *arrays)
    return NodeValues(nodes, sums)


# numba infers the types of the arrays.
@kernel
def _row_times(places, values, begins, columns, data, first, sums, touched):  # type: ignore[no-untyped-def]
    count = 0
    for place in range(len(places)):
        begin, end = begins[places[place]], begins[places[place] + 1]
        for at in range(begin, end):
            if at + AHEAD < end:
                prefetch(sums, columns[at + AHEAD])
            column = columns[at]
            added = values[place] * data[at]
            if sums[column] == 0.0 and added != 0.0:
                touched[count] = column
                count += 1
            sums[column] += added
    nodes, found = np.empty(count, dtype=np.int32), np.empty(count)
    for place in range(count):
        column = touched[place]
        nodes[place], found[place] = column + first, sums[column]
        sums[column] = 0.0
    return nodes, found
