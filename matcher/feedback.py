"""Feedback: what members say of what was recommended, what it is kept as, and what it teaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.errors import InvalidRequest, shortened
from graph.schema import (
    GOAL_REACHED,
    SHOWN,
    VERB_CODES,
    EntityKind,
    RelationshipKind,
    interaction_kind,
    relationship_kind,
)
from matcher.view import CommunityView, Edge

_K = RelationshipKind


@dataclass(frozen=True, slots=True)
class Feedback:
    """One thing that a member can say of somebody or something.

    Attributes:
        name: what is said.
        weight: how much it says as evidence, from +1 (more like this) to -1 (less like this);
            0 where it only says what happened.
        effect: what it does at once, in words that follow on a name.
        person_verb: the verb that it is kept with when a person is meant; the kind of the
            relationship follows from it, as for any event.
        thing_verb: the same for a thing; None when it can be said of people only.
        turned: of a person, the relationship leads from them to the member who says it.
    """

    name: str
    weight: float
    effect: str
    person_verb: str
    thing_verb: str | None = None
    turned: bool = False

    def kept_as(self, about: EntityKind) -> tuple[RelationshipKind, str]:
        """The relationship and its verb; InvalidRequest where this cannot be said."""
        if about is EntityKind.MEMBER:
            return relationship_kind(self.person_verb), self.person_verb
        if self.thing_verb is None:
            raise InvalidRequest("feedback", f"{self.name} can be said of members only")
        if about not in SAID_OF:
            raise InvalidRequest("about", f"must be one of {_listed(SAID_OF)}, not a {about.value}")
        return interaction_kind(self.thing_verb, about), self.thing_verb


SAID_OF = (
    EntityKind.MEMBER, EntityKind.CONTENT, EntityKind.ACTIVITY, EntityKind.GROUP, EntityKind.SKILL,
)  # fmt: skip
"""What feedback can be about."""
_GONE = "is not recommended to the member again"
_ALL = (
    Feedback("accept", 0.8, "counts as taken up by the member", "accept", "accept"),
    Feedback("dismiss", -0.5, _GONE, "dismiss", "dismiss"),
    Feedback(
        "not_suitable", -1.0, f"{_GONE}, and what is like it comes later", "not_suitable",
        "not_suitable",
    ),
    Feedback("block", -1.0, "and the member are invisible to each other", "block"),
    Feedback("met", 0.8, "counts as somebody whom the member knows", "met"),
    Feedback("helped", 1.0, "counts as a help to the member", "help", "helped", turned=True),
    Feedback(
        GOAL_REACHED, 1.0, "counts as what led the member to their goal", GOAL_REACHED,
        GOAL_REACHED, turned=True,
    ),
    Feedback(SHOWN, 0.0, "was shown to the member, which says nothing of them", SHOWN, SHOWN),
)  # fmt: skip
FEEDBACK: Mapping[str, Feedback] = {feedback.name: feedback for feedback in _ALL}
"""All that can be said, by name."""
OPINIONS = ("accept", "dismiss", "not_suitable")
"""Of these a member holds one at a time: giving one takes the others back."""

OTHER_NO: Mapping[RelationshipKind, float] = {_K.DECLINED: -0.5, _K.REJECTED: -0.5}
"""Weights of further ways to say no: to an invitation to an activity, and to a person."""
_YES = (_K.ATTENDED, _K.JOINED, _K.ACCEPTED, _K.CONNECTED, _K.ENGAGED)
_NOT_SUITABLE = VERB_CODES["not_suitable"]


def find_feedback(name: object) -> Feedback:
    """The feedback of that name; InvalidRequest lists those that exist."""
    found = FEEDBACK.get(name) if isinstance(name, str) else None
    if found is None:
        shown = shortened(name) if isinstance(name, str) else "something else"
        raise InvalidRequest("feedback", f"must be one of {', '.join(FEEDBACK)}, not {shown}")
    return found


def negatives(view: CommunityView, member: int) -> dict[int, float]:
    """What a member said no to and how strongly: each node in sight with its weight, -1 to 0.

    A later yes (joined, took part, accepted, knows, took an interest) outweighs a no. The latest
    come first.
    """
    said_yes: dict[int, int] = {}
    for edge in view.edges_from(member, *_YES):
        said_yes[edge.target] = max(edge.time, said_yes.get(edge.target, edge.time))
    found: dict[int, float] = {}
    noes = sorted(_said_no(view, member), key=lambda no: (-no[0].time, no[0].target))
    for edge, weight in noes:
        if edge.target not in said_yes or said_yes[edge.target] <= edge.time:
            found[edge.target] = min(weight, found.get(edge.target, 0.0))
    return found


def _said_no(view: CommunityView, member: int) -> Iterator[tuple[Edge, float]]:
    for edge in view.edges_from(member, _K.DISMISSED, *OTHER_NO):
        if edge.kind is _K.DISMISSED:
            name = "not_suitable" if edge.verb == _NOT_SUITABLE else "dismiss"
            yield edge, FEEDBACK[name].weight
        else:
            yield edge, OTHER_NO[edge.kind]


def _listed(kinds: tuple[EntityKind, ...]) -> str:
    return ", ".join(kind.value for kind in kinds)
