"""A walk graph without some of its nodes: only rows that name them are other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.copies import Sheet
from graph.hiding import rows_without
from graph.rewriting import Version
from matcher.walks import WalkGraph

Nodes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ChangeableWalks:
    """A walk graph with room for rows that are rewritten.

    Attributes:
        graph: to walk on.
        rows: its rows.
        totals: the weight of all steps from each node.
    """

    graph: WalkGraph
    rows: Version
    totals: Sheet

    @classmethod
    def of(cls, graph: WalkGraph) -> ChangeableWalks:
        """The same graph."""
        rows = Version.first(graph.spans, (graph.neighbours, graph.probabilities))
        return cls._made(rows, Sheet.of(graph.totals))

    @classmethod
    def _made(cls, rows: Version, totals: Sheet) -> ChangeableWalks:
        neighbours, probabilities = rows.base.columns
        graph = WalkGraph(rows.spans, neighbours, probabilities, totals.array)
        return cls(graph, rows, totals)

    def without(self, nodes: Nodes) -> ChangeableWalks:
        """The graph without these nodes (n,): walks that led to them take the other ways.

        How much a step weighs is left as it was, also where a neighbour has fewer neighbours now.

        Raises:
            NoRoomLeft: there is no room for the rows of their neighbours.
        """
        graph = self.graph
        _, naming = row_places(graph.spans, nodes)
        rows, lengths, lay_at = rows_without(
            nodes, graph.spans, graph.neighbours, graph.neighbours[naming]
        )
        left = graph.probabilities[lay_at].astype(np.float64)
        owners = np.repeat(np.arange(len(rows)), lengths)
        sums = np.bincount(owners, weights=left, minlength=len(rows))
        probabilities = (left / sums[owners]).astype(np.float32)
        found, _ = self.rows.rewritten(rows, lengths, (graph.neighbours[lay_at], probabilities))
        return self._made(found, self.totals.changed_at(rows, graph.totals[rows] * sums))
