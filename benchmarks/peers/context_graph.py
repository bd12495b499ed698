"""A matrix of contexts and columns as a graph in PyTorch: its adjacency, and its edges as pairs."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import torch
from scipy.sparse import block_array, csr_array, diags_array
from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """The n entries of a matrix with O rows and V columns; nodes are the rows, then the columns.

    Attributes:
        rows, columns: (n,) int64, nodes.
        cells: (n,) int64, ascending, row * nodes + column.
        nodes: O + V.
        first: O, the node of the first column.
    """

    rows: Tensor
    columns: Tensor
    cells: Tensor
    nodes: int
    first: int

    def not_beside(self, rows: Tensor) -> Tensor:
        """A random column for each row; where the row has it another is drawn, but only once."""
        drawn = self._any_columns(rows)
        cells = rows * self.nodes + drawn
        near = torch.searchsorted(self.cells, cells).clamp(max=len(self.cells) - 1)
        return torch.where(self.cells[near] == cells, self._any_columns(rows), drawn)

    def _any_columns(self, rows: Tensor) -> Tensor:
        return torch.randint(self.first, self.nodes, rows.shape)


def pairs_of(matrix: csr_array) -> Pairs:
    """The entries of a matrix (O, V) as pairs of nodes."""
    first, nodes = matrix.shape[0], sum(matrix.shape)
    rows, columns = (torch.from_numpy(part.astype(np.int64)) for part in matrix.nonzero())
    columns = columns + first
    return Pairs(rows, columns, torch.sort(rows * nodes + columns).values, nodes, first)


def adjacency(matrix: csr_array) -> Tensor:
    """The adjacency as sparse CSR, each entry divided by the root of both ends' degrees."""
    present = matrix.sign()
    graph = block_array([[None, present], [present.T, None]]).tocsr()
    degrees = np.maximum(graph.sum(axis=1), 1.0)
    scaling = diags_array(degrees**-0.5)
    graph = (scaling @ graph @ scaling).astype(np.float32).tocsr()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Sparse CSR tensor support is in beta", UserWarning)
        return torch.sparse_csr_tensor(
            torch.from_numpy(graph.indptr.astype(np.int64)),
            torch.from_numpy(graph.indices.astype(np.int64)),
            torch.from_numpy(graph.data),
            size=graph.shape,
            check_invariants=True,
        )
