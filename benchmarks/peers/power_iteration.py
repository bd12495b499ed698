"""Personalised PageRank by power iteration with scipy's sparse matrices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse

from benchmarks.large.contender import Contender, Nodes
from benchmarks.large.walk_task import WalkTask
from graph.adjacency import lengths_of

TOLERANCE = 1e-2
"""What may still walk when the rival stops: its top 50 are right to 99.9 % then."""
EXACT = 1e-10
"""The same for what counts as the truth."""

Floats = npt.NDArray[np.float64]


class PowerIteration:
    """The scores `p = restart * seed + (1 - restart) * P^T p`, turn by turn (Page et al. 1999).

    Each turn takes whoever still walks one step further, and `restart` of them home. The scores
    are where they were then.
    """

    def __init__(self, task: WalkTask, tolerance: float = TOLERANCE) -> None:
        self._task, self._tolerance = task, tolerance
        self._into = sparse.csr_array(task.transitions().T)
        self._ends = np.flatnonzero(lengths_of(task.graph.spans) == 0)

    @property
    def bytes(self) -> int:
        """Of the matrix."""
        return int(self._into.data.nbytes + self._into.indices.nbytes + self._into.indptr.nbytes)

    def scores(self, seed: int) -> Floats:
        """(N,) float64; what reaches a node without neighbours stays there."""
        return self._walked(self._start([seed])[:, 0])[0]

    def scores_of(self, seeds: Sequence[int]) -> Floats:
        """(N, S) float64, a column for each seed."""
        return self._walked(self._start(seeds))[0]

    def found(self, seed: int) -> Nodes:
        """Whom the walk finds."""
        return self._task.found(self.scores(seed), seed)

    def operations(self, seed: int) -> int:
        """Every transition once in every turn."""
        return self._walked(self._start([seed])[:, 0])[1] * len(self._task.graph.neighbours)

    def _start(self, seeds: Sequence[int]) -> Floats:
        start = np.zeros((self._task.size, len(seeds)))
        start[list(seeds), np.arange(len(seeds))] = 1.0
        return start

    def _walked(self, walking: Floats) -> tuple[Floats, int]:
        restart = self._task.restart
        stayed = np.zeros_like(walking)
        turns = 0
        while walking.sum(axis=0).max() > self._tolerance:
            stayed += restart * walking
            # Who comes to a node without neighbours does not leave it.
            stayed[self._ends] += (1 - restart) * walking[self._ends]
            walking = (1 - restart) * (self._into @ walking)
            turns += 1
        return stayed + restart * walking, turns


def power_iteration(task: WalkTask) -> Contender[int]:
    """The rival, with one matrix of float64."""
    rival = PowerIteration(task)
    return Contender("scipy power iteration", rival.found, rival.operations, rival.bytes)
