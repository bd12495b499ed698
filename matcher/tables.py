"""Who has to do with whom and who did what, as sparse tables: members in rows, nodes in columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.small_tables import slot_of, table_for
from matcher.sparse_rows import SparseRows

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_K = RelationshipKind
TIES: tuple[RelationshipKind, ...] = (
    _K.CONNECTED, _K.FOLLOWS, _K.MENTORS, _K.HELPED, _K.ACCEPTED, _K.ENDORSED,
)  # fmt: skip
"""Relationships that say two members have to do with each other, whichever way they point."""
DEEDS: tuple[RelationshipKind, ...] = (
    _K.CREATED, _K.HOSTS, _K.ATTENDED, _K.JOINED, _K.ENGAGED, _K.HAS_SKILL, _K.SEEKS_SKILL,
)  # fmt: skip
"""Relationships that say what a member is interested in."""
_SPARE, _ROUNDS, _BEGINNING = 8, 6, 1
"""Of the subspace iteration: further dimensions, repetitions, and the seed of its beginning."""
_LEAST_TOLD = 0.1
"""Part of a unit row's length that its few dimensions must keep to say anything."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A sparse matrix with a row for each of M members.

    Attributes:
        first: the node of the first row.
        matrix: (M, columns) float32 CSR, without entries that are 0.
        columns: (columns,) int32, ascending, the node of each column.
    """

    first: int
    matrix: SparseRows
    columns: npt.NDArray[np.int32]

    def of(self, member: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """(k,) ascending nodes that are in one member's row, and (k,) their values."""
        columns, values = self.row(member)
        return self.columns[columns], values

    def row(self, member: int) -> tuple[npt.NDArray[np.integer[Any]], npt.NDArray[np.float32]]:
        """(k,) columns that are in one member's row, and (k,) their values."""
        begin, end = self.matrix.indptr[member - self.first : member - self.first + 2]
        return self.matrix.indices[begin:end], self.matrix.data[begin:end]

    def spread(self, values: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.float64]:
        """(size,) a value per column as a value per node, 0 where there is no column."""
        spread = np.zeros(size)
        spread[self.columns] = values
        return spread


def ties(snapshot: Snapshot) -> Table:
    """Members by members, 1 where any of TIES joins two of them."""
    begin, end = snapshot.range(EntityKind.MEMBER)
    sources, targets, _ = _edges(snapshot, TIES, None)
    among = (sources >= begin) & (sources < end) & (targets >= begin) & (targets < end)
    rows, columns = sources[among] - begin, targets[among] - begin
    both = np.concatenate([rows, columns]), np.concatenate([columns, rows])
    matrix = _matrix(both, np.ones(len(both[0]), np.float32), (end - begin, end - begin))
    matrix.setdiag(0.0)
    matrix.eliminate_zeros()
    matrix.data[:] = 1.0
    return Table(begin, SparseRows.of(matrix), np.arange(begin, end, dtype=np.int32))


def deeds(snapshot: Snapshot, strengths: npt.NDArray[np.float32]) -> Table:
    """Members by what they did something with; the greatest strength where there are several.

    Args:
        snapshot: whose edges.
        strengths: (E,) of the edges from each node.
    """
    begin, end = snapshot.range(EntityKind.MEMBER)
    sources, targets, weights = _edges(snapshot, DEEDS, strengths)
    host_begin, host_end = snapshot.range(EntityKind.COMMUNITY)
    kept = (weights > 0) & ((targets < host_begin) | (targets >= host_end))
    sources, targets, weights = sources[kept], targets[kept], weights[kept]
    columns, places = np.unique(targets, return_inverse=True)
    order = np.lexsort((-weights, places, sources))
    sources, places, weights = sources[order], places[order], weights[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (sources[1:] != sources[:-1]) | (places[1:] != places[:-1])
    matrix = _matrix(
        (sources[first] - begin, places[first]),
        weights[first],
        (end - begin, len(columns)),
    )
    return Table(begin, SparseRows.of(matrix), columns.astype(np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """The columns of a table that are of some kinds, without a copy.

    Attributes:
        table: the whole.
        begin: the first node of these kinds.
        end: the node after their last.
    """

    table: Table
    begin: int
    end: int

    def of(self, member: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float32]]:
        """(k,) ascending nodes that are in one member's row, and (k,) their values."""
        nodes, values = self.table.of(member)
        first, last = np.searchsorted(nodes, [self.begin, self.end])
        return nodes[first:last], values[first:last]

    @property
    def bounds(self) -> tuple[int, int]:
        """Its first column, and the one after its last."""
        first, last = np.searchsorted(self.table.columns, [self.begin, self.end])
        return int(first), int(last)

    def copied(self) -> Table:
        """A table with these columns alone."""
        columns = slice(*self.bounds)
        matrix = self.table.matrix.of_scipy()[:, columns]
        return Table(self.table.first, SparseRows.of(matrix), self.table.columns[columns])


def of_kinds(table: Table, snapshot: Snapshot, *kinds: EntityKind) -> Part:
    """The columns of these kinds alone, whose nodes follow each other."""
    ranges = [snapshot.range(kind) for kind in kinds]
    return Part(table, ranges[0][0], ranges[-1][1])


@dataclass(frozen=True, slots=True, eq=False)
class Rarity:
    """How the rows of a part of a table become rows of unit length, rare columns counting more.

    Attributes:
        first: the node of the first row.
        weights: (columns,) `log(members / those that have it)`; 0 outside of the part.
        lengths: (M,) of the weighted rows; 1 where there is nothing.
    """

    first: int
    weights: npt.NDArray[np.floating]
    lengths: npt.NDArray[np.floating]

    @classmethod
    def of(cls, part: Part, members: int) -> Self:
        """That of a part, when there are so many members."""
        matrix, (first, last) = part.table.matrix, part.bounds
        weights = np.zeros(matrix.shape[1])
        having = np.bincount(matrix.indices, minlength=matrix.shape[1])
        weights[first:last] = np.log(members / np.maximum(having[first:last], 1))
        squares = (matrix.data.astype(np.float64) * weights[matrix.indices]) ** 2
        sums = np.bincount(_owners(matrix), squares, matrix.shape[0])
        lengths = np.sqrt(np.where(sums > 0, sums, 1.0))
        return cls(part.table.first, weights, lengths)

    def rounded(self) -> Self:
        """The same in float32."""
        return replace(
            self,
            weights=self.weights.astype(np.float32),
            lengths=self.lengths.astype(np.float32),
        )

    def rows(
        self, table: Table, members: npt.NDArray[np.int32] | npt.NDArray[np.int64]
    ) -> csr_array:
        """(n, columns) the unit rows of members (n,)."""
        places = members - self.first
        rows = table.matrix.of_scipy()[places].astype(np.float64)
        rows.data *= self.weights[rows.indices] / self.lengths[places][_owners(rows)]
        rows.eliminate_zeros()
        return rows

    def row(
        self, table: Table, member: int
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.float64]]:
        """(k,) columns and (k,) values of a member's unit row, without those that are 0."""
        place = member - self.first
        entries = slice(*table.matrix.indptr[place : place + 2].tolist())
        columns = table.matrix.indices[entries]
        values = table.matrix.data[entries].astype(np.float64)
        values *= self.weights[columns] / self.lengths[place]
        kept = values != 0.0
        return columns[kept], values[kept]

    def cosines(
        self, table: Table, member: int, others: npt.NDArray[np.int32]
    ) -> npt.NDArray[np.float64]:
        """(n,) of a member's row with those of others (n,); NaN when the member has none."""
        asked = member - self.first, others - self.first
        return np.asarray(_cosines(*asked, *table.matrix.arrays, self.weights, self.lengths))


def topic_rows(snapshot: Snapshot) -> SparseRows:
    """(N, skills) the skills each node is about: rows of unit length, rare skills counting more."""
    begin, end = snapshot.range(EntityKind.SKILL)
    sources, targets, _ = _edges(snapshot, (_K.ABOUT, _K.DEVELOPS), None)
    matrix = _matrix(
        (sources, targets - begin), np.ones(len(sources), np.float32), (snapshot.size, end - begin)
    )
    matrix.data[:] = 1.0
    rows = _unit_rows_by_rarity(matrix, max(len(np.unique(sources)), 1))
    return SparseRows.of(rows.astype(np.float32))


def in_few_dimensions(rows: csr_array, dimensions: int) -> npt.NDArray[np.float64]:
    """(M, dimensions) unit rows: M sparse unit rows by their strongest singular directions.

    By subspace iteration from a fixed beginning (Halko, Martinsson, Tropp: Finding structure with
    randomness, 2011), so that the same rows give the same directions. A row of which those tell
    next to nothing is all zeros; so are all where there are too few rows or columns.
    """
    if not rows.nnz or min(rows.shape) <= dimensions:
        return np.zeros((rows.shape[0], dimensions))
    width = min(dimensions + _SPARE, *rows.shape)
    basis = np.random.default_rng(_BEGINNING).standard_normal((rows.shape[1], width))
    for _ in range(_ROUNDS):
        basis, _ = np.linalg.qr(rows.T @ (rows @ basis))
    turned = np.linalg.svd(rows @ basis, full_matrices=False)
    found = turned[0][:, :dimensions] * turned[1][:dimensions]
    lengths = np.sqrt((found * found).sum(axis=1, keepdims=True))
    told = lengths > _LEAST_TOLD
    return np.asarray(np.where(told, found / np.where(told, lengths, 1.0), 0.0))


def _owners(matrix: csr_array | SparseRows) -> npt.NDArray[np.int64]:
    """(entries,) the row of each entry."""
    return np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))


def _unit_rows_by_rarity(matrix: csr_array, rows: int) -> csr_array:
    from scipy import sparse  # noqa: PLC0415 - as `sparse_rows` says

    having = np.bincount(matrix.indices, minlength=matrix.shape[1])
    rarity = np.log(rows / np.maximum(having, 1))
    weighted = (matrix @ sparse.diags_array(rarity)).tocsr()
    lengths = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = sparse.diags_array(1.0 / np.where(lengths > 0, lengths, 1.0))
    return sparse.csr_array(scale @ weighted)


def _edges(
    snapshot: Snapshot,
    kinds: tuple[RelationshipKind, ...],
    strengths: npt.NDArray[np.float32] | None,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], npt.NDArray[np.float32]]:
    out = snapshot.out
    wanted = np.isin(out.kinds, [RELATIONSHIP_CODES[kind] for kind in kinds])
    weights = np.ones(int(wanted.sum()), np.float32) if strengths is None else strengths[wanted]
    return out.owners()[wanted], out.neighbours[wanted], weights


def _matrix(
    places: tuple[npt.NDArray[np.integer], npt.NDArray[np.integer]],
    values: npt.NDArray[np.float32],
    shape: tuple[int, int],
) -> csr_array:
    """The sum of the values at each of the places, whose indices take 32 bits."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - as `sparse_rows` says

    rows, columns = (each.astype(np.int32, copy=False) for each in places)
    matrix = csr_array((values, (rows, columns)), shape=shape)
    matrix.sum_duplicates()
    return matrix


# numba infers the types of the arrays.
@kernel
def _cosines(own, others, begins, columns, values, weights, lengths):  # type: ignore[no-untyped-def]
    """(n,) of one row with others, NaN when nothing in it counts: what it has is looked up."""
    table = table_for(begins[own + 1] - begins[own])
    of_slots, found = np.zeros(len(table)), np.full(len(others), np.nan)
    has_any = False
    for at in range(begins[own], begins[own + 1]):
        weight = weights[columns[at]]
        unit = values[at] * (weight / lengths[own])
        if unit != 0.0:
            slot = slot_of(table, columns[at])
            table[slot], of_slots[slot] = columns[at], unit * weight
            has_any = True
    for place in range(len(others) if has_any else 0):
        other, total = others[place], 0.0
        for at in range(begins[other], begins[other + 1]):
            slot = slot_of(table, columns[at])
            if table[slot] >= 0:
                total += values[at] * of_slots[slot]
        found[place] = min(total / lengths[other], 1.0)  # lengths may be rounded
    return found
