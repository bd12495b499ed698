"""A small community that the tests of stores share."""

from __future__ import annotations

from datetime import UTC, datetime

from graph import Entity, EntityId, Record, Relationship, RelationshipKind

MARCH = datetime(2018, 3, 12, 16, 59, 28, 317_000, tzinfo=UTC)
APRIL = datetime(2018, 4, 1, tzinfo=UTC)

ADA = Entity(
    EntityId("member:ada"),
    MARCH,
    {"name": "Ada", "bio": "engines that weave numbers", "roles": ("mentor", "mentee")},
)
BEN = Entity(EntityId("member:ben"), MARCH, {"name": "Ben", "bio": "bridges and arches"})
CAROL = Entity(EntityId("member:carol"), None, {"capacity": 2, "paused": False})
MATHS = Entity(EntityId("skill:maths"), None, {"name": "Mathematics"})
WEAVING = Entity(EntityId("purpose:weaving"), APRIL, {"statement": "Weave sums into cloth"})
ARCHES = Entity(EntityId("purpose:arches"), APRIL, {"statement": "Span every river"})
NOTES = Entity(EntityId("content:notes"), APRIL, {"title": "Notes", "body": "on the engine"})
REPLY = Entity(EntityId("content:reply"), APRIL, {"title": "Re: Notes", "body": "how clear"})
ENTITIES = (ADA, BEN, CAROL, MATHS, WEAVING, ARCHES, NOTES, REPLY)


def edge(
    source: Entity,
    kind: RelationshipKind,
    target: Entity,
    key: str = "",
    at: datetime | None = None,
    **properties: str | float | bool | tuple[str, ...],
) -> Relationship:
    """A relationship between two entities."""
    return Relationship(kind, source.id, target.id, key, at, properties)


ADA_KNOWS = edge(ADA, RelationshipKind.HAS_SKILL, MATHS, at=MARCH, level=0.75)
ADA_HOLDS = edge(ADA, RelationshipKind.HOLDS, WEAVING, at=APRIL)
BEN_HOLDS = edge(BEN, RelationshipKind.HOLDS, ARCHES, at=APRIL)
ADA_WROTE = edge(ADA, RelationshipKind.CREATED, NOTES, at=APRIL)
BEN_WROTE = edge(BEN, RelationshipKind.CREATED, REPLY, at=APRIL)
REPLIES = edge(REPLY, RelationshipKind.REPLIES_TO, NOTES)
BEN_SAW = edge(BEN, RelationshipKind.ENGAGED, NOTES, "view@1", APRIL, verb="view")
BEN_LIKED = edge(BEN, RelationshipKind.ENGAGED, NOTES, "like@2", APRIL, verb="like")
HELPED = edge(ADA, RelationshipKind.HELPED, BEN, "q1", APRIL, value=3)
THANKED = edge(CAROL, RelationshipKind.ENDORSED, ADA)
CAROL_ASKS = edge(CAROL, RelationshipKind.SEEKS_SKILL, MATHS)
RELATIONSHIPS = (
    ADA_KNOWS, ADA_HOLDS, BEN_HOLDS, ADA_WROTE, BEN_WROTE, REPLIES, BEN_SAW, BEN_LIKED, HELPED,
    THANKED, CAROL_ASKS,
)  # fmt: skip
EVERYTHING: tuple[Record, ...] = (*RELATIONSHIPS, *ENTITIES)
