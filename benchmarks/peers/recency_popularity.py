"""Whoever answered much of late is recommended to everybody."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from benchmarks.method import Ranking, by_score
from benchmarks.replay import Answered, Query
from graph.records import EntityId

FADING_DAYS = 60.0
"""Days after which an answer counts 1/e."""
_SECONDS_A_DAY = 86_400.0


class RecencyPopularity:
    """Number of answers, each fading exponentially with its age."""

    name = "recency-weighted popularity"

    def rank(self, query: Query, known: Sequence[Answered], /) -> Ranking:
        scores: defaultdict[EntityId, float] = defaultdict(float)
        for fact in known:
            days = (query.as_of - fact.at).total_seconds() / _SECONDS_A_DAY
            scores[fact.member] += math.exp(-days / FADING_DAYS)
        return by_score(query.candidates, scores)
