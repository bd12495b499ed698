"""A community of ten questions, small enough to work out by hand who should be recommended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from graph.records import Entity, EntityId, Record, Relationship, entity_id
from graph.schema import EntityKind, RelationshipKind

START = datetime(2020, 1, 1, tzinfo=UTC)

GATES = "how do I decompose a controlled rotation gate into a circuit of simple gates"
NOISE = "which error correction code protects a memory against noise and decoherence"

QUESTIONS = [  # (day, asker, text, answers as (days later, member))
    (0, "ann", GATES, [(1, "guy")]),
    (10, "ann", NOISE, [(1, "nan"), (2, "guy")]),
    (20, "bob", GATES, [(1, "guy")]),
    (30, "bob", NOISE, [(1, "nan")]),
    (40, "ann", GATES, [(1, "guy"), (1, "bob")]),
    (50, "bob", NOISE, [(1, "nan")]),
    (60, "ann", GATES, [(1, "guy")]),
    (70, "ann", NOISE, []),
    (80, "ann", GATES, [(1, "guy"), (2, "ann"), (3, "zoe")]),
    (90, "cyd", NOISE, [(1, "nan"), (2, "cyd")]),
]


def day(number: float) -> datetime:
    return START + timedelta(days=number)


def member(name: str) -> EntityId:
    return entity_id(EntityKind.MEMBER, name)


def question(number: int) -> EntityId:
    return entity_id(EntityKind.CONTENT, f"q{number}")


def question_community() -> Iterator[Record]:
    """Members, two tags, and the questions above with their answers; cyd came on day 85."""
    for name in ("ann", "bob", "guy", "nan", "zoe"):
        yield Entity(member(name), START)
    yield Entity(member("cyd"), day(85))
    yield Entity(entity_id(EntityKind.SKILL, "gates"), START, {"name": "gates"})
    yield Entity(entity_id(EntityKind.SKILL, "noise"), day(10), {"name": "noise"})
    for number, (asked, asker, text, answers) in enumerate(QUESTIONS):
        yield from _post(f"q{number}", "question", asker, day(asked), text)
        tag = entity_id(EntityKind.SKILL, "gates" if text == GATES else "noise")
        yield Relationship(RelationshipKind.ABOUT, question(number), tag, at=day(asked))
        for place, (later, name) in enumerate(answers):
            id_ = f"a{number}-{place}"
            yield from _post(id_, "answer", name, day(asked + later), "like this")
            answer = entity_id(EntityKind.CONTENT, id_)
            yield Relationship(
                RelationshipKind.REPLIES_TO, answer, question(number), at=day(asked + later)
            )


def _post(local: str, kind: str, author: str, at: datetime, text: str) -> Iterator[Record]:
    content = entity_id(EntityKind.CONTENT, local)
    words = {"title": text} if kind == "question" else {"body": text}
    yield Entity(content, at, {"kind": kind, **words})
    yield Relationship(RelationshipKind.CREATED, member(author), content, at=at)
