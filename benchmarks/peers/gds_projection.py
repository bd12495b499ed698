"""The graph that walks follow, in the catalogue of Neo4j's Graph Data Science library."""

from __future__ import annotations

import neo4j

from benchmarks.large.walk_task import WalkTask

GRAPH = "kinpath-walk"
MEMBER, THING = "Member", "Thing"
_PROJECT = f"""
UNWIND range(0, size($low) - 1) AS place
WITH $low[place] AS source, $high[place] AS target, $weights[place] AS weight
RETURN gds.graph.project($graph, source, target, {{
    sourceNodeLabels: CASE WHEN $begin <= source < $end THEN '{MEMBER}' ELSE '{THING}' END,
    targetNodeLabels: CASE WHEN $begin <= target < $end THEN '{MEMBER}' ELSE '{THING}' END,
    relationshipProperties: {{weight: weight}}
}}, {{undirectedRelationshipTypes: ['*']}})"""
_DROP = "CALL gds.graph.drop($graph, false) YIELD graphName"


def project(session: neo4j.Session, task: WalkTask) -> None:
    """Put the undirected graph with the same walk there; its nodes have Kinpath's own numbers."""
    sources, targets, weights = task.sources(), task.graph.neighbours, task.symmetric_weights()
    once = sources < targets
    session.run(_DROP, graph=GRAPH).consume()
    session.run(
        _PROJECT,
        graph=GRAPH,
        low=sources[once].tolist(),
        high=targets[once].tolist(),
        weights=weights[once].tolist(),
        begin=task.begin,
        end=task.end,
    ).consume()
