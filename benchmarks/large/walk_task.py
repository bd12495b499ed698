"""The graph that every walk is measured on, in the forms that libraries take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from benchmarks.large.contender import Nodes, best
from graph.adjacency import lengths_of, offsets_of
from matcher.walks import WalkGraph

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class WalkTask:
    """Whom does a walk from one node, which goes home now and then, find most often?

    Attributes:
        graph: what Kinpath walks on.
        begin, end: the range of the nodes that may be found: the members.
        restart: the probability of going home at each step.
    """

    graph: WalkGraph
    begin: int
    end: int
    restart: float

    @property
    def size(self) -> int:
        """N, the number of nodes."""
        return len(self.graph.spans)

    def found(self, scores: npt.NDArray[np.floating], seed: int) -> Nodes:
        """Those with the highest scores (N,), without the seed."""
        return best(scores, self.begin, self.end, but=seed)

    def transitions(self) -> sparse.csr_array:
        """(N, N) float64, the probability of going from a row to a column."""
        graph = self.graph
        offsets = offsets_of(lengths_of(graph.spans))
        parts = (graph.probabilities.astype(np.float64), graph.neighbours, offsets)
        return sparse.csr_array(parts, shape=(self.size, self.size))

    def sources(self) -> npt.NDArray[np.int32]:
        """(W,) the node that each transition leaves."""
        return np.repeat(np.arange(self.size, dtype=np.int32), lengths_of(self.graph.spans))

    def symmetric_weights(self) -> Floats:
        """(W,) weights, the same both ways, from which the same transitions follow.

        A step weighs `w_ij d_j^-0.5`, where `w` and the edges are the same both ways. Times
        `d_i^-0.5`, which is the same for the whole row, it is symmetric: the walk is that of an
        undirected graph.
        """
        graph = self.graph
        degrees = lengths_of(graph.spans)
        of_rows = graph.totals / np.sqrt(np.maximum(degrees, 1))
        return graph.probabilities.astype(np.float64) * np.repeat(of_rows, degrees)
