"""An order of nodes in which those that belong together lie together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import offsets_of
from graph.kernels import kernel

Nodes = npt.NDArray[np.int32]


def community_order(size: int, sources: Nodes, targets: Nodes) -> npt.NDArray[np.int64]:
    """All of `size` nodes (size,), communities within communities one after the other.

    Rabbit order (Arai, Shiokawa, Yamamuro, Onizuka and Iwamura, "Rabbit Order: Just-in-time
    parallel reordering for fast graph analysis", IPDPS 2016): from the node with the fewest
    neighbours up, each joins the community next to it that raises the modularity most; communities
    are listed depth first. It takes a time in proportion to the edges, and depends on nothing but
    them and the numbers of the nodes.

    Args:
        size: N, at least one.
        sources: (E,) one end of each edge.
        targets: (E,) the other ends.
    """
    offsets, neighbours = _both_ways(size, sources, targets)
    by_degree = np.argsort(np.diff(offsets), kind="stable")
    return np.asarray(_listed(*_merged(offsets, neighbours, by_degree)))


def communities(size: int, sources: Nodes, targets: Nodes) -> Nodes:
    """(size,) int32, the community that each of `size` nodes is in: the number of one node in it.

    They are the outermost of those that `community_order` lists; a node without edges is alone.
    """
    offsets, neighbours = _both_ways(size, sources, targets)
    by_degree = np.argsort(np.diff(offsets), kind="stable")
    last, before, alone = _merged(offsets, neighbours, by_degree)
    return np.asarray(_labelled(last, before, alone))


def _both_ways(size: int, sources: Nodes, targets: Nodes) -> tuple[npt.NDArray[np.int64], Nodes]:
    """(size + 1,) where the neighbours of each node begin, and all neighbours."""
    counts = np.bincount(sources, minlength=size) + np.bincount(targets, minlength=size)
    offsets = offsets_of(counts)
    return offsets, np.asarray(_filled(offsets[:-1].copy(), sources, targets))


# numba infers the types of the arrays of all that follows.
@kernel
def _filled(places, sources, targets):  # type: ignore[no-untyped-def]
    """Both ends of each edge among the neighbours of the other; `places` are where each begin."""
    neighbours = np.empty(2 * len(sources), dtype=np.int32)
    for at in range(len(sources)):
        source, target = sources[at], targets[at]
        neighbours[places[source]] = target
        places[source] += 1
        neighbours[places[target]] = source
        places[target] += 1
    return neighbours


@kernel
def _merged(offsets, neighbours, by_degree):  # type: ignore[no-untyped-def]
    """Communities as trees: (N,) the last that joined each node, and (N,) who joined before; roots.

    -1 for nobody. Whoever joins a community leaves it the list of those whom it is joined with.
    """
    size = len(by_degree)
    roots, degrees = np.arange(size, dtype=np.int32), np.diff(offsets)
    last, before = np.full(size, -1, np.int32), np.full(size, -1, np.int32)
    begins, ends = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    others = np.empty(len(neighbours) + size, dtype=np.int32)
    weights = np.empty(len(others), dtype=np.int32)
    ones = np.ones(degrees.max(), dtype=np.int32)
    sums, touched = np.zeros(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    alone, several, taken = np.empty(size, dtype=np.int32), 0, 0
    for node in by_degree:
        own = neighbours[offsets[node] : offsets[node + 1]]
        count = _gathered(roots, node, own, ones, sums, touched, 0)
        joined = last[node]
        while joined >= 0:
            listed = slice(begins[joined], ends[joined])
            count = _gathered(roots, node, others[listed], weights[listed], sums, touched, count)
            joined = before[joined]
        if taken + count > len(others):
            others, weights = _longer(others, taken + count), _longer(weights, taken + count)
        places = slice(taken, taken + count)
        others[places] = touched[:count]
        best = _best(node, touched[:count], sums, degrees, len(neighbours), weights[places])
        if best < 0:
            alone[several] = node
            several += 1
        else:
            begins[node], ends[node] = taken, taken + count
            taken += count
            roots[node] = best
            degrees[best] += degrees[node]
            before[node], last[best] = last[best], node
    return last, before, alone[:several]


@kernel
def _gathered(roots, node, ends, weights, sums, touched, count):  # type: ignore[no-untyped-def]
    """Add edges from a node to the sums of the communities that they lead to; how many these are.

    `touched` has the communities in the order in which they were met, `count` of them so far.
    """
    for at in range(len(ends)):
        root = _root(roots, ends[at])
        if root != node:
            if sums[root] == 0:
                touched[count] = root
                count += 1
            sums[root] += weights[at]
    return count


@kernel
def _best(node, touched, sums, degrees, ends, weights):  # type: ignore[no-untyped-def]
    """The community that raises the modularity most, of equals the first; -1 where none does.

    The sums go into `weights`, and are 0 afterwards.
    """
    best, most = -1, 0.0
    for place in range(len(touched)):
        root = touched[place]
        weights[place] = sums[root]
        gain = sums[root] - float(degrees[node]) * float(degrees[root]) / ends
        if gain > most or (gain == most and 0 <= root < best):
            best, most = root, gain
        sums[root] = 0
    return best


@kernel
def _root(roots, node):  # type: ignore[no-untyped-def]
    """The community that a node is in by now, found faster the next time."""
    while roots[node] != node:
        roots[node] = roots[roots[node]]
        node = roots[node]
    return node


@kernel
def _longer(array, least):  # type: ignore[no-untyped-def]
    longer = np.empty(max(2 * len(array), least), dtype=array.dtype)
    longer[: len(array)] = array
    return longer


@kernel
def _listed(last, before, alone):  # type: ignore[no-untyped-def]
    """All nodes, each before those that joined it."""
    listed, count = np.empty(len(last), dtype=np.int64), 0
    stack = np.empty(len(last), dtype=np.int32)
    for root in alone:
        stack[0], height = root, 1
        while height > 0:
            height -= 1
            node = stack[height]
            listed[count] = node
            count += 1
            joined = last[node]
            while joined >= 0:
                stack[height] = joined
                height += 1
                joined = before[joined]
    return listed


@kernel
def _labelled(last, before, alone):  # type: ignore[no-untyped-def]
    """For each node the root of the community that it is in."""
    labels = np.empty(len(last), dtype=np.int32)
    stack = np.empty(len(last), dtype=np.int32)
    for root in alone:
        stack[0], height = root, 1
        while height > 0:
            height -= 1
            node = stack[height]
            labels[node] = root
            joined = last[node]
            while joined >= 0:
                stack[height] = joined
                height += 1
                joined = before[joined]
    return labels
