"""Adamic-Adar: who has many neighbours in common with the asker, above all neighbours with few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from benchmarks.peers.ties import Ties, member_ties, scored_in_batches, ties_of
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query

Floats = npt.NDArray[np.float64]


class AdamicAdar:
    """Sum of 1 / log(degree) over the common neighbours of a target and what a query starts from.

    Adamic, Adar: Friends and neighbors on the Web, Social Networks 2003; each pair's index is that
    of networkx.adamic_adar_index. The graph is that of the ties between members where members are
    asked for and there are such ties, else the whole one.
    """

    name = "Adamic-Adar"
    grid: Sequence[Settings] = ({},)
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return len(ties_of(past).low) > 0

    def fit(self, past: Past, _settings: Settings, _seed: int, /) -> Fitted:
        ties = fitting_ties(past)
        return CommonNeighbours(past, ties.matrix(np.ones(len(ties.low))))


def fitting_ties(past: Past) -> Ties:
    """Of members alone where they are what is asked for, and have any."""
    between = member_ties(past)
    return between if past.goal.between_people and len(between.low) else ties_of(past)


@dataclass(frozen=True, slots=True, eq=False)
class CommonNeighbours:
    """The neighbours (N, N) of one past."""

    past: Past
    neighbours: csr_array

    def score(self, queries: Sequence[Query], /) -> Scores:
        return scored_in_batches(self.past, queries, self._of_nodes)

    def _of_nodes(self, starts: Floats) -> Floats:
        degrees = np.diff(self.neighbours.indptr)
        # A neighbour in common has two neighbours at least, so logarithms of less never count.
        weights = 1.0 / np.log(np.maximum(degrees, 2))
        reached = self.neighbours @ starts
        scores: Floats = self.neighbours @ (weights[:, None] * reached)
        return scores
