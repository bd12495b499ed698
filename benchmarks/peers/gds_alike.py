"""Nearest texts for every text by Neo4j's Graph Data Science library."""

from __future__ import annotations

from itertools import chain

import neo4j
import numpy as np

from benchmarks.large.alike import Finder, Neighbours
from benchmarks.large.vector_task import VectorTask
from benchmarks.peers.gds_everyone import CONCURRENCY

GRAPH = "kinpath-texts"
ROWS_AT_ONCE = 5_000
_CLEAR = "MATCH (n:LargeText) CALL (n) { DELETE n } IN TRANSACTIONS OF 10000 ROWS"
_LOAD = "UNWIND $rows AS row CREATE (:LargeText {node: row[0], embedding: row[1]})"
_DROP = "CALL gds.graph.drop($graph, false) YIELD graphName"
_PROJECT = """
CALL gds.graph.project($graph, {LargeText: {properties: ['node', 'embedding']}}, '*')
YIELD nodeCount"""
_NEAREST = f"""
CALL gds.knn.stream($graph, {{
    nodeProperties: {{embedding: 'COSINE'}}, topK: $depth, concurrency: {CONCURRENCY}
}}) YIELD node1, node2, similarity
WITH node1, node2 ORDER BY similarity DESC
RETURN gds.util.nodeProperty($graph, node1, 'node') AS node,
    collect(gds.util.nodeProperty($graph, node2, 'node'))"""


def gds_alike(task: VectorTask, session: neo4j.Session) -> Finder:
    """`gds.knn` on the vectors themselves, on two threads of the server."""
    _load(session, task)

    def find(depth: int) -> Neighbours:
        found = session.run(_NEAREST, graph=GRAPH, depth=depth).values()
        sizes = np.cumsum([0, *(len(others) for _, others in found)])
        others = np.fromiter(chain.from_iterable(others for _, others in found), np.int64)
        ends = zip(sizes[:-1].tolist(), sizes[1:].tolist(), strict=True)
        return {
            int(node): others[first:end]
            for (node, _), (first, end) in zip(found, ends, strict=True)
        }

    return Finder("Neo4j GDS knn (2 threads)", find, len(task.nodes))


def _load(session: neo4j.Session, task: VectorTask) -> None:
    """Replace what an earlier load left; the vectors live in the catalogue alone afterwards."""
    session.run(_DROP, graph=GRAPH).consume()
    session.run(_CLEAR).consume()
    for first, block in task.blocks():
        nodes = task.nodes[first : first + len(block)].tolist()
        for begin in range(0, len(block), ROWS_AT_ONCE):
            some = slice(begin, begin + ROWS_AT_ONCE)
            vectors = block[some].astype(np.float64).tolist()
            rows = [list(row) for row in zip(nodes[some], vectors, strict=True)]
            session.run(_LOAD, rows=rows).consume()
    session.run(_PROJECT, graph=GRAPH).consume()
    session.run(_CLEAR).consume()
