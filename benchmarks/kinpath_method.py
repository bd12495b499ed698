"""Kinpath itself, asked as an application would ask it."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.method import Ranking
from benchmarks.replay import Answered, Query
from matcher import Matcher, RecommendationRequest


class Kinpath:
    """Mentors for the asker, the question's text and its tags, as of the query's moment."""

    name = "Kinpath"

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher

    def rank(self, query: Query, _known: Sequence[Answered], /) -> Ranking:
        """Rank from the matcher's own snapshot as of the query's moment."""
        results = self._matcher.recommend(request_of(query)).results
        order = tuple(result.id for result in results)
        # Scores are relative to a query's other candidates; fits compare between queries.
        return Ranking(order, {result.id: result.fit for result in results})


def request_of(query: Query) -> RecommendationRequest:
    """The question as a request; who or what was not yet known at the time is not named."""
    question = query.question
    newcomer = question.asker_since is not None and question.asker_since >= query.as_of
    return RecommendationRequest(
        goal="mentors",
        id=question.id,
        member=None if newcomer else question.asker,
        text=question.text,
        seeds=tuple(tag for tag, since in question.tags if since is None or since < query.as_of),
        candidates=query.candidates,
        as_of=query.as_of,
    )
