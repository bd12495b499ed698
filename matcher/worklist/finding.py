"""Whom, or what, the matcher finds for a member of the worklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from graph.records import EntityId, kind_of
from graph.schema import EntityKind
from matcher.matching import Matcher
from matcher.request import Recommendation, RecommendationRequest
from matcher.wording import tells_why
from matcher.worklist.entries import Act
from matcher.worklist.proposals import Memory
from matcher.worklist.standing import Standing

LOOKED_AT = 20
"""So many of the best are looked at until one may be asked."""
_THINGS = {
    EntityKind.ACTIVITY: Act.INVITE,
    EntityKind.GROUP: Act.INVITE,
    EntityKind.CONTENT: Act.SHOW,
}


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody or something that suits a member.

    Attributes:
        act: what the connector does with it.
        it: as the matcher recommends it.
        back: the member as recommended to them, where it is somebody.
    """

    act: Act
    it: Recommendation
    back: Recommendation | None = None

    @property
    def mutual(self) -> float | None:
        """The lower of the two fits."""
        return None if self.back is None else min(self.it.fit, self.back.fit)


class Finder:
    """Asks the matcher, and leaves out who was asked lately, is not here, or said no.

    Args:
        matcher: whose rules hold: consent, pauses, blocks, age, capacity.
        standing: where members stand.
        memory: what was proposed before.
        as_of: the time of the past that is meant; None: now.
    """

    def __init__(
        self, matcher: Matcher, standing: Standing, memory: Memory, as_of: datetime | None
    ) -> None:
        self._matcher, self._standing, self._as_of = matcher, standing, as_of
        self._memory = memory
        self._taken: set[EntityId] = set(memory.settled)

    def take(self, *members: EntityId) -> None:
        """These are on the list: nobody is on it twice."""
        self._taken.update(members)

    def may_serve(self, member: EntityId) -> bool:
        """Whether a member is not on the list yet."""
        return member not in self._taken

    def may_ask(self, member: EntityId) -> bool:
        """Whether a member is neither on the list nor was asked lately."""
        return member not in self._taken and member not in self._memory.resting

    def answerers(self, question: EntityId, author: EntityId) -> Iterator[Found]:
        """Members who could answer what the author asks, best first.

        Those who did or know something about it come before those who are only near to it through
        others.
        """
        every = self._ask("mentors", author, seeds=(question,))
        for it in sorted(every, key=lambda it: not _leads_there(it)):
            if self._suits(author, it.id) and self._is_new(it.id, question):
                yield Found(Act.ANSWER, it)

    def peers(self, member: EntityId) -> Iterator[Found]:
        """Members who suit, and whom the member suits, best first; nobody whom they know."""
        snapshot = self._standing.picture.snapshot
        tied = self._standing.tied_with(snapshot.node(member))
        for it in self._ask("peers", member):
            if not self._suits(member, it.id) or snapshot.find(it.id) in tied:
                continue
            for back in self._ask("peers", it.id, candidates=(member,)):
                yield Found(Act.INTRODUCE, it, back)

    def mentors(self, member: EntityId) -> Iterator[Found]:
        """Mentors with room who suit, best first; perhaps somebody whom the member knows."""
        for it in self._ask("mentors", member):
            if self._suits(member, it.id) and self._has_room(it.id):
                yield Found(Act.INTRODUCE, it)

    def things(self, member: EntityId) -> Iterator[Found]:
        """Activities ahead, groups and content that suit, best first."""
        for it in self._ask("next_steps", member):
            if self._is_new(member, it.id):
                yield Found(_THINGS[kind_of(it.id)], it)

    def _has_room(self, mentor: EntityId) -> bool:
        """Whether a mentor has a place that nobody was proposed for lately."""
        node = self._standing.picture.snapshot.node(mentor)
        return self._standing.free_places(node) > self._memory.promised.get(mentor, 0)

    def _suits(self, member: EntityId, other: EntityId) -> bool:
        """Whether somebody recommended to a member may be asked today."""
        standing = self._standing
        node = standing.picture.snapshot.find(other)
        if node is None or not self.may_ask(other) or not self._is_new(member, other):
            return False
        return bool(standing.active[node - standing.first] and standing.open[node - standing.first])

    def _is_new(self, member: EntityId, target: EntityId) -> bool:
        """Whether the pair was not proposed before, and neither said no to the other."""
        if (member, target) in self._memory.pairs:
            return False
        picture = self._standing.picture
        one, other = picture.snapshot.find(member), picture.snapshot.find(target)
        if one is None or other is None:
            return False
        return other not in picture.apart_from(one)

    def _ask(
        self,
        goal: str,
        member: EntityId,
        seeds: tuple[EntityId, ...] = (),
        candidates: tuple[EntityId, ...] | None = None,
    ) -> tuple[Recommendation, ...]:
        request = RecommendationRequest(
            goal, member, seeds=seeds, candidates=candidates, k=LOOKED_AT, as_of=self._as_of
        )
        found = self._matcher.recommend(request).results
        # That somebody was here lately is no reason to introduce them.
        return tuple(it for it in found if tells_why(it.explanation.reasons))


def _leads_there(it: Recommendation) -> bool:
    """Whether a path leads from the question to who is recommended through nobody else."""
    between = (path.nodes[:-1] for path in it.explanation.paths)
    return any(all(kind_of(n) is not EntityKind.MEMBER for n in nodes) for nodes in between)
