"""The best paths of real edges from what is asked to what is recommended, up to three hops."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.packing import moment_of
from graph.schema import VERBS, RelationshipKind
from matcher.features.walk import start
from matcher.node_values import NodeValues
from matcher.question import Question
from matcher.request import ExplanationEdge, ExplanationPath
from matcher.view import CommunityView, Edge
from matcher.walks import WALK_WEIGHTS

MAX_STARTS = 24
MAX_EXPANDED = 200
"""Nodes of each level that are followed further: the likeliest ones."""
MAX_PATHS = 3
_TELLING = {kind: rank for rank, kind in enumerate(WALK_WEIGHTS)}


@dataclass(frozen=True, slots=True)
class Reach:
    """How likely a walk of some length comes to nodes, on its likeliest path.

    Attributes:
        likelihood: of the nodes to which a path is known.
        previous: (T,) int32, of each of those the node before on that path; -1 at its beginning.
    """

    likelihood: NodeValues
    previous: npt.NDArray[np.int32]

    def before(self, node: int) -> int:
        """The node before one that is reached, on its likeliest path."""
        return int(self.previous[np.searchsorted(self.likelihood.nodes, node)])


class PathFinder:
    """Finds paths for all candidates of one question; the first two hops are worked out once."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._view = question.view
        beginning = self._beginning()
        near = self._step(beginning)
        self._levels = [beginning, near, self._step(near)]

    def paths_to(self, candidate: int) -> tuple[ExplanationPath, ...]:
        """Up to three paths that end differently, the likeliest first."""
        neighbours, last = self._view.walk_graph.column(candidate)
        likelihoods = np.stack([level.likelihood.at(neighbours) * last for level in self._levels])
        depths, places = np.nonzero(likelihoods)
        order = np.lexsort((neighbours[places], depths, -likelihoods[depths, places]))
        found: dict[int, tuple[int, ...]] = {}
        for at in order.tolist():
            neighbour = int(neighbours[places[at]])
            if neighbour not in found:
                nodes = (*self._nodes_to(int(depths[at]), neighbour), candidate)
                if self._allowed(nodes):
                    found[neighbour] = nodes
            if len(found) == MAX_PATHS:
                break
        return tuple(self._described(nodes) for nodes in found.values())

    def _beginning(self) -> Reach:
        nodes, mass = start(self._question)
        best = np.sort(np.lexsort((nodes, -mass))[:MAX_STARTS])
        return Reach(NodeValues(nodes[best], mass[best]), np.full(len(best), -1, dtype=np.int32))

    def _step(self, level: Reach) -> Reach:
        reached = level.likelihood
        best = np.lexsort((reached.nodes, -reached.values))[:MAX_EXPANDED]
        if not len(best):
            return Reach(NodeValues.none(), np.zeros(0, dtype=np.int32))
        graph, origins = self._view.walk_graph, reached.nodes[best]
        owners, places = row_places(graph.offsets, origins)
        arriving = reached.values[best][owners] * graph.probabilities[places]
        neighbours = graph.neighbours[places]
        # Of each neighbour the likeliest way; where two are as likely, that of the likelier origin.
        order = np.lexsort((owners, -arriving, neighbours))
        nodes, firsts = np.unique(neighbours[order], return_index=True)
        chosen = order[firsts]
        return Reach(NodeValues(nodes, arriving[chosen]), origins[owners[chosen]])

    def _nodes_to(self, depth: int, node: int) -> tuple[int, ...]:
        nodes = [node]
        for level in range(depth, 0, -1):
            nodes.append(self._levels[level].before(nodes[-1]))
        return tuple(reversed(nodes))

    def _probability(self, source: int, target: int) -> float:
        neighbours, probabilities = self._view.walk_graph.row(source)
        return float(probabilities[np.searchsorted(neighbours, target)])

    def _allowed(self, nodes: tuple[int, ...]) -> bool:
        """No node twice, and nobody on the way who blocks, or is blocked by, the recommended."""
        if len(set(nodes)) < len(nodes):
            return False
        for node in nodes[:-1]:
            edges = self._view.edges_between(node, nodes[-1]) if self._view.is_member(node) else []
            if any(edge.kind is RelationshipKind.BLOCKS for edge in edges):
                return False
        return True

    def _described(self, nodes: tuple[int, ...]) -> ExplanationPath:
        nodes = self._from_asker(nodes)
        snapshot = self._view.snapshot
        steps = list(pairwise(nodes))
        strength = 1.0
        for source, target in steps:
            strength *= self._probability(source, target)
        return ExplanationPath(
            nodes=tuple(snapshot.id(node) for node in nodes),
            edges=tuple(self._edge(source, target) for source, target in steps),
            names=tuple(display_name(self._view, node) for node in nodes),
            strength=strength,
        )

    def _from_asker(self, nodes: tuple[int, ...]) -> tuple[int, ...]:
        """A path from a topic of the asker's own begins with the asker."""
        asker = self._question.member
        if asker is None or asker in nodes:
            return nodes
        neighbours, _ = self._view.walk_graph.row(asker)
        at = int(np.searchsorted(neighbours, nodes[0]))
        is_own = at < len(neighbours) and neighbours[at] == nodes[0]
        return (asker, *nodes) if is_own else nodes

    def _edge(self, one: int, other: int) -> ExplanationEdge:
        edge = most_telling(self._view, one, other)
        snapshot = self._view.snapshot
        return ExplanationEdge(
            kind=edge.kind,
            source=snapshot.id(edge.source),
            target=snapshot.id(edge.target),
            verb=VERBS[edge.verb],
            at=moment_of(edge.time),
        )


def most_telling(view: CommunityView, one: int, other: int) -> Edge:
    """Of the edges that a walk can take between two nodes, the weightiest and then the latest."""
    walked = [edge for edge in view.edges_between(one, other) if edge.kind in WALK_WEIGHTS]
    return max(walked, key=lambda edge: (-_TELLING[edge.kind], edge.time, edge.verb))


def display_name(view: CommunityView, node: int) -> str:
    """What people call a node; a reply without a title of its own is named by what it answers."""
    parent = int(view.parents[node])
    name = view.snapshot.name(node)
    if parent >= 0 and name == view.snapshot.id(node).partition(":")[2]:
        return f"answer to {view.snapshot.name(parent)}"
    return name
