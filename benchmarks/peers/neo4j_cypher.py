"""Recommendations with reasons by Cypher: typed paths and a vector index, as one would write it."""

from __future__ import annotations

from collections.abc import Mapping

import neo4j
import numpy as np

from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.whole_task import SHOWN, WholeQuestion
from benchmarks.peers.neo4j_loading import INDEX, load, texts_of
from benchmarks.peers.neo4j_same_job import same_job
from matcher.vectors import vector_of
from matcher.walks import WALK_WEIGHTS

CANDIDATES = 200
"""From each of the two sides, as Kinpath takes."""
WEIGHTS = {kind.value: weight for kind, (weight, _) in WALK_WEIGHTS.items()}
_SHOWN = """
WITH m, other, score ORDER BY score DESC, other.node LIMIT $count
RETURN other.node, score,
    [(m)-[first]-(between)-[second]-(other) |
        [type(first), between.node, type(second)]][..3] AS reasons"""
_FIT = "other <> m AND NOT other.away AND NOT EXISTS { (m)-[:CONNECTED|MENTORS]-(other) }"
_NEAREST = f"CALL db.index.vector.queryNodes('{INDEX}', $candidates, $vector) YIELD node, score"
PATHS_AND_VECTORS = f"""
MATCH (m:Member) WHERE id(m) = $asker
CALL (m) {{
    MATCH (m)-[first]-(between)-[second]-(other:Member)
    WITH other,
        sum($weights[type(first)] * $weights[type(second)] / sqrt(between.degree)) AS paths
    ORDER BY paths DESC LIMIT $candidates
    RETURN other, paths, 0.0 AS likeness
    UNION ALL
    {_NEAREST}
    RETURN node AS other, 0.0 AS paths, score AS likeness
}}
WITH m, other, max(paths) + max(likeness) AS score WHERE {_FIT}{_SHOWN}"""
VECTORS_RERANKED = f"""
MATCH (m:Member) WHERE id(m) = $asker
{_NEAREST}
WITH m, node AS other, score AS likeness WHERE {_FIT}
OPTIONAL MATCH (m)-[first]-(between)-[second]-(other)
WITH m, other, likeness,
    sum($weights[type(first)] * $weights[type(second)] / sqrt(between.degree)) AS paths
WITH m, other, likeness + paths AS score{_SHOWN}"""
QUERIES = {
    "Neo4j Cypher, paths and vectors": PATHS_AND_VECTORS,
    "Neo4j vectors, re-ranked": VECTORS_RERANKED,
}


def neo4j_cypher(
    community: LargeCommunity, session: neo4j.Session
) -> list[Contender[WholeQuestion]]:
    """Load the community and ask it in four ways.

    From both sides and by vectors first, with a score of paths of two steps and likeness alone, as
    one would write it at first; and with all that Kinpath looks at, see `same_job`.
    """
    numbers = load(session, community.snapshot, texts_of(community))
    asks = {name: _Asking(community, session, numbers, query) for name, query in QUERIES.items()}
    simple = [Contender(name, ask.shown, deep=ask.deep) for name, ask in asks.items()]
    return [*simple, *same_job(community.snapshot, session, numbers)]


class _Asking:
    """One query, asked by members with a vector of their own or of their words."""

    def __init__(
        self,
        community: LargeCommunity,
        session: neo4j.Session,
        numbers: Mapping[int, int],
        query: str,
    ) -> None:
        self._snapshot, self._session = community.snapshot, session
        self._numbers, self._query = numbers, query

    def shown(self, question: WholeQuestion) -> Nodes:
        return self._answer(question, SHOWN)

    def deep(self, question: WholeQuestion) -> Nodes:
        return self._answer(question, DEPTH)

    def _answer(self, question: WholeQuestion, count: int) -> Nodes:
        asker = self._snapshot.node(question.member)
        vector = question.vector
        if vector is None:
            vector = vector_of(self._snapshot, asker)
        found = self._session.run(
            self._query,
            asker=self._numbers[asker],
            vector=None if vector is None else vector.tolist(),
            weights=WEIGHTS,
            candidates=CANDIDATES,
            count=count,
        )
        return np.fromiter((record[0] for record in found), np.int64)
