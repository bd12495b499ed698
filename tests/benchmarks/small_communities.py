"""Communities in memory, with vectors that are easy to multiply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
import numpy.typing as npt

from graph.progress import Progress, silent
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.texts import text_of
from tests.benchmarks.question_community import GATES, NOISE, day, member
from tests.graph.packed import snapshot

MEANINGS = {GATES: (1.0, 0.0, 0.0), NOISE: (0.0, 1.0, 0.0)}


class Meanings:
    """An embedder that knows two texts."""

    name, dimension = "by-hand", 3

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> npt.NDArray[np.float32]:
        progress("embedding", len(texts), len(texts))
        return np.array([MEANINGS[text] for text in texts], dtype=np.float32)


def texts_of_records(records: Iterable[Record]) -> dict[EntityId, str]:
    """What the entities among the records say."""
    said = ((each.id, text_of(each)) for each in records if isinstance(each, Entity))
    return {entity: text for entity, text in said if text}


def snapshot_of_records(records: Iterable[Record]) -> Snapshot:
    """The community with a vector for whatever is about gates or noise."""
    records = list(records)
    vectors: dict[EntityId, npt.NDArray[np.float32]] = {
        entity: np.array(MEANINGS[text], dtype=np.float32)
        for entity, text in texts_of_records(records).items()
        if text in MEANINGS
    }
    return snapshot(records, vectors)


def together(*communities: Iterable[Record]) -> list[Record]:
    """Several communities as one; an entity that is in more than one is there once."""
    records = [record for community in communities for record in community]
    entities = {each.id: each for each in records if isinstance(each, Entity)}
    return [*entities.values(), *(each for each in records if isinstance(each, Relationship))]


def before(moment: datetime, records: Iterable[Record]) -> list[Record]:
    """The records that were true before a moment."""
    return [each for each in records if each.at is None or each.at < moment]


def group(name: str) -> EntityId:
    return EntityId(f"group:{name}")


JOINED = [  # (day, member, group)
    (1, "ann", "chess"),
    (2, "bob", "chess"),
    (3, "ann", "choir"),
    (4, "cat", "choir"),
    (5, "bob", "choir"),
    (6, "dan", "chess"),
    (7, "dan", "hiking"),
    (8, "cat", "hiking"),
    (9, "ann", "hiking"),
    (10, "ann", "chess"),
    (11, "cat", "chess"),
]


def joining_community(*, with_times: bool = True) -> list[Record]:
    """Four members who join three groups; the last fifth of it is ann's and cat's doing."""
    skill = EntityId("skill:gates")
    return [
        *(Entity(member(name), day(0)) for name in ("ann", "bob", "cat", "dan")),
        *(Entity(group(name), day(0), {"name": name}) for name in ("chess", "choir", "hiking")),
        Entity(skill, day(0), {"name": GATES}),
        Relationship(RelationshipKind.HAS_SKILL, member("ann"), skill, at=day(0)),
        *(
            Relationship(
                RelationshipKind.JOINED,
                member(who),
                group(what),
                key=str(when),
                at=day(when) if with_times else None,
            )
            for when, who, what in JOINED
        ),
    ]
