"""Four members with vectors that are easy to multiply, and tasks that ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.tasks import Context, Past, Query, Task
from graph import open_store
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from matcher.goals import default_goals
from matcher.request import RecommendationRequest

MODEL = "by-hand"
TARGETS = tuple(EntityId(f"member:{name}") for name in ("ann", "ben", "cat", "dan"))
VECTORS = {"east": (1.0, 0.0), "north": (0.0, 1.0)}
"""What each text of the community means, in two dimensions."""


def measured_snapshot(folder: Path) -> Snapshot:
    """Ann says east and Cat north; Ben wrote one of each; of Dan nothing is known."""
    with open_store(f"sqlite:///{folder}/measured.db", "measured") as store:
        store.write(_records())
        texts = store.texts_without_vector(MODEL)
        rows = np.array([VECTORS[each.text] for each in texts], dtype=np.float32)
        store.write_vectors(MODEL, [each.digest for each in texts], rows)
        return snapshot_of(store.export(MODEL), store.community, MODEL)


def _records() -> list[Record]:
    ann, ben, cat, dan = TARGETS
    east, north = EntityId("content:east"), EntityId("content:north")
    return [
        Entity(ann, None, {"bio": "east"}),
        Entity(cat, None, {"bio": "north"}),
        *(Entity(each) for each in (ben, dan)),
        Entity(east, None, {"body": "east"}),
        Entity(north, None, {"body": "north"}),
        *(Relationship(RelationshipKind.CREATED, ben, each) for each in (east, north)),
    ]


def measured_past(
    snapshot: Snapshot, chosen: Sequence[int] = (), goal: str = "mentors", targets: int = 4
) -> Past:
    """A past in which the places `chosen` were chosen, each on an occasion of its own."""
    contexts = tuple(
        Context(EntityId(f"content:past-{place}"), "", None, ()) for place in range(len(chosen))
    )
    return Past(
        moment=None,
        snapshot=snapshot,
        goal=default_goals()[goal],
        targets=TARGETS[:targets],
        contexts=contexts,
        chose=np.arange(len(chosen), dtype=np.int32),
        chosen=np.array(chosen, dtype=np.int32),
        days=np.zeros(len(chosen)),
        texts={},
    )


def measured_query(
    past: Past,
    relevant: Sequence[int],
    candidates: Sequence[int] | None = None,
    experience: int = 0,
) -> Query:
    """A query that the places `relevant` suit; all targets are candidates unless said."""
    among = range(len(past.targets)) if candidates is None else candidates
    return Query(
        request=RecommendationRequest(goal=past.goal.name),
        past=past,
        context=Context(EntityId("content:new"), "", None, ()),
        known=-1,
        candidates=np.array(among, dtype=np.int32),
        relevant=np.array(relevant, dtype=np.int32),
        experience=experience,
    )


def measured_task(past: Past, *relevant: Sequence[int]) -> Task:
    """A query for each of the sequences of relevant places."""
    return Task("measured", tuple(measured_query(past, each) for each in relevant))
