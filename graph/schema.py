"""What the graph may hold: kinds of entities, and what each kind of relationship may join."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class EntityKind(StrEnum):
    """Kinds of nodes; the value is the prefix of their ids (`member:ada`)."""

    COMMUNITY = "community"
    MEMBER = "member"
    PURPOSE = "purpose"
    SKILL = "skill"
    CONTENT = "content"
    ACTIVITY = "activity"
    GROUP = "group"
    JOURNEY = "journey"
    STAGE = "stage"
    INSTRUMENT = "instrument"

    @property
    def label(self) -> str:
        """The node label in Neo4j, `Member` for `member`."""
        return self.value.capitalize()


class RelationshipKind(StrEnum):
    """Kinds of edges; the value is the relationship type in Neo4j."""

    PURSUES = "PURSUES"
    HOLDS = "HOLDS"
    REVISES = "REVISES"
    NEAR = "NEAR"
    HAS_SKILL = "HAS_SKILL"
    SEEKS_SKILL = "SEEKS_SKILL"
    BROADER = "BROADER"
    ABOUT = "ABOUT"
    DEVELOPS = "DEVELOPS"
    CREATED = "CREATED"
    ENGAGED = "ENGAGED"
    DISMISSED = "DISMISSED"
    REPLIES_TO = "REPLIES_TO"
    LINKS_TO = "LINKS_TO"
    SERVES = "SERVES"
    JOINED = "JOINED"
    LEFT = "LEFT"
    ATTENDED = "ATTENDED"
    DECLINED = "DECLINED"
    HOSTS = "HOSTS"
    PART_OF = "PART_OF"
    HELPED = "HELPED"
    MENTORS = "MENTORS"
    FOLLOWS = "FOLLOWS"
    CONNECTED = "CONNECTED"
    INVITED = "INVITED"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    BLOCKS = "BLOCKS"
    ENDORSED = "ENDORSED"
    RELATED = "RELATED"
    REACHED = "REACHED"
    NEXT = "NEXT"
    CALLS_FOR = "CALLS_FOR"
    ANSWERED = "ANSWERED"


@dataclass(frozen=True, slots=True)
class RelationshipRule:
    """What one kind of relationship may join, and what it says.

    Attributes:
        sources: kinds it may leave from.
        targets: kinds it may lead to.
        meaning: one plain sentence.
    """

    sources: frozenset[EntityKind]
    targets: frozenset[EntityKind]
    meaning: str


def _rule(sources: str, targets: str, meaning: str) -> RelationshipRule:
    return RelationshipRule(
        frozenset(EntityKind(name) for name in sources.split()),
        frozenset(EntityKind(name) for name in targets.split()),
        meaning,
    )


_K = RelationshipKind
RELATIONSHIPS: dict[RelationshipKind, RelationshipRule] = {
    _K.PURSUES: _rule("community", "purpose", "the host's massive transformational purpose"),
    _K.HOLDS: _rule("member", "purpose", "a member's statement of their purpose"),
    _K.REVISES: _rule("purpose", "purpose", "a later version of a statement"),
    _K.NEAR: _rule("purpose", "purpose", "two statements close in meaning"),
    _K.HAS_SKILL: _rule("member", "skill", "has the skill (level 0-1)"),
    _K.SEEKS_SKILL: _rule("member", "skill", "wants to learn the skill (level 0-1)"),
    _K.BROADER: _rule("skill", "skill", "belongs to a wider skill"),
    _K.ABOUT: _rule("content purpose", "skill", "is about the skill"),
    _K.DEVELOPS: _rule("activity group", "skill", "develops the skill"),
    _K.CREATED: _rule("member", "content", "wrote or made it"),
    _K.ENGAGED: _rule(
        "member",
        "content activity group skill community",
        "did something with it (verb: view, like, comment, rate, …)",
    ),
    _K.DISMISSED: _rule(
        "member", "member content activity group skill", "was shown it and said no"
    ),
    _K.REPLIES_TO: _rule("content", "content", "answers or comments on it"),
    _K.LINKS_TO: _rule("content", "content", "points to it"),
    _K.SERVES: _rule("content activity group", "purpose", "carries the purpose forward"),
    _K.JOINED: _rule("member", "group", "became part of the group"),
    _K.LEFT: _rule("member", "group activity", "is no longer part of it"),
    _K.ATTENDED: _rule("member", "activity", "took part, or said yes"),
    _K.DECLINED: _rule("member", "activity", "said no"),
    _K.HOSTS: _rule("member", "activity group content", "leads or organises it"),
    _K.PART_OF: _rule("activity group stage", "group journey", "belongs to it"),
    _K.HELPED: _rule("member", "member", "answered a question of theirs, or helped otherwise"),
    _K.MENTORS: _rule("member", "member", "is their mentor"),
    _K.FOLLOWS: _rule("member", "member", "follows them"),
    _K.CONNECTED: _rule("member", "member", "knows them"),
    _K.INVITED: _rule("member", "member", "invited them"),
    _K.ACCEPTED: _rule("member", "member", "said yes to them"),
    _K.REJECTED: _rule("member", "member", "said no to them"),
    _K.BLOCKS: _rule("member", "member", "wants nothing to do with them"),
    _K.ENDORSED: _rule("member", "member", "vouches for them"),
    _K.RELATED: _rule(
        "member",
        "member content activity group skill community",
        "a verb that Kinpath does not know; kept, and without weight",
    ),
    _K.REACHED: _rule("member", "stage", "reached the stage"),
    _K.NEXT: _rule("stage", "stage", "comes before it"),
    _K.CALLS_FOR: _rule("stage", "activity content skill", "asks for it"),
    _K.ANSWERED: _rule(
        "member", "instrument", "answered an item of a survey (sensitive: never walked or shown)"
    ),
}

OWNING: tuple[RelationshipKind, ...] = (_K.HOLDS, _K.CREATED)
"""What these lead to from a member is theirs: it is forgotten, and hidden, with them."""

EMBEDDED_KINDS: tuple[EntityKind, ...] = (
    EntityKind.MEMBER,
    EntityKind.PURPOSE,
    EntityKind.SKILL,
    EntityKind.CONTENT,
    EntityKind.ACTIVITY,
    EntityKind.GROUP,
)
"""Kinds whose texts have vectors."""

KINDS_IN_ORDER: tuple[EntityKind, ...] = tuple(EntityKind)
"""Order of the ranges of nodes in a snapshot."""

KIND_RANKS: dict[EntityKind, int] = {kind: rank for rank, kind in enumerate(KINDS_IN_ORDER)}
"""Place of each kind in that order."""

RELATIONSHIP_CODES: dict[RelationshipKind, int] = {
    kind: code for code, kind in enumerate(RelationshipKind)
}
"""The byte that stands for a kind in packed facts and snapshots; append only."""

VERBS: tuple[str, ...] = (
    "", "view", "like", "create", "announce", "join", "accept", "tentativeAccept", "reject",
    "leave", "dismiss", "complete", "rate", "lead", "follow", "connect", "help", "mentor",
    "invite", "block", "endorse", "comment", "favorite", "vote", "badge", "answer", "met",
    "not_suitable", "helped", "goal_reached", "derived",
)  # fmt: skip
"""Verbs that carry meaning; a verb's place is its byte in packed facts; append only."""

SHOWN, GOAL_REACHED = "shown", "goal_reached"
"""Verbs of what was recommended to a member, and of what led them to what they came for."""

VERB_CODES: dict[str, int] = {verb: code for code, verb in enumerate(VERBS)}

_THINGS = (EntityKind.CONTENT, EntityKind.ACTIVITY, EntityKind.GROUP, EntityKind.SKILL)
INTERACTION_VERBS: dict[str, dict[EntityKind, RelationshipKind]] = {
    "create": {EntityKind.CONTENT: _K.CREATED},
    "join": {EntityKind.GROUP: _K.JOINED, EntityKind.ACTIVITY: _K.ATTENDED},
    "accept": {EntityKind.ACTIVITY: _K.ATTENDED, EntityKind.GROUP: _K.JOINED},
    "reject": {EntityKind.ACTIVITY: _K.DECLINED},
    "leave": {EntityKind.GROUP: _K.LEFT, EntityKind.ACTIVITY: _K.LEFT},
    "lead": {
        EntityKind.ACTIVITY: _K.HOSTS,
        EntityKind.GROUP: _K.HOSTS,
        EntityKind.CONTENT: _K.HOSTS,
    },
    "dismiss": dict.fromkeys(_THINGS, _K.DISMISSED),
    "not_suitable": dict.fromkeys(_THINGS, _K.DISMISSED),
}
"""What a member did with a thing, by verb and kind of the thing; other known verbs are ENGAGED."""

ENGAGEMENT_STRENGTH: dict[str, float] = {
    "view": 0.2, "like": 0.5, "create": 1.0, "announce": 0.6, "join": 1.0, "accept": 0.8,
    "tentativeAccept": 0.5, "reject": 0.0, "complete": 1.0, "rate": 0.5, "lead": 1.0,
    "comment": 0.8, "favorite": 0.6, "vote": 0.5, "badge": 0.5, "answer": 1.0,
    "helped": 1.0, "goal_reached": 1.0,
}  # fmt: skip
"""How much a known verb of engagement says about interest, 0-1."""

MEASURED_VERBS: tuple[str, ...] = ("view", "rate", "complete")
"""Verbs whose `value` tells how much of it there was: how often seen, how well rated, how far."""

RELATIONSHIP_VERBS: dict[str, RelationshipKind] = {
    "follow": _K.FOLLOWS,
    "connect": _K.CONNECTED,
    "met": _K.CONNECTED,
    "help": _K.HELPED,
    "goal_reached": _K.HELPED,
    "mentor": _K.MENTORS,
    "invite": _K.INVITED,
    "accept": _K.ACCEPTED,
    "reject": _K.REJECTED,
    "block": _K.BLOCKS,
    "endorse": _K.ENDORSED,
    "dismiss": _K.DISMISSED,
    "not_suitable": _K.DISMISSED,
}
"""What a member did with another member; an unknown verb becomes RELATED."""


def interaction_kind(verb: str, target: EntityKind) -> RelationshipKind:
    """The relationship that an interaction becomes; RELATED when the verb is not known."""
    special = INTERACTION_VERBS.get(verb, {}).get(target)
    if special is not None:
        return special
    return _K.ENGAGED if verb in ENGAGEMENT_STRENGTH else _K.RELATED


def relationship_kind(verb: str) -> RelationshipKind:
    """The relationship between two members that a verb becomes; RELATED when it is not known."""
    return RELATIONSHIP_VERBS.get(verb, _K.RELATED)
