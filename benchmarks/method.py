"""What is compared: anything that ranks a query's candidates by what was known at the time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from benchmarks.replay import Answered, Query
from graph.records import EntityId

NOT_RANKED = -math.inf
"""The score of a candidate whom a method leaves out."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """One method's answer to one query.

    Attributes:
        order: candidates, best first; those left out are missing.
        scores: comparable between queries as far as the method's scores are.
    """

    order: tuple[EntityId, ...]
    scores: Mapping[EntityId, float]


class Method(Protocol):
    """A way to rank."""

    @property
    def name(self) -> str:
        """As it stands in the table."""

    def rank(self, query: Query, known: Sequence[Answered], /) -> Ranking:
        """Rank the candidates of `query` from `known`, the answers that precede `query.as_of`."""


def by_score(candidates: Sequence[EntityId], scores: Mapping[EntityId, float]) -> Ranking:
    """All candidates by score (0 where there is none), ties by id."""
    complete = {candidate: float(scores.get(candidate, 0.0)) for candidate in candidates}
    order = sorted(candidates, key=lambda candidate: (-complete[candidate], candidate))
    return Ranking(tuple(order), complete)
