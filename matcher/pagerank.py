"""Personalised PageRank by forward push, in a workspace that is cleared by what was touched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel, unlocked_kernel
from matcher.chances import factor_of, level_of
from matcher.node_values import Nodes, NodeValues, Values
from matcher.prefetch import prefetch
from matcher.walk_sweeps import KEPT, RESIDUAL, come_to, swept
from matcher.walks import WalkGraph
from matcher.workspace import Workspace

THRESHOLD, THRESHOLD_OF_LARGE = 3e-6, 4e-5
"""Residual per neighbour below which a node is not pushed further, in small and large graphs."""
LARGE = 1_000_000
"""Steps (edges, both ways) from which a graph is large: walks there are cut off earlier."""
FEW_STEPS = 16
"""A walk that has followed one in so many of all steps goes on in sweeps over all nodes."""
MORE = np.float32(1.2)
"""Times its residual that a node is pushed; what is too much comes back as a residual below zero.

Of walks among 100,000 members half as many edges are followed for the same precision."""
AHEAD = 6
"""Neighbours whose cells are asked for before it is their turn."""
_UNTOUCHED, _TOUCHED, _QUEUED = np.float32(0), np.float32(1), np.float32(2)
_ENOUGH, _STANDING = 2, 3


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Where a walk is found.

    Attributes:
        values: how often it is at each of the nodes that it comes to.
        edges: how many edges were followed to find out, the same on every machine.
    """

    values: NodeValues
    edges: int


def pagerank(
    graph: WalkGraph,
    seeds: Nodes,
    mass: Values,
    restart: float,
    threshold: float | None = None,
) -> NodeValues:
    """Approximate personalised PageRank of the nodes that walks come to, about one in sum.

    See `walk`, which also says how much work it was.
    """
    return walk(graph, seeds, mass, restart, threshold).values


def walk(
    graph: WalkGraph,
    seeds: Nodes,
    mass: Values,
    restart: float,
    threshold: float | None = None,
) -> Walk:
    """Forward push from weighted seeds.

    Andersen, Chung, Lang: Local graph partitioning using PageRank vectors, FOCS 2006: a node whose
    residual exceeds `threshold` per neighbour keeps `restart` of it and passes the rest on. The
    score is `p + restart * r`, which spends what was not pushed as well. What reaches a node
    without neighbours stays there. How long it takes depends on the threshold and not on the size
    of the graph.

    More is pushed than the residual, which is then below zero and pushed likewise where it is too
    large (Chen et al.: Accelerating personalized PageRank vector computation, KDD 2023): successive
    over-relaxation, by which fewer pushes suffice.

    From a seed with so many neighbours that it would never be pushed, walks go to the likeliest of
    them alone, so that a hub costs no more than another.

    Args:
        graph: the graph to walk on.
        seeds: (S,) nodes where walks begin, each once.
        mass: (S,) their shares, summing to one.
        restart: probability of going back to the seeds at each step.
        threshold: residual per neighbour that is left unpushed; None: that of the graph's size.
    """
    if threshold is None:
        threshold = usual_threshold(graph)
    starts = _beyond_hubs(graph, seeds.astype(np.int32), mass, restart, threshold)
    rows = graph.spans, graph.neighbours, graph.chances.arrays
    few = graph.steps // FEW_STEPS
    with _WORKSPACE.lent(len(graph.spans)) as space:
        arrays = space.cells, space.touched, space.queue
        nodes, values, edges = _walked(*rows, restart, threshold, few, *starts, *arrays)
    return Walk(NodeValues(nodes, values), edges)


def usual_threshold(graph: WalkGraph) -> float:
    """The residual per neighbour that is left unpushed in a graph of that size."""
    return THRESHOLD if graph.steps < LARGE else THRESHOLD_OF_LARGE


def _beyond_hubs(
    graph: WalkGraph, seeds: Nodes, mass: Values, restart: float, threshold: float
) -> tuple[Nodes, Values, Values]:
    """The seeds, with the likeliest neighbours in place of those that would never be pushed.

    Returns:
        the seeds, their shares, in which hubs have none left, and what hubs keep.
    """
    stuck = _stuck(graph.spans, seeds, mass, threshold)
    if not len(stuck):
        return seeds, mass, np.zeros(len(seeds))
    left = mass.copy()
    left[stuck] = 0.0
    nodes, shares = [seeds], [left]
    for hub, amount in zip(seeds[stuck].tolist(), mass[stuck].tolist(), strict=True):
        neighbours, probabilities = graph.likeliest(hub)
        nodes.append(neighbours)
        shares.append((1.0 - restart) * amount * probabilities)
    distinct, places = np.unique(np.concatenate(nodes), return_inverse=True)
    kept = np.zeros(len(distinct))
    kept[places[stuck]] = restart * mass[stuck]
    return distinct, np.bincount(places, np.concatenate(shares)).astype(np.float64), kept


@dataclass(frozen=True, slots=True, eq=False)
class _Arrays:
    """Arrays for N nodes or more.

    Attributes:
        cells: (N, 4) float32, all that a step asks of a node in 16 bytes: its residual, what it
            kept, the residual that is enough to push it, and its standing; zeros between walks.
        touched, queue: (N,) and (N + 1,) int32.
    """

    cells: npt.NDArray[np.float32]
    touched: Nodes
    queue: Nodes


_WORKSPACE = Workspace(
    lambda size: _Arrays(
        cells=np.zeros((size, 4), dtype=np.float32),
        touched=np.empty(size, dtype=np.int32),
        queue=np.empty(size + 1, dtype=np.int32),
    )
)


# numba infers the types of the arrays of all that follows.
@kernel
def _stuck(spans, seeds, mass, threshold):  # type: ignore[no-untyped-def]
    """Places of the seeds that have too many neighbours for their mass to be pushed."""
    stuck = np.empty(len(seeds), dtype=np.int64)
    count = 0
    for place in range(len(seeds)):
        if mass[place] <= threshold * (spans[seeds[place], 1] - spans[seeds[place], 0]):
            stuck[count] = place
            count += 1
    return stuck[:count]


@unlocked_kernel
def _walked(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, restart, threshold, few, seeds, mass, kept, cells, touched, queue
):
    """Push until no residual is above the threshold; the workspace is as before when it ends.

    After `few` edges in the order of a queue, the nodes are pushed in the order of their numbers.

    Returns:
        (T,) the nodes that were touched, (T,) their scores, and how many edges were followed.
    """
    for place in range(len(seeds)):
        cell, degree = cells[seeds[place]], spans[seeds[place], 1] - spans[seeds[place], 0]
        cell[RESIDUAL], cell[KEPT] = mass[place], kept[place]
        cell[_ENOUGH], cell[_STANDING] = threshold * max(degree, 1), _QUEUED
        touched[place], queue[place] = seeds[place], seeds[place]
    steps = spans, neighbours, chances
    rounded = np.float32(restart), np.float32(threshold)
    count, edges, some_wait = _push(*steps, *rounded, few, len(seeds), cells, touched, queue)
    if some_wait:
        edges += swept(*steps, *rounded, cells)
        count = come_to(len(spans), cells, touched)
    return *_taken(rounded[0], touched[:count], cells), edges


@kernel
def _push(  # type: ignore[no-untyped-def]
    spans, neighbours, chances, restart, threshold, few, count, cells, touched, queue
):
    """Push the first `count` nodes of the queue, and whoever joins, until `few` edges are followed.

    Returns:
        how many nodes were touched, the edges, and whether some nodes still wait.
    """
    head, tail, edges = 0, count, 0
    flat = cells.reshape(-1)
    while head != tail and edges <= few:
        node = queue[head]
        head = head + 1 if head + 1 < len(queue) else 0
        if head != tail:
            following = spans[queue[head], 0]
            prefetch(neighbours, following)
            prefetch(chances[0], following)
        cells[node, _STANDING] = _TOUCHED
        begin, end = spans[node, 0], spans[node, 1]
        amount = cells[node, RESIDUAL]
        if end == begin:
            cells[node, KEPT] += amount
            cells[node, RESIDUAL] = 0.0
        elif abs(amount) > cells[node, _ENOUGH]:
            pushed = MORE * amount
            cells[node, KEPT] += restart * pushed
            cells[node, RESIDUAL] = amount - pushed
            passed = (np.float32(1.0) - restart) * pushed * factor_of(chances, node)
            edges += end - begin
            for at in range(begin, end):
                if at + AHEAD < end:
                    prefetch(flat, np.intp(neighbours[at + AHEAD]) * cells.shape[1])
                neighbour = neighbours[at]
                cells[neighbour, RESIDUAL] += passed * level_of(chances, at)
                if cells[neighbour, _STANDING] == _UNTOUCHED:
                    degree = max(spans[neighbour, 1] - spans[neighbour, 0], 1)
                    cells[neighbour, _ENOUGH] = threshold * np.float32(degree)
                    cells[neighbour, _STANDING] = _TOUCHED
                    touched[count] = neighbour
                    count += 1
                tail = _joined(neighbour, cells, queue, tail)
            tail = _joined(node, cells, queue, tail)
    return count, edges, head != tail


@kernel
def _joined(node, cells, queue, tail):  # type: ignore[no-untyped-def]
    """Where the queue ends when a node has joined it, if it has too much and does not wait yet."""
    cell = cells[node]
    if abs(cell[RESIDUAL]) <= cell[_ENOUGH] or cell[_STANDING] == _QUEUED:
        return tail
    cell[_STANDING] = _QUEUED
    queue[tail] = node
    return tail + 1 if tail + 1 < len(queue) else 0


@kernel
def _taken(restart, touched, cells):  # type: ignore[no-untyped-def]
    """The touched nodes and their scores; the workspace is all zeros again."""
    nodes, values = touched.copy(), np.empty(len(touched))
    flat = cells.reshape(-1)
    for place in range(len(nodes)):
        if place + AHEAD < len(nodes):
            prefetch(flat, np.intp(nodes[place + AHEAD]) * cells.shape[1])
        cell = cells[nodes[place]]
        values[place] = max(cell[KEPT] + restart * cell[RESIDUAL], np.float32(0))
        cell[:] = 0.0
    return nodes, values
