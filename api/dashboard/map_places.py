"""Where the areas and members of a map lie in its drawing: the same for the same community."""

from __future__ import annotations

import math
from collections.abc import Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]

_SEED = 1
_FAR = 1.5
"""Distance of two that nothing joins; that of two of the same meaning is 0."""
_NEAREST = 0.15
_FEW = 60
_BETWEEN = 0.6
"""Between two parts, where a part of one node is 1 wide."""
_TURNS = np.arange(3000)
_GOLDEN = math.pi * (3 - math.sqrt(5))
_SPIRAL = (
    18
    * np.sqrt(_TURNS)[:, None]
    * np.column_stack([np.cos(_GOLDEN * _TURNS), np.sin(_GOLDEN * _TURNS)])
)
"""(3000, 2) ways from a place, the shortest first, which cover the plane evenly (Vogel 1979)."""


def by_links(count: int, links: Sequence[tuple[int, int, float]]) -> Points:
    """(n, 2) places of `count` nodes, near each other where links (one, other, weight) join them.

    Those that no way joins lie beside each other, the largest part first, each in a square that
    grows with it. Within a part: Fruchterman and Reingold, "Graph drawing by force-directed
    placement", 1991.
    """
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    graph.add_weighted_edges_from(links)
    found, left = np.zeros((count, 2)), 0.0
    for part in sorted(nx.connected_components(graph), key=lambda each: (-len(each), min(each))):
        nodes = sorted(part)
        side = math.sqrt(len(nodes))
        drawn = _spread(graph.subgraph(nodes))
        inside = np.array([drawn[node] for node in nodes])
        found[nodes] = _unit(inside) * side + [left, -side / 2]
        left += side + _BETWEEN
    return found


def by_meaning(near: npt.NDArray[np.float32]) -> Points:
    """(n, 2) places whose distances are those in meaning, as well as a plane allows.

    Kamada and Kawai, "An algorithm for drawing general undirected graphs", 1989.

    Args:
        near: (n, n) cosines.
    """
    count = len(near)
    apart = np.clip(1.0 - near, _NEAREST, _FAR).astype(float)
    distances = {one: dict(enumerate(apart[one].tolist())) for one in range(count)}
    drawn = nx.kamada_kawai_layout(nx.complete_graph(count), dist=distances)
    return np.array([drawn[node] for node in range(count)]).reshape(count, 2)


def fitted(places: Points, sizes: Points, width: float, height: float) -> Points:
    """The same places (n, 2) in a box, moved no further than needed so that nothing overlaps.

    The largest stay where they are; each of the others takes the nearest free place on a spiral
    around its own.

    Args:
        places: in any units.
        sizes: (n, 2) width and height of the rectangle around each.
        width: of the box.
        height: of the box. What has no room in it stays, and covers others.
    """
    box = np.array([width, height])
    low, high = sizes / 2, np.maximum(box - sizes / 2, sizes / 2)
    found = _unit(places) * (high - low) + low
    order = np.argsort(-sizes.prod(axis=1), kind="stable").tolist()
    for at, node in enumerate(order):
        possible = found[node] + _SPIRAL
        inside = ((possible >= low[node]) & (possible <= high[node])).all(axis=1)
        possible = possible[inside]
        placed = order[:at]
        room = (sizes[placed] + sizes[node]) / 2
        covers = (np.abs(possible[:, None, :] - found[placed]) < room).all(axis=2).any(axis=1)
        free = np.flatnonzero(~covers)
        if len(free):
            found[node] = possible[free[0]]
    return np.asarray(found)


def _spread(graph: nx.Graph[int]) -> dict[int, Points]:
    """Small graphs by their shortest ways, larger ones by forces: in either case in little time."""
    if len(graph) <= _FEW:
        return nx.kamada_kawai_layout(graph, weight=None)
    return nx.spring_layout(graph, seed=_SEED, iterations=120)


def _unit(places: Points) -> Points:
    """The same in a square from 0 to 1."""
    if not len(places):
        return places
    return np.asarray((places - places.min(axis=0)) / np.maximum(np.ptp(places, axis=0), 1e-9))
