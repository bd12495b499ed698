"""Edges in compressed sparse rows (CSR): sorting them, and keeping only some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from graph import packing
from graph.packing import NO_TIME
from graph.rewriting import Nodes, Version
from graph.schema import RELATIONSHIP_CODES, RelationshipKind

Positions = npt.NDArray[np.int64]
Scalar = TypeVar("Scalar", bound=np.generic)

_LEFT = RELATIONSHIP_CODES[RelationshipKind.LEFT]
_MEMBERSHIPS = (
    RELATIONSHIP_CODES[RelationshipKind.JOINED],
    RELATIONSHIP_CODES[RelationshipKind.ATTENDED],
)


@dataclass(frozen=True, slots=True, eq=False)
class Adjacency:
    """The edges of N nodes in one direction; those of `n` lie at `spans[n, 0]:spans[n, 1]`.

    Within a node they are sorted by neighbour, kind, time, verb and strength. All arrays are
    read-only, and the columns C-contiguous. Where rows were rewritten, the columns hold more than
    the edges of this version: only what the spans name is its own (`packed`).

    Attributes:
        spans: (N, 2) int64, where the row of each node begins and ends, see `spans_of`.
        neighbours: (E,) int32, the node at the other end.
        kinds: (E,) uint8, `RELATIONSHIP_CODES`.
        verbs: (E,) uint8, `VERB_CODES`.
        times: (E,) int32, seconds since 2000, NO_TIME where always.
        strengths: (E,) float32 or float16, see `graph.packing.strength`: both tell the same.
        version: how the rows were rewritten; None where each lies behind the one before.
    """

    spans: npt.NDArray[np.int64]
    neighbours: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    verbs: npt.NDArray[np.uint8]
    times: npt.NDArray[np.int32]
    strengths: npt.NDArray[np.floating[Any]]
    version: Version | None = field(default=None, repr=False)

    @classmethod
    def of(
        cls,
        spans: Positions,
        columns: Iterable[npt.NDArray[Any]],
        version: Version | None = None,
    ) -> Adjacency:
        """Edges from their columns, in their order."""
        neighbours, kinds, verbs, times, strengths = columns
        return cls(spans, neighbours, kinds, verbs, times, strengths, version)

    def __len__(self) -> int:
        return len(self.neighbours) if self.version is None else int(self.degrees().sum())

    @property
    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        """Neighbours, kinds, verbs, times and strengths."""
        return self.neighbours, self.kinds, self.verbs, self.times, self.strengths

    def changeable(self) -> Adjacency:
        """The same edges, with room for rows that are rewritten."""
        if self.version is not None:
            return self
        version = Version.first(self.spans, self.columns)
        return Adjacency.of(self.spans, version.base.columns, version)

    def in_half_floats(self) -> Adjacency:
        """The same edges, whose strengths take 16 bits: as they were packed."""
        return replace(self, strengths=frozen(self.strengths.astype(np.float16, copy=False)))

    def begins_as(self, other: Adjacency) -> bool:
        """Whether these are the same edges in the same memory."""
        return np.shares_memory(self.neighbours[:1], other.neighbours[:1]) and not (
            self.version and self.version.places
        )

    def rewritten(
        self, nodes: Nodes, lengths: Positions, columns: Sequence[npt.NDArray[Any]]
    ) -> tuple[Adjacency, Positions]:
        """The edges where these nodes have other rows, see `Version.rewritten`."""
        whole = self.changeable()
        if whole.version is None:
            raise ValueError("there is no room for rows")
        version, lies_at = whole.version.rewritten(nodes, lengths, columns)
        return Adjacency.of(version.spans, whole.columns, version), lies_at

    def packed(self) -> Adjacency:
        """The same edges, each row behind the one before; a copy where rows were rewritten."""
        if self.version is None:
            return self
        if not self.version.places:
            size = self.version.base.size
            return Adjacency.of(self.spans, (column[:size] for column in self.columns))
        _, places = row_places(self.spans, np.arange(len(self.spans)))
        return Adjacency.of(
            spans_of(self.offsets), (frozen(column[places]) for column in self.columns)
        )

    def owners(self) -> npt.NDArray[np.int32]:
        """(E,) int32, the node that each edge belongs to."""
        return np.repeat(np.arange(len(self.spans), dtype=np.int32), self.degrees())

    def degrees(self) -> npt.NDArray[np.int64]:
        """(N,) how many edges each node has."""
        return lengths_of(self.spans)

    @property
    def offsets(self) -> Positions:
        """(N + 1,) where each row begins, and where the last one ends."""
        return offsets_of(self.degrees())

    def keep(self, kept: Positions, nodes: npt.NDArray[np.bool_]) -> Adjacency:
        """The edges at the ascending positions `kept` between the nodes where `nodes` is true.

        Nodes are numbered anew, in their order; the edges' nodes must all be kept.
        """
        starts = np.searchsorted(kept, self.offsets)
        if nodes.all():
            neighbours = self.neighbours[kept]
        else:
            starts = np.append(starts[:-1][nodes], starts[-1])
            numbers = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
            neighbours = numbers[self.neighbours[kept]]
        return Adjacency(
            spans_of(starts.astype(np.int64, copy=False)),
            frozen(neighbours),
            frozen(self.kinds[kept]),
            frozen(self.verbs[kept]),
            frozen(self.times[kept]),
            frozen(self.strengths[kept]),
        )

    def between(self, nodes: npt.NDArray[np.bool_], before: int | None) -> Positions:
        """Positions of the edges with both ends in `nodes` that are older than `before` seconds."""
        # NO_TIME is less than every time: what was always true is kept.
        mask = np.ones(len(self), dtype=np.bool_) if before is None else self.times < before
        if not nodes.all():
            mask &= nodes[self.neighbours]
            mask &= np.repeat(nodes, self.degrees())
        return np.flatnonzero(mask)

    def has_departures(self) -> bool:
        """Whether any of the edges may have ended another one."""
        return bool((self.kinds == _LEFT).any())

    def lasting(self, kept: Positions) -> Positions:
        """Those of the ascending positions `kept` that no LEFT among them has ended.

        A LEFT ends every JOINED and ATTENDED between the same two that is not later than it; one
        without a time ends them all.
        """
        kinds = self.kinds[kept]
        if not (kinds == _LEFT).any():
            return kept
        among = np.flatnonzero(np.isin(kinds, (_LEFT, *_MEMBERSHIPS)))
        places = kept[among]
        left = kinds[among] == _LEFT
        owners = np.searchsorted(self.offsets, places, side="right")
        pairs = (owners.astype(np.int64) << 32) | self.neighbours[places]
        # Edges between the same two lie side by side in either direction's order.
        firsts = np.flatnonzero(np.concatenate(([True], pairs[1:] != pairs[:-1])))
        times = self.times[places].astype(np.int64)
        never, always = np.iinfo(np.int64).min, np.iinfo(np.int64).max
        departures = np.where(left, np.where(times == NO_TIME, always, times), never)
        last = np.maximum.reduceat(departures, firsts)
        last_of_each = np.repeat(last, np.diff(np.append(firsts, len(pairs))))
        ended = ~left & (times <= last_of_each)
        return np.delete(kept, among[ended])


def adjacencies(
    size: int,
    sources: npt.NDArray[np.int32],
    targets: npt.NDArray[np.int32],
    facts: npt.NDArray[np.int64],
) -> tuple[Adjacency, Adjacency]:
    """Edges (E,) with their packed facts, in any order, as CSR from and to each of `size` nodes."""
    order = _total_order(sources, targets, facts)
    sources, targets, facts = sources[order], targets[order], facts[order]
    del order
    out = _rows(size, sources, targets, facts)
    turned = _stable_order(targets)
    return out, _rows(size, targets[turned], sources[turned], facts[turned])


def edge_order(owners: Positions, columns: Sequence[npt.NDArray[Any]]) -> Positions:
    """The order by owner, neighbour, kind, time, verb and strength, of edges mostly in it already.

    Args:
        owners: (n,) of the edges.
        columns: (n,) each, as `Adjacency.columns`.
    """
    neighbours, kinds, verbs, times, strengths = columns
    pairs = (owners.astype(np.int64) << 32) | neighbours
    order = np.argsort(pairs, kind="stable")
    tied = _tied(pairs[order])
    if len(tied):
        among = order[tied]
        ranks = strengths[among], verbs[among], times[among], kinds[among], pairs[among]
        order[tied] = among[np.lexsort(ranks)]
    return order


def _tied(pairs: Positions) -> Positions:
    """Places in (n,) ascending pairs of those that are not there once."""
    same = np.zeros(len(pairs) + 1, dtype=np.bool_)
    np.equal(pairs[1:], pairs[:-1], out=same[1:-1])
    return np.flatnonzero(same[1:] | same[:-1])


def frozen(array: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """The array itself, from now on read-only."""
    array.flags.writeable = False
    return array


def offsets_of(counts: npt.NDArray[np.int64]) -> Positions:
    """(N + 1,) int64, where each of N runs of these lengths begins, and where the last one ends."""
    offsets = np.zeros(len(counts) + 1, dtype=np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def spans_of(offsets: Positions) -> Positions:
    """(N, 2) read-only, where each run begins and ends, from (N + 1,) offsets: the same memory.

    Begin and end lie side by side, so that looking up one row reads one place of memory.
    """
    step = offsets.strides[0]
    shape = (len(offsets) - 1, 2)
    return np.lib.stride_tricks.as_strided(offsets, shape, (step, step), writeable=False)


def lengths_of(spans: Positions) -> Positions:
    """(N,) int64, how long each row is."""
    return np.subtract(spans[:, 1], spans[:, 0])


def row_places(
    spans: npt.NDArray[np.int64], nodes: npt.NDArray[np.int32] | npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Which of the nodes, counted from 0, and which place, for every entry of their rows."""
    begins, lengths = spans[nodes, 0], lengths_of(spans[nodes])
    owners = np.repeat(np.arange(len(nodes)), lengths)
    before = np.cumsum(lengths) - lengths
    return owners, np.arange(int(lengths.sum())) - before[owners] + begins[owners]


def _rows(
    size: int,
    owners: npt.NDArray[np.int32],
    neighbours: npt.NDArray[np.int32],
    facts: npt.NDArray[np.int64],
) -> Adjacency:
    return Adjacency(
        spans_of(offsets_of(np.bincount(owners, minlength=size))),
        frozen(neighbours),
        frozen(packing.unpack_kinds(facts)),
        frozen(packing.unpack_verbs(facts)),
        frozen(packing.unpack_times(facts)),
        frozen(packing.unpack_strengths(facts)),
    )


def _total_order(
    sources: npt.NDArray[np.int32], targets: npt.NDArray[np.int32], facts: npt.NDArray[np.int64]
) -> Positions:
    """The order by source, target, kind, time, verb, strength: no two different edges tie."""
    pairs = (sources.astype(np.int64) << 32) | targets
    order = np.argsort(pairs)
    pairs = pairs[order]
    # Only edges that share both their ends still have to be ordered, and they are few.
    tied = _tied(pairs)
    if len(tied):
        order[tied] = order[tied][np.lexsort((_rank(facts[order[tied]]), pairs[tied]))]
    return order


def _rank(facts: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """Packed relationships with their fields in sorting order: kind, time, verb, strength."""
    bits = facts.view(np.uint64)
    kinds, verbs = bits & np.uint64(0xFF), (bits >> np.uint64(8)) & np.uint64(0xFF)
    strengths = (bits >> np.uint64(16)) & np.uint64(0xFFFF)
    # Times are signed: turning the sign bit round makes them sort as unsigned numbers.
    times = (bits >> np.uint64(32)) ^ np.uint64(1 << 31)
    rank: npt.NDArray[np.uint64] = (
        (kinds << np.uint64(56)) | (times << np.uint64(24)) | (verbs << np.uint64(16)) | strengths
    )
    return rank


def _stable_order(keys: npt.NDArray[np.int32]) -> Positions:
    """`argsort(keys, kind="stable")`, several times faster: key and place in one number."""
    numbers = (keys.astype(np.int64) << 32) | np.arange(len(keys), dtype=np.int64)
    numbers.sort()
    numbers &= 0xFFFFFFFF
    return numbers
