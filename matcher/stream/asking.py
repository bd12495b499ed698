"""A member who asks for a stream: what they may see of the community, and what they did in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from graph.packing import DAY, NO_TIME, moment_of
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.eligibility import present
from matcher.matching import Matcher
from matcher.question import Question
from matcher.request import Recommendation, RecommendationRequest
from matcher.view import CommunityView
from matcher.wording import tells_why

LOOKED_AT = 30
"""So many of the best of each goal may come into a stream."""
MOST_NAMED = 200
"""Of what is new so many of the latest are ranked."""
NEWCOMER_DAYS = 30
_K = RelationshipKind
_TIES = (_K.CONNECTED, _K.FOLLOWS, _K.MENTORS, _K.HELPED, _K.ACCEPTED)
_TOPICS = (_K.ABOUT, _K.DEVELOPS)


@dataclass(frozen=True, eq=False)
class Asking:
    """One member at one time.

    Attributes:
        matcher: ranks.
        question: the member's, resolved: its view holds what they may see.
        node: the member's node in that view.
        as_of: the time of the past that is meant; None: now.
    """

    matcher: Matcher
    question: Question
    node: int
    as_of: datetime | None

    @property
    def view(self) -> CommunityView:
        """What the member may see."""
        return self.question.view

    @cached_property
    def now(self) -> int:
        """In seconds since 2000: today, where the community lives; in an archive its last day."""
        return present(self.question)

    def is_recent(self, second: int, days: float) -> bool:
        """Whether something happened in the last days."""
        return second != NO_TIME and self.now - days * DAY <= second <= self.now

    def time_of(self, node: int) -> int:
        """When a node came into being, in seconds since 2000."""
        return int(self.view.snapshot.node_times[node])

    def moment_of(self, node: int) -> datetime | None:
        """The same as a time."""
        return moment_of(self.time_of(node))

    def name(self, node: int) -> str:
        """What people call a node."""
        return self.view.snapshot.name(node)

    def authors(self, content: int) -> list[int]:
        """Who wrote it."""
        return self.view.sources(content, _K.CREATED)

    def topics(self, node: int) -> set[int]:
        """The skills that something is about, or develops."""
        return set(self.view.targets(node, *_TOPICS))

    @cached_property
    def is_newcomer(self) -> bool:
        """Whether they came in the last NEWCOMER_DAYS days."""
        return self.is_recent(self.time_of(self.node), NEWCOMER_DAYS)

    @cached_property
    def written(self) -> list[int]:
        """What they wrote."""
        return self.view.targets(self.node, _K.CREATED)

    @cached_property
    def sought(self) -> set[int]:
        """The skills that they want to learn."""
        return set(self.view.targets(self.node, _K.SEEKS_SKILL))

    @cached_property
    def known(self) -> set[int]:
        """The skills that they have, or wrote on other than by asking."""
        told = (self.topics(node) for node in self.written if not self.view.asks[node])
        return set(self.view.targets(self.node, _K.HAS_SKILL)).union(*told)

    @cached_property
    def tied(self) -> set[int]:
        """Members they have to do with."""
        one, other = self.view.targets(self.node, *_TIES), self.view.sources(self.node, *_TIES)
        return {*one, *other}

    @cached_property
    def closed(self) -> set[int]:
        """What they turned down, or did something with already."""
        done = self.view.targets(self.node, _K.DISMISSED, _K.ENGAGED, _K.REJECTED)
        return {*done, *self.question.refused}

    def best(self, goal: str) -> list[Recommendation]:
        """What suits the member by a goal, best first, where there is a reason for it."""
        return self._reasoned(self._request(goal))

    def best_of(self, goal: str, nodes: Iterable[int]) -> list[Recommendation]:
        """These nodes in the order in which they suit; the latest, where there are very many."""
        latest = sorted(nodes, key=lambda node: (-self.time_of(node), node))[:MOST_NAMED]
        if not latest:
            return []
        ids = [self.view.snapshot.id(node) for node in latest]
        return self._reasoned(self._request(goal, ids))

    def _request(self, goal: str, ids: Sequence[EntityId] | None = None) -> RecommendationRequest:
        named = None if ids is None else tuple(ids)
        member = self.question.request.member
        return RecommendationRequest(goal, member, candidates=named, k=LOOKED_AT, as_of=self.as_of)

    def _reasoned(self, request: RecommendationRequest) -> list[Recommendation]:
        """That it is much used, or somebody was here lately, is no reason."""
        found = self.matcher.recommend(request).results
        return [it for it in found if tells_why(it.explanation.reasons)]


def asking(matcher: Matcher, member: EntityId, as_of: datetime | None) -> Asking | None:
    """The member who asks; None where they were not there yet at that time.

    Raises:
        EntityNotFound: there is no such member.
        InvalidRequest: they did not consent to matching.
    """
    question = matcher.ask(RecommendationRequest("next_steps", member, as_of=as_of))
    if question.member is None:
        return None
    return Asking(matcher, question, question.member, as_of)
