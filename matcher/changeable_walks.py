"""A walk graph whose rows may be rewritten: without some nodes, or with other steps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import lengths_of, row_places
from graph.copies import Sheet
from graph.hiding import rows_without
from graph.rewriting import Version
from matcher.chances import Chances
from matcher.walks import Steps, WalkGraph

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of nodes, (p, 2) int64, each once and the lesser first, and what joins them weighs."""

    nodes: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ChangeableWalks:
    """A walk graph with room for rows that are rewritten.

    Attributes:
        graph: to walk on.
        rows: its rows.
        totals: the weight of all steps from each node.
        factors: of the graph's chances.
    """

    graph: WalkGraph
    rows: Version
    totals: Sheet
    factors: Sheet

    @classmethod
    def of(cls, graph: WalkGraph) -> ChangeableWalks:
        """The same graph."""
        rows = Version.first(graph.spans, (graph.neighbours, graph.chances.codes))
        return cls._made(
            rows, graph.chances.levels, Sheet.of(graph.totals), Sheet.of(graph.chances.factors)
        )

    @classmethod
    def _made(
        cls, rows: Version, levels: npt.NDArray[np.float32], totals: Sheet, factors: Sheet
    ) -> ChangeableWalks:
        neighbours, codes = rows.base.columns
        chances = Chances(codes, levels, factors.array)
        return cls(WalkGraph(rows.spans, neighbours, chances, totals.array), rows, totals, factors)

    def _with(
        self, nodes: Nodes, lengths: npt.NDArray[np.int64], steps: Steps, totals: Values
    ) -> ChangeableWalks:
        """With other rows and totals of these nodes; what is known of other hubs is still so."""
        neighbours, probabilities = steps
        chances = self.graph.chances.encoded(lengths, probabilities)
        rows, _ = self.rows.rewritten(nodes, lengths, (neighbours, chances.codes))
        factors = self.factors
        if chances.in_eight_bits:
            factors = factors.changed_at(nodes, chances.factors)
        other = self._made(rows, chances.levels, self.totals.changed_at(nodes, totals), factors)
        known = self.graph.memo.copy()
        for each in nodes.tolist():
            known.pop(each, None)
        # Counted on, not anew: only these rows are of another length.
        before, after = (
            lengths_of(graph.spans[nodes]).sum() for graph in (self.graph, other.graph)
        )
        known["steps"] = self.graph.steps + int(after - before)
        other.graph.memo.update(known)
        return other

    def without(self, nodes: Nodes) -> ChangeableWalks:
        """The graph without these nodes (n,): walks that led to them take the other ways.

        How much a step weighs is left as it was, also where a neighbour has fewer neighbours now.

        Raises:
            NoRoomLeft: there is no room for the rows of their neighbours.
        """
        if not len(nodes):
            return self
        graph = self.graph
        _, naming = row_places(graph.spans, nodes)
        rows, lengths, lay_at = rows_without(
            nodes, graph.spans, graph.neighbours, graph.neighbours[naming]
        )
        owners = np.repeat(np.arange(len(rows)), lengths)
        left = graph.chances.at(lay_at, rows[owners]).astype(np.float64)
        sums = np.bincount(owners, weights=left, minlength=len(rows))
        probabilities = (left / sums[owners]).astype(np.float32)
        totals = (graph.totals[rows] * sums).astype(np.float64)
        return self._with(rows, lengths, (graph.neighbours[lay_at], probabilities), totals)

    def changed(self, pairs: Pairs, discount: float) -> ChangeableWalks:
        """The graph in which what joins these pairs weighs that; 0: nothing joins them.

        Raises:
            NoRoomLeft: there is no room for their rows.
        """
        if not len(pairs.nodes):
            return self
        graph = self.graph
        nodes = np.unique(pairs.nodes).astype(np.int32)
        owners, places = row_places(graph.spans, nodes)
        keys = (nodes[owners].astype(np.int64) << 32) | graph.neighbours[places]
        both = np.concatenate([pairs.nodes, pairs.nodes[:, ::-1]])
        changed = (both[:, 0] << 32) | both[:, 1]
        kept = ~_among(keys, graph.neighbours[places], changed, nodes)
        new = np.tile(pairs.weights, 2) > 0
        keys = np.concatenate([keys[kept], changed[new]])
        order = np.argsort(keys, kind="stable")
        rows = np.searchsorted(nodes, keys >> 32)
        lengths = np.bincount(rows, minlength=len(nodes))
        degrees = np.maximum(lengths[np.searchsorted(nodes, both[new, 1])], 1)
        leaving = nodes[owners[kept]]
        old = graph.chances.at(places[kept], leaving) * graph.totals[leaving]
        added = np.tile(pairs.weights, 2)[new] * degrees**-discount
        weights = np.concatenate([old, added])[order]
        rows, neighbours = rows[order], (keys[order] & 0xFFFFFFFF).astype(np.int32)
        totals = np.bincount(rows, weights=weights, minlength=len(nodes)).astype(np.float64)
        probabilities = (weights / totals[rows]).astype(np.float32)
        return self._with(nodes, lengths, (neighbours, probabilities), totals)


def _among(
    keys: npt.NDArray[np.int64], neighbours: Nodes, wanted: npt.NDArray[np.int64], nodes: Nodes
) -> npt.NDArray[np.bool_]:
    """(n,) which keys are wanted; most have a neighbour that is none of the nodes."""
    found = np.isin(neighbours, nodes)
    found[found] = np.isin(keys[found], wanted)
    return found
