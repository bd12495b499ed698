"""Personalised PageRank as textbooks have it: exact, and every relationship counts the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from benchmarks.peers.ties import Ties, scored_in_batches, ties_of
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query
from matcher.walks import MEMORY_DAYS

TOLERANCE = 1e-9
"""Steps end when no query's scores change by more than this a node, networkx's own rule."""
Floats = npt.NDArray[np.float64]


class ExactPagerank:
    """Walks from the asker, the seeds and the items of a query, on the undirected graph.

    Page, Brin, Motwani, Winograd: The PageRank citation ranking, 1999; the formula and the scores
    of networkx.pagerank, for many queries at once on a matrix that is built once. A query of
    which nothing is in the graph gets the PageRank that is not personalised.

    Settings: `alpha`, the chance of walking on; `weights` of ties, `plain` (all 1) or `faded`
    (exp(-age of the youngest relationship / 480 days), the memory of Kinpath's own walks);
    `start`, from `everything` of a query or from the `asker` alone, where somebody asks.
    """

    name = "personalised PageRank"
    grid: Sequence[Settings] = tuple(
        {"alpha": alpha, "weights": weights, "start": start}
        for start in ("everything", "asker")
        for weights in ("plain", "faded")
        for alpha in (0.85, 0.5)
    )
    is_quick = False

    def suits(self, past: Past, /) -> bool:
        return len(ties_of(past).low) > 0

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        ties = ties_of(past)
        weights = faded(ties) if settings["weights"] == "faded" else np.ones(len(ties.low))
        chances = steps(ties, weights)
        return Pagerank(past, chances, float(settings["alpha"]), settings.get("start") == "asker")


def faded(ties: Ties) -> Floats:
    """(E,) weights that fall with age."""
    return np.exp(-ties.days / MEMORY_DAYS)


def steps(ties: Ties, weights: Floats) -> csr_array:
    """(N, N): the chance of a step from column to row; columns without neighbours are empty."""
    matrix = ties.matrix(weights)
    totals = matrix.sum(axis=0)
    columns = matrix.indices
    chances = matrix.data / totals[columns]
    return csr_array((chances, columns, matrix.indptr), shape=matrix.shape)


def pagerank(steps: csr_array, restarts: Floats, alpha: float) -> Floats:
    """(N, B) scores, each column summing to one.

    Args:
        steps: (N, N) chances of a step from column to row.
        restarts: (N, B) where walks begin, each column summing to one.
        alpha: the chance of walking on, below 1.
    """
    scores, change = restarts, np.inf
    while change > TOLERANCE * len(restarts):
        walked = alpha * (steps @ scores)
        # What leaks out of nodes without neighbours goes home, as in networkx.
        updated = walked + (1.0 - walked.sum(axis=0)) * restarts
        change = np.abs(updated - scores).sum(axis=0).max()
        scores = updated
    return scores


@dataclass(frozen=True, slots=True, eq=False)
class Pagerank:
    """The walks on one past."""

    past: Past
    steps: csr_array
    alpha: float
    from_asker: bool = False

    def score(self, queries: Sequence[Query], /) -> Scores:
        if self.from_asker:
            queries = [asker_alone(query) for query in queries]
        return scored_in_batches(self.past, queries, self._of_nodes)

    def _of_nodes(self, starts: Floats) -> Floats:
        anywhere = np.where(starts.any(axis=0), starts, 1.0)
        return pagerank(self.steps, anywhere / anywhere.sum(axis=0), self.alpha)


def asker_alone(query: Query) -> Query:
    """The query without all that it is about; as it is where nobody asks."""
    if query.request.member is None:
        return query
    context = replace(query.context, items=())
    return replace(query, context=context, request=replace(query.request, seeds=()))
