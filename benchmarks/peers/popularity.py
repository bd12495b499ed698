"""Whoever answered most is recommended to everybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from benchmarks.method import Ranking, by_score
from benchmarks.replay import Answered, Query


class Popularity:
    """Number of answers."""

    name = "popularity"

    def rank(self, query: Query, known: Sequence[Answered], /) -> Ranking:
        return by_score(query.candidates, Counter(fact.member for fact in known))
