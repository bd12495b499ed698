"""Personalised PageRank by Neo4j's Graph Data Science library."""

from __future__ import annotations

import neo4j
import numpy as np

from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.walk_task import WalkTask
from benchmarks.peers.gds_projection import GRAPH, project

TOLERANCE = 1e-5
"""Its best: with less the same is found later, with more another 50."""
MOST_TURNS = 100
_ASK = """
CALL gds.pageRank.stream($graph, {
    sourceNodes: [$seed], dampingFactor: $damping, relationshipWeightProperty: 'weight',
    tolerance: $tolerance, maxIterations: $turns, concurrency: 1
}) YIELD nodeId, score
WHERE $begin <= nodeId < $end AND nodeId <> $seed AND score > 0
RETURN nodeId ORDER BY score DESC, nodeId LIMIT $count"""


def gds_pagerank(task: WalkTask, session: neo4j.Session) -> Contender[int]:
    """`gds.pageRank` on one thread of the server; the library must be there."""
    project(session, task)

    def ask(seed: int) -> Nodes:
        found = session.run(
            _ASK,
            graph=GRAPH,
            seed=seed,
            damping=1 - task.restart,
            tolerance=TOLERANCE,
            turns=MOST_TURNS,
            begin=task.begin,
            end=task.end,
            count=DEPTH,
        )
        return np.fromiter((node for (node,) in found), np.int64)

    return Contender("Neo4j GDS pageRank", ask)
