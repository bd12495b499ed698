"""Three questions and who answered them: small enough to work out by hand who should answer next.

    question       says                      vector     asked by, about   answered by
    content:q0     rotation gates circuit    (1, 0, 0)  ann, gates        guy
    content:q1     noisy memory codes        (0, 1, 0)  ann, noise        guy and nan
    content:q2     simple rotation gates     (.8, .6, 0) bob, gates       guy, then guy again

Of the members that may be recommended zoe never answered, but says that she knows memory codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import numpy.typing as npt

from benchmarks.tasks import Context, Past, Query
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from matcher.goals import default_goals
from matcher.request import RecommendationRequest
from tests.graph.packed import snapshot

NOW = datetime(2020, 7, 1, tzinfo=UTC)
TARGETS = tuple(EntityId(f"member:{name}") for name in ("bob", "guy", "nan", "zoe"))
BOB, GUY, NAN, ZOE = range(4)
ANN = EntityId("member:ann")
GATES, NOISE = EntityId("skill:gates"), EntityId("skill:noise")
Vector = npt.NDArray[np.float32]


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def edge(source: str, kind: RelationshipKind, target: str, days: float, key: str = "") -> Record:
    return Relationship(kind, EntityId(source), EntityId(target), key, ago(days))


def vector(*numbers: float) -> Vector:
    return np.array(numbers, dtype=np.float32)


def records() -> list[Record]:
    """Entities, who asked and answered, and topics; bob blocks zoe, which joins nobody."""
    helped, created = RelationshipKind.HELPED, RelationshipKind.CREATED
    ids = [ANN, *TARGETS, GATES, NOISE, *(f"content:q{number}" for number in range(3))]
    return [
        *(Entity(EntityId(id_), ago(100)) for id_ in ids),
        edge("member:ann", created, "content:q0", 50),
        edge("member:ann", created, "content:q1", 40),
        edge("member:bob", created, "content:q2", 20),
        edge("content:q0", RelationshipKind.ABOUT, GATES, 50),
        edge("content:q1", RelationshipKind.ABOUT, NOISE, 40),
        edge("content:q2", RelationshipKind.ABOUT, GATES, 20),
        edge("member:guy", helped, "member:ann", 50, "q0"),
        edge("member:guy", helped, "member:ann", 40, "q1"),
        edge("member:nan", helped, "member:ann", 30, "q1"),
        edge("member:guy", helped, "member:bob", 10, "q2"),
        edge("member:zoe", RelationshipKind.HAS_SKILL, NOISE, 60),
        edge("member:bob", RelationshipKind.BLOCKS, "member:zoe", 5),
    ]


def question(
    number: int, text: str = "", said: Vector | None = None, items: Sequence[EntityId] = ()
) -> Context:
    return Context(EntityId(f"content:q{number}"), text, said, tuple(items))


CONTEXTS = (
    question(0, "rotation gates circuit", vector(1, 0, 0), [ANN, GATES]),
    question(1, "noisy memory codes", vector(0, 1, 0), [ANN, NOISE]),
    question(2, "simple rotation gates", vector(0.8, 0.6, 0), [TARGETS[BOB], GATES]),
)


def past(
    *,
    contexts: Sequence[Context] = CONTEXTS,
    texts: Mapping[EntityId, str] | None = None,
    vectors: Mapping[EntityId, Vector] | None = None,
) -> Past:
    own = {TARGETS[ZOE]: vector(0, 0, 1), NOISE: vector(0, 1, 0)}
    return Past(
        moment=NOW,
        snapshot=snapshot(records(), own if vectors is None else vectors),
        goal=default_goals()["mentors"],
        targets=TARGETS,
        contexts=tuple(contexts),
        chose=np.array([0, 1, 1, 2, 2], dtype=np.int32),
        chosen=np.array([GUY, GUY, NAN, GUY, GUY], dtype=np.int32),
        days=np.array([50.0, 40.0, 30.0, 10.0, 10.0]),
        texts={TARGETS[ZOE]: "memory codes"} if texts is None else texts,
    )


def query(
    known: Past, context: Context, *, asker: EntityId | None = None, seeds: Sequence[EntityId] = ()
) -> Query:
    ids = [each.id for each in known.contexts]
    return Query(
        request=RecommendationRequest("mentors", member=asker, seeds=tuple(seeds)),
        past=known,
        context=context,
        known=ids.index(context.id) if context.id in ids else -1,
        candidates=np.arange(len(known.targets), dtype=np.int32),
        relevant=np.array([GUY], dtype=np.int32),
        experience=0,
    )


def all_sorts_of_queries(known: Past) -> list[Query]:
    """A new question, an old one, one of which nothing is known, and unknown things."""
    new = question(7, "memory gates", vector(0.6, 0.8, 0), [ANN, NOISE])
    strange = question(9, "xyzzy", None, [EntityId("skill:unheard")])
    return [
        query(known, new, asker=ANN, seeds=[GATES]),
        query(known, known.contexts[0], asker=ANN),
        query(known, question(8)),
        query(known, strange, asker=EntityId("member:stranger")),
    ]
