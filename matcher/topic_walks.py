"""Where walks from topics lead: found once for all who are asked by the same skill or group.

Personalised PageRank is linear in where walks begin (Jeh, Widom: Scaling personalized web search,
WWW 2003): walks from several seeds are at a node as often as those from each are, on average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.adjacency import lengths_of
from graph.kernels import kernel
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from matcher.node_values import Nodes, NodeValues, Values, best_places
from matcher.pagerank import LARGE, pagerank, usual_threshold
from matcher.walks import WalkGraph
from matcher.workspace import Workspace

RESTART = 0.15
"""Probability of going back to the topic at each step."""
SMALL = 100_000
"""Steps below which a graph is small: walks on it take so little time that none is kept."""
TOPICS = (EntityKind.PURPOSE, EntityKind.SKILL, EntityKind.GROUP)
SHARED_BY = 16
"""Neighbours from which on a node, such as a skill, is what many questions are asked by."""
MOST_TOPICS = 16_384
"""Topics of which walks are kept, those with the most neighbours."""
FURTHEST, FURTHEST_OF_LARGE = 2_000, 600
"""Nodes that are kept of each walk, those where it is most often; of graphs as large as those that
are cut off earlier, fewer."""
_FINER = 2.0
"""Times as far as walks usually go, since these are found once."""


@dataclass(frozen=True, slots=True, eq=False)
class TopicWalks:
    """Walks from each of T topics.

    Attributes:
        topics: (T,) int32, ascending.
        bounds: (T + 1,) int64, where the nodes of each walk begin.
        nodes: (n,) int32, where the walks lead most often, ascending for each topic.
        values: (n,) float32, how often.
    """

    topics: Nodes
    bounds: npt.NDArray[np.int64]
    nodes: Nodes
    values: npt.NDArray[np.float32]

    @classmethod
    def on(cls, graph: WalkGraph, snapshot: Snapshot) -> TopicWalks:
        """Walks on the graph of a snapshot; none on a small one."""
        topics = _shared_topics(graph, snapshot) if graph.steps >= SMALL else _NOBODY
        walks = [_walk(graph, topic) for topic in topics.tolist()]
        bounds = np.cumsum([0, *(len(nodes) for nodes, _ in walks)])
        nodes, values = (np.concatenate(each) for each in zip(_NO_WALK, *walks, strict=True))
        return cls(topics, bounds, nodes, values)

    def places(self, seeds: Nodes) -> npt.NDArray[np.int64]:
        """(S,) the place of each of the seeds (S,) among the topics, -1 for others."""
        places = np.searchsorted(self.topics, seeds)
        found = np.append(self.topics, -1)[places] == seeds
        return np.where(found, places, -1)


def walks_from_seeds(
    graph: WalkGraph, seeds: Nodes, known: TopicWalks, places: npt.NDArray[np.int64]
) -> NodeValues:
    """Personalised PageRank from seeds with the same mass on each.

    Args:
        graph: walks from others begin anew on it.
        seeds: (S,) each there once.
        known: walks from some of them.
        places: (S,) which of these walks are those from each seed, -1 for none.
    """
    share = 1.0 / max(len(seeds), 1)
    begun = places >= 0
    others = seeds[~begun]
    rest = pagerank(graph, others, np.full(len(others), share), RESTART)
    if not begun.any():
        return rest
    walks = known.bounds, known.nodes, known.values
    with _SUMS.lent(len(graph.spans)) as sums:
        found = _added_up(*walks, places[begun], share, rest.nodes, rest.values, sums)
    return NodeValues(*found)


def _shared_topics(graph: WalkGraph, snapshot: Snapshot) -> Nodes:
    nodes = np.concatenate([np.arange(*snapshot.range(kind), dtype=np.int32) for kind in TOPICS])
    degrees = lengths_of(graph.spans[nodes])
    shared = best_places(nodes, degrees.astype(np.float64), MOST_TOPICS)
    return np.sort(nodes[shared[degrees[shared] >= SHARED_BY]])


def _walk(graph: WalkGraph, topic: int) -> tuple[Nodes, npt.NDArray[np.float32]]:
    start = np.array([topic], dtype=np.int32)
    found = pagerank(graph, start, np.ones(1), RESTART, usual_threshold(graph) / _FINER)
    count = FURTHEST if graph.steps < LARGE else FURTHEST_OF_LARGE
    best = best_places(found.nodes, found.values, count)
    best = best[np.argsort(found.nodes[best])]
    return found.nodes[best], found.values[best].astype(np.float32)


_NOBODY: Nodes = np.zeros(0, dtype=np.int32)
_NO_WALK = _NOBODY, np.zeros(0, dtype=np.float32)
_SUMS: Workspace[Values] = Workspace(np.zeros)
"""Of so many nodes, all zeros between questions."""


# numba infers the types of the arrays.
@kernel
def _added_up(bounds, nodes, values, places, share, others, of_others, sums):  # type: ignore[no-untyped-def]
    """Walks at those places, times their share, and others (n,) that have theirs already.

    `sums` (N,) are all zeros before and after.

    Returns:
        (m,) nodes, each once, and (m,) float64.
    """
    room = len(others)
    for place in places:
        room += bounds[place + 1] - bounds[place]
    different, count = np.empty(room + 1, dtype=np.int32), 0
    for place in places:
        for at in range(bounds[place], bounds[place + 1]):
            different[count] = nodes[at]
            count += sums[nodes[at]] == 0.0
            sums[nodes[at]] += share * values[at]
    for at in range(len(others)):
        different[count] = others[at]
        count += sums[others[at]] == 0.0
        sums[others[at]] += of_others[at]
    found = np.empty(count)
    for at in range(count):
        found[at] = sums[different[at]]
        sums[different[at]] = 0.0
    return different[:count].copy(), found
