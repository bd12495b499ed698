"""What comes next for one member: quickly, from their own row of the graph alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from community.journeys.declared import Journey, journey_at, neighbours
from community.journeys.reached import cleaned
from graph.errors import InvalidRequest
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot

_REACHED = RELATIONSHIP_CODES[RelationshipKind.REACHED]


@dataclass(frozen=True, slots=True)
class NextStage:
    """A member's next stage in a journey.

    Attributes:
        journey: the node of the journey.
        stage: the node of the stage.
        calls_for: nodes of what it asks for, ascending.
    """

    journey: int
    stage: int
    calls_for: tuple[int, ...]


def next_stages(snapshot: Snapshot, member: int) -> list[NextStage]:
    """The next stage of each journey on which a member stands by their own word, by journey.

    Nothing of a journey on which they arrived, or that cannot be followed. Where they stand is
    told by the rules of `community.journeys.reached`.
    """
    begin, end = snapshot.range(EntityKind.JOURNEY)
    if begin == end:
        return []
    first, last = snapshot.out.spans[member]
    told = np.flatnonzero(snapshot.out.kinds[first:last] == _REACHED) + first
    found = (_following(snapshot, member, told, journey) for journey in _of(snapshot, told))
    return [stage for stage in found if stage is not None]


def _of(snapshot: Snapshot, told: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Iterator[Journey]:
    """The journeys of the stages at these places of edges."""
    stages = set(snapshot.out.neighbours[told].tolist())
    kind = RelationshipKind.PART_OF
    nodes = {node for stage in stages for node in neighbours(snapshot.out, stage, kind)}
    for node in sorted(nodes):
        try:
            yield journey_at(snapshot, node)
        except InvalidRequest:  # goes in a circle
            continue


def _following(
    snapshot: Snapshot,
    member: int,
    told: np.ndarray[tuple[int], np.dtype[np.int64]],
    journey: Journey,
) -> NextStage | None:
    place_of = {stage: place for place, stage in enumerate(journey.stages)}
    places = np.array([place_of.get(n, -1) for n in snapshot.out.neighbours[told].tolist()])
    own = told[places >= 0]
    found = cleaned(
        members=np.array([member], dtype=np.int32),
        joined=snapshot.node_times[member : member + 1],
        stages=len(journey),
        rows=np.zeros(len(own), dtype=np.int64),
        places=places[places >= 0],
        seconds=snapshot.out.times[own],
    )
    place = int(found.standing[0]) + 1
    if place == len(journey):
        return None
    return NextStage(journey.node, journey.stages[place], journey.calls_for[place])
