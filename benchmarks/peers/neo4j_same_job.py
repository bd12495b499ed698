"""Recommendations by Cypher that do the same job as Kinpath, as far as Cypher can say it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import neo4j
import numpy as np

from benchmarks.large.contender import DEPTH, Contender, Nodes
from benchmarks.large.whole_task import SHOWN, WholeQuestion
from benchmarks.peers.neo4j_asked import (
    ASKER,
    FROM_ALL,
    FROM_SEEDS,
    MORE_MEMBERS,
    NEAREST_MEMBERS,
    NEAREST_THINGS,
    parts_and_seeds,
)
from benchmarks.peers.neo4j_candidates import candidates, sources
from benchmarks.peers.neo4j_paths import ANSWER, PATHS
from benchmarks.peers.neo4j_scoring import chosen, weights_of
from graph.snapshot import Snapshot
from matcher.goals import default_goals
from matcher.walks import WALK_WEIGHTS

WALKED = {kind.value: weight for kind, (weight, _) in WALK_WEIGHTS.items()}


@cache
def query(goal: str, *, by_text: bool, by_vectors: bool) -> str:
    """The question of a goal, asked by a text or by who asks, in one query.

    From `by_vectors`, the nearest members by the vector index are the only candidates; else there
    are those of all sources that Cypher can say.
    """
    asked = default_goals()[goal]
    only_seeds = "walk_from_seeds_or_all" in asked.sources and not by_text
    return "".join(
        (
            ASKER,
            parts_and_seeds(asked, by_text=by_text),
            MORE_MEMBERS if by_vectors else NEAREST_MEMBERS,
            NEAREST_THINGS,
            FROM_SEEDS if only_seeds else FROM_ALL,
            sources(asked, by_vectors=by_vectors),
            candidates(asked, by_vectors=by_vectors),
            chosen(asked, weights_of(asked, by_text=by_text)),
            PATHS,
            ANSWER,
        )
    )


def same_job(
    snapshot: Snapshot, session: neo4j.Session, numbers: Mapping[int, int]
) -> list[Contender[WholeQuestion]]:
    """With candidates from all sides, and with those of the vector index alone.

    Both weigh the same features as Kinpath, of as much evidence, and show shares and paths. What
    is the same for all questions they find stored, see `Properties`. Left out is what cannot be
    said in Cypher, which favours them: walks to an end (they have three steps, from the likeliest
    nodes alone), who goes with whom and who is like-minded by tables that are learned, what
    replies share with what they answer, diversity, reasons in sentences, and who may see whom.

    Args:
        snapshot: that was loaded.
        session: with the server that has it.
        numbers: the server's number of each node.
    """
    ways = {"Neo4j Cypher, the same job": False, "Neo4j vectors, the same features": True}
    asks = {
        name: Asking(snapshot, session, numbers, by_vectors=alone) for name, alone in ways.items()
    }
    return [Contender(name, ask.shown, deep=ask.deep) for name, ask in asks.items()]


class Asking:
    """One of the two ways to ask.

    Args:
        snapshot: that was loaded.
        session: with the server that has it.
        numbers: the server's number of each node.
        by_vectors: whether candidates are of the vector index alone.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        session: neo4j.Session,
        numbers: Mapping[int, int],
        *,
        by_vectors: bool,
    ) -> None:
        self._snapshot, self._session = snapshot, session
        self._numbers, self._by_vectors = numbers, by_vectors

    def shown(self, question: WholeQuestion) -> Nodes:
        """Nodes (n,) of those that are recommended, best first."""
        return _nodes(self.answer(question, SHOWN))

    def deep(self, question: WholeQuestion) -> Nodes:
        """The same of as many as quality is measured by."""
        return _nodes(self.answer(question, DEPTH))

    def answer(self, question: WholeQuestion, count: int) -> list[dict[str, Any]]:
        """Rows of `node`, `score`, `shares` of features and `paths`, best first."""
        goal, vector = default_goals()[question.goal], question.vector
        text = query(goal.name, by_text=vector is not None, by_vectors=self._by_vectors)
        found = self._session.run(
            text,
            asker=self._numbers[self._snapshot.node(question.member)],
            vector=None if vector is None else vector.tolist(),
            walked=WALKED,
            evidence={kind.value: weight for kind, weight in goal.evidence.items()},
            size=self._snapshot.in_sight,
            count=count,
        )
        return [record.data() for record in found]


def _nodes(rows: list[dict[str, Any]]) -> Nodes:
    return np.array([row["node"] for row in rows], dtype=np.int64)
