"""Queries about a past: what is asked, what may be ranked, and what was right."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from benchmarks.contexts import member_context
from benchmarks.past_matcher import PastMatcher
from benchmarks.tasks import Context, Past, Places, Query, Vector
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES
from graph.snapshot import Snapshot
from matcher.request import RecommendationRequest
from matcher.tables import DEEDS, TIES
from matcher.view import CommunityView

_EVENTS = [RELATIONSHIP_CODES[kind] for kind in (*DEEDS, *TIES)]
_Asked = TypeVar("_Asked")


@dataclass(frozen=True, slots=True, eq=False)
class Asking:
    """A past with what is needed to ask about it.

    Attributes:
        past: what may be known.
        matcher: knows the goal's rules.
        targets: the place of each target.
        contexts: the place of each context.
    """

    past: Past
    matcher: PastMatcher = field(init=False)
    targets: Mapping[EntityId, int] = field(init=False)
    contexts: Mapping[EntityId, int] = field(init=False)

    def __post_init__(self) -> None:
        past = self.past
        object.__setattr__(self, "matcher", PastMatcher(past))
        object.__setattr__(self, "targets", {id_: at for at, id_ in enumerate(past.targets)})
        contexts = {context.id: at for at, context in enumerate(past.contexts)}
        object.__setattr__(self, "contexts", contexts)

    def knows(self, member: EntityId | None) -> bool:
        """Whether somebody was there and in sight."""
        return member is not None and self.past.snapshot.find(member) is not None

    def query(
        self,
        request: RecommendationRequest,
        context: Context,
        candidates: Places,
        relevant: Collection[EntityId],
    ) -> Query | None:
        """The query; None where nothing right is a candidate, so that nobody could win it."""
        right = {self.targets[entity] for entity in relevant if entity in self.targets}
        found = candidates[np.isin(candidates, list(right))]
        if not len(found):
            return None
        known = self.contexts.get(context.id, -1)
        done = experience(self.past.snapshot, request.member)
        return Query(request, self.past, context, known, candidates, found, done)

    def by_member(
        self, request: RecommendationRequest, relevant: Collection[EntityId]
    ) -> Query | None:
        """A member asks without words, about everything that the goal's rules allow them."""
        if request.member is None or not self.knows(request.member):
            return None
        context = self.member_context(request.member)
        return self.query(request, context, self.allowed(request), relevant)

    def allowed(self, request: RecommendationRequest, vector: Vector | None = None) -> Places:
        """Ascending places of all that the goal's rules allow; `vector` (D,) is of the text."""
        every = np.arange(len(self.past.targets), dtype=np.int32)
        places, _ = self.matcher.allowed(self.matcher.question(request, vector), every)
        return places

    def member_context(self, member: EntityId) -> Context:
        """The context of a member in sight, as the past has it or made for the occasion."""
        place = self.contexts.get(member)
        if place is not None:
            return self.past.contexts[place]
        past, node = self.past, self.past.snapshot.node(member)
        made = member_context(CommunityView(past.snapshot), past.texts, past.goal, node)
        return Context(made.id, made.text, made.vector, (member, *made.items))


def experience(snapshot: Snapshot, member: EntityId | None) -> int:
    """How many ties and deeds of a member are known."""
    node = None if member is None else snapshot.find(member)
    if node is None:
        return 0
    begin, end = snapshot.out.spans[node]
    return int(np.isin(snapshot.out.kinds[begin:end], _EVENTS).sum())


def everybody_but(targets: Sequence[EntityId], asker: EntityId | None) -> Places:
    """(c,) places of all targets but the asker."""
    kept = [place for place, target in enumerate(targets) if target != asker]
    return np.array(kept, dtype=np.int32)


def sample(asked: Sequence[_Asked], most: int | None, seed: int) -> list[_Asked]:
    """`most` of these, in their order; all, where there are no more."""
    if most is None or len(asked) <= most:
        return list(asked)
    drawn = np.random.default_rng(seed).choice(len(asked), most, replace=False)
    return [asked[place] for place in np.sort(drawn).tolist()]
