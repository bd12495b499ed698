"""Personalised PageRank by forward push, in a workspace that is cleared by what was touched."""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from matcher.node_values import NodeValues
from matcher.walks import WalkGraph
from matcher.workspace import Workspace

THRESHOLD, THRESHOLD_OF_LARGE = 1e-6, 1e-5
"""Residual per neighbour below which a node is not pushed further, in small and large graphs."""
LARGE = 1_000_000
"""Steps (edges, both ways) from which a graph is large: walks there are cut off earlier."""
_UNTOUCHED, _TOUCHED, _QUEUED = 0, 1, 2


def pagerank(
    graph: WalkGraph,
    seeds: npt.NDArray[np.int32],
    mass: npt.NDArray[np.float64],
    restart: float,
    threshold: float | None = None,
) -> NodeValues:
    """Approximate personalised PageRank of the nodes that walks come to, about one in sum.

    Forward push (Andersen, Chung, Lang: Local graph partitioning using PageRank vectors, FOCS
    2006): a node whose residual exceeds `threshold` per neighbour keeps `restart` of it and passes
    the rest on. The score is `p + restart * r`, which spends what was not pushed as well. What
    reaches a node without neighbours stays there. How long it takes depends on the threshold and
    not on the size of the graph.

    Args:
        graph: the graph to walk on.
        seeds: (S,) nodes where walks begin, each once.
        mass: (S,) their shares, summing to one.
        restart: probability of going back to the seeds at each step.
        threshold: residual per neighbour that is left unpushed; None: that of the graph's size.
    """
    if threshold is None:
        threshold = threshold_for(graph)
    with _WORKSPACE.lent(len(graph.spans)) as space:
        arrays = space.kept, space.residual, space.standing, space.touched
        count = _begin(seeds.astype(np.int32), mass.astype(np.float64), space.queue, *arrays)
        rows = graph.spans, graph.neighbours, graph.probabilities
        count = _push(*rows, restart, threshold, count, space.queue, *arrays)
        nodes = np.sort(space.touched[:count])
        values = _taken(restart, nodes, space.kept, space.residual, space.standing)
    return NodeValues(nodes, values)


def threshold_for(graph: WalkGraph) -> float:
    """What is left unpushed in such a graph."""
    return THRESHOLD if len(graph.neighbours) < LARGE else THRESHOLD_OF_LARGE


@dataclass(frozen=True, slots=True, eq=False)
class _Arrays:
    """Arrays for N nodes or more; the first three are all zeros between walks."""

    kept: npt.NDArray[np.float64]
    residual: npt.NDArray[np.float64]
    standing: npt.NDArray[np.uint8]
    touched: npt.NDArray[np.int32]
    queue: npt.NDArray[np.int32]


_WORKSPACE = Workspace(
    lambda size: _Arrays(
        kept=np.zeros(size),
        residual=np.zeros(size),
        standing=np.zeros(size, dtype=np.uint8),
        touched=np.empty(size, dtype=np.int32),
        queue=np.empty(size + 1, dtype=np.int32),
    )
)


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def _begin(seeds, mass, queue, kept, residual, standing, touched):  # type: ignore[no-untyped-def]  # noqa: ARG001
    """Put the seeds' mass down and queue them; how many there are."""
    for place in range(len(seeds)):
        seed = seeds[place]
        residual[seed] = mass[place]
        standing[seed] = _QUEUED
        touched[place] = seed
        queue[place] = seed
    return len(seeds)


@numba.njit(cache=True)
def _push(  # type: ignore[no-untyped-def]
    spans, neighbours, probabilities, restart, threshold, count,
    queue, kept, residual, standing, touched,
):  # fmt: skip
    """Push until no residual is above the threshold; how many nodes were touched in all."""
    slots = len(queue)
    head, tail = 0, count % slots
    waiting = count
    while waiting:
        node = queue[head]
        head = (head + 1) % slots
        waiting -= 1
        standing[node] = _TOUCHED
        begin, end = spans[node, 0], spans[node, 1]
        amount = residual[node]
        if end == begin:
            kept[node] += amount
            residual[node] = 0.0
        elif amount > threshold * (end - begin):
            kept[node] += restart * amount
            residual[node] = 0.0
            for at in range(begin, end):
                neighbour = neighbours[at]
                residual[neighbour] += (1.0 - restart) * amount * probabilities[at]
                if standing[neighbour] == _UNTOUCHED:
                    standing[neighbour] = _TOUCHED
                    touched[count] = neighbour
                    count += 1
                degree = max(spans[neighbour, 1] - spans[neighbour, 0], 1)
                if standing[neighbour] == _TOUCHED and residual[neighbour] > threshold * degree:
                    standing[neighbour] = _QUEUED
                    queue[tail] = neighbour
                    tail = (tail + 1) % slots
                    waiting += 1
    return count


@numba.njit(cache=True)
def _taken(restart, nodes, kept, residual, standing):  # type: ignore[no-untyped-def]
    """The scores of the touched nodes; the workspace is all zeros again."""
    values = np.empty(len(nodes))
    for place in range(len(nodes)):
        node = nodes[place]
        values[place] = kept[node] + restart * residual[node]
        kept[node] = 0.0
        residual[node] = 0.0
        standing[node] = _UNTOUCHED
    return values
