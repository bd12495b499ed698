"""What was shown to members, and which deeds count as having come of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from community.phrases import phrase
from graph.paging import Way
from graph.records import EntityId, Relationship, kind_of
from graph.schema import GOAL_REACHED, SHOWN, EntityKind, RelationshipKind
from graph.store import GraphStore

_K = RelationshipKind
STEPS = (
    phrase("shown"), phrase("accepted"), phrase("met"), phrase("helped"), phrase("goal reached"),
)  # fmt: skip

FROM_MEMBER: Mapping[RelationshipKind, int] = {
    _K.ACCEPTED: 1, _K.JOINED: 1, _K.ATTENDED: 1, _K.CONNECTED: 2, _K.ENGAGED: 0,
}  # fmt: skip
"""Deeds of the member to whom it was shown, and the step that each stands for."""
TO_MEMBER: Mapping[RelationshipKind, int] = {_K.MENTORS: 3, _K.HELPED: 3}
"""The same for deeds of a person who was shown to them."""
_VERBS = {"accept": 1, "complete": 2, "helped": 3, GOAL_REACHED: 4}


def all_shown(store: GraphStore) -> Iterator[Relationship]:
    """Every relationship that says what was shown, from the member to whom it was."""
    for edge in store.relationships(_K.RELATED):
        if edge.properties.get("verb") == SHOWN:
            yield edge


def ways_on(member: EntityId, about: EntityId) -> Iterator[Way]:
    """Where a deed would lie that came of showing `about` to a member."""
    for kind in FROM_MEMBER:
        yield kind, member, about
    if kind_of(about) is EntityKind.MEMBER:
        for kind in TO_MEMBER:
            yield kind, about, member


def step_of(deed: Relationship) -> int:
    """The place in STEPS that a deed on such a way came to; 0 where it led nowhere."""
    by_verb = _VERBS.get(str(deed.properties.get("verb", "")), 0)
    return max(by_verb, FROM_MEMBER.get(deed.kind, 0), TO_MEMBER.get(deed.kind, 0))


def is_meant_for(deed: Relationship, goal: str) -> bool:
    """Whether a deed may have come of what was shown for a goal: not if it names another one."""
    return deed.properties.get("goal") in (None, goal)
