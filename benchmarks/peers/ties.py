"""The community as graph libraries take it: who and what is tied to whom, whatever the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from benchmarks.rival import Scores
from benchmarks.tasks import Past, Query
from graph.packing import DAY, NO_TIME, seconds
from graph.schema import RELATIONSHIP_CODES, EntityKind
from graph.snapshot import Snapshot
from matcher.walks import WALK_WEIGHTS

Nodes = npt.NDArray[np.int32]
BATCH = 64
"""Queries that are scored at once."""
_WALKED = [RELATIONSHIP_CODES[kind] for kind in WALK_WEIGHTS]
"""All relationships but those that say no, are private, or that Kinpath does not understand."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Pairs of nodes of a snapshot that any relationship joins, each pair once.

    Attributes:
        size: N, the number of nodes.
        low, high: (E,) int32, the two nodes of each pair; low < high.
        days: (E,) float64, age of the pair's youngest relationship; 0 where always or unknown.
    """

    size: int
    low: Nodes
    high: Nodes
    days: npt.NDArray[np.float64]

    def matrix(self, weights: npt.NDArray[np.float64]) -> csr_array:
        """(N, N) symmetric, with the weight (E,) of each pair both ways."""
        rows, columns = np.append(self.low, self.high), np.append(self.high, self.low)
        return csr_array((np.tile(weights, 2), (rows, columns)), shape=(self.size, self.size))

    def within(self, begin: int, end: int) -> Ties:
        """Those between the nodes `begin` to `end`."""
        kept = (self.low >= begin) & (self.high < end)
        return Ties(self.size, self.low[kept], self.high[kept], self.days[kept])


def ties_of(past: Past) -> Ties:
    """All ties of a past."""
    out = past.snapshot.out
    sources = out.owners()
    walked = np.isin(out.kinds, _WALKED) & (sources != out.neighbours)
    low = np.minimum(sources, out.neighbours)[walked]
    high = np.maximum(sources, out.neighbours)[walked]
    days = _ages(past, out.times[walked])
    order = np.lexsort((days, high, low))
    low, high, days = low[order], high[order], days[order]
    first = np.ones(len(low), dtype=bool)
    first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    return Ties(past.snapshot.size, low[first], high[first], days[first])


def member_ties(past: Past) -> Ties:
    """The ties between members alone."""
    return ties_of(past).within(*past.snapshot.range(EntityKind.MEMBER))


def _ages(past: Past, times: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    if past.moment is None:
        return np.zeros(len(times))
    ages = np.maximum(seconds(past.moment) - times.astype(np.int64), 0) / DAY
    return np.where(times == NO_TIME, 0.0, ages)


def starts(snapshot: Snapshot, queries: Sequence[Query]) -> npt.NDArray[np.float64]:
    """(N, Q): 1 at the asker, the seeds and the items of each query that are in the snapshot."""
    marks = np.zeros((snapshot.size, len(queries)))
    for column, query in enumerate(queries):
        asker = () if query.request.member is None else (query.request.member,)
        for entity in (*asker, *query.request.seeds, *query.context.items):
            node = snapshot.find(entity)
            if node is not None:
                marks[node, column] = 1.0
    return marks


def scored_in_batches(
    past: Past,
    queries: Sequence[Query],
    score_nodes: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]],
) -> Scores:
    """(Q, T) scores of the targets, 0 for those that are not in the snapshot yet.

    Args:
        past: whose targets.
        queries: Q of them.
        score_nodes: from the (N, B) starts of some queries to the (N, B) scores of all nodes.
    """
    found = [(place, past.snapshot.find(target)) for place, target in enumerate(past.targets)]
    places = [place for place, node in found if node is not None]
    nodes = [node for _, node in found if node is not None]
    scores = np.zeros((len(queries), len(past.targets)))
    for begin in range(0, len(queries), BATCH):
        part = slice(begin, begin + BATCH)
        scores[part, places] = score_nodes(starts(past.snapshot, queries[part]))[nodes].T
    return scores
