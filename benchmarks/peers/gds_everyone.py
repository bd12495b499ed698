"""Recommendations for everybody by Neo4j's Graph Data Science library."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

import neo4j
import numpy as np

from benchmarks.large.contender import DEPTH
from benchmarks.large.everyone_task import Everyone, EveryoneTask, Pairs
from benchmarks.peers.gds_projection import GRAPH, MEMBER, project

DIMENSIONS = 256
CONCURRENCY = 2
"""Threads of the server; everybody else has one."""
SEED = 1
_FORGET = "CALL gds.graph.nodeProperties.drop($graph, ['embedding'], {failIfMissing: false})"
_EMBED = f"""
CALL gds.fastRP.mutate($graph, {{
    embeddingDimension: {DIMENSIONS}, iterationWeights: [0.0, 1.0, 1.0, 1.0],
    relationshipWeightProperty: 'weight', mutateProperty: 'embedding',
    randomSeed: {SEED}, concurrency: {CONCURRENCY}
}}) YIELD nodePropertiesWritten RETURN nodePropertiesWritten"""
_NEAREST = f"""
CALL gds.knn.stream($graph, {{
    nodeLabels: ['{MEMBER}'], nodeProperties: ['embedding'], topK: $count,
    concurrency: {CONCURRENCY}
}}) YIELD node1, node2, similarity
WITH node1, node2 ORDER BY similarity DESC, node2
RETURN node1, collect(node2)"""
_SIMILAR = f"""
CALL gds.nodeSimilarity.filtered.stream($graph, {{
    sourceNodeFilter: '{MEMBER}', targetNodeFilter: '{MEMBER}', topK: $count,
    concurrency: {CONCURRENCY}
}}) YIELD node1, node2, similarity
WITH node1, node2 ORDER BY similarity DESC, node2
RETURN node1, collect(node2)"""


def gds_everyone(task: EveryoneTask, session: neo4j.Session) -> Sequence[Everyone]:
    """FastRP embeddings with their nearest neighbours; and shared neighbours (Jaccard)."""
    project(session, task.walk)

    def by_embedding() -> Pairs:
        session.run(_FORGET, graph=GRAPH).consume()
        session.run(_EMBED, graph=GRAPH).consume()
        return _pairs(session, _NEAREST)

    def by_neighbours() -> Pairs:
        return _pairs(session, _SIMILAR)

    return [
        Everyone("Neo4j GDS fastRP + knn (2 threads)", by_embedding, task.count),
        Everyone("Neo4j GDS nodeSimilarity (2 threads)", by_neighbours, task.count),
    ]


def _pairs(session: neo4j.Session, query: str) -> Pairs:
    # Twice as many, as those whom a member knows already are not to be shown.
    found = session.run(query, graph=GRAPH, count=2 * DEPTH).values()
    counts = [len(others) for _, others in found]
    owners = np.repeat(np.array([owner for owner, _ in found], dtype=np.int64), counts)
    return owners, np.fromiter(chain.from_iterable(others for _, others in found), np.int64)
