"""Journeys as a community declared them: stages in order, and what each stage asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from graph.adjacency import Adjacency
from graph.errors import EntityNotFound, InvalidRequest, shortened
from graph.records import EntityId, entity_id
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot

_K = RelationshipKind


@dataclass(frozen=True, slots=True)
class Journey:
    """Stages on the way to an accomplishment.

    Attributes:
        node: its own.
        id: such as `journey:become-a-mentor`.
        name: what people call it.
        stages: nodes of its stages, in order.
        stage_names: what people call them.
        calls_for: nodes of what each stage asks for, ascending.
    """

    node: int
    id: EntityId
    name: str
    stages: tuple[int, ...]
    stage_names: tuple[str, ...]
    calls_for: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.stages)


@dataclass(frozen=True, slots=True)
class Broken:
    """A journey that cannot be followed, and why."""

    id: EntityId
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Journeys:
    """All that a community declared.

    Attributes:
        sound: by id.
        broken: by id.
        strays: stages that belong to no journey; progress in them is not counted.
    """

    sound: tuple[Journey, ...]
    broken: tuple[Broken, ...]
    strays: tuple[EntityId, ...]


def journeys_of(snapshot: Snapshot) -> Journeys:
    """Every journey of a community; one that cannot be followed stops no other."""
    sound: list[Journey] = []
    broken: list[Broken] = []
    for node in sorted(snapshot.nodes(EntityKind.JOURNEY).tolist(), key=snapshot.id):
        try:
            sound.append(journey_at(snapshot, node))
        except InvalidRequest as error:
            broken.append(Broken(snapshot.id(node), snapshot.name(node), error.reason))
    stages = snapshot.nodes(EntityKind.STAGE).tolist()
    strays = [node for node in stages if not neighbours(snapshot.out, node, _K.PART_OF)]
    return Journeys(tuple(sound), tuple(broken), tuple(sorted(map(snapshot.id, strays))))


def find_journey(snapshot: Snapshot, said: str) -> Journey:
    """The journey called `said`: a full id, a bare id, or a name in any case.

    Raises:
        EntityNotFound: there is none; those that there are are listed.
        InvalidRequest: it goes in a circle, or has no stages.
    """
    for candidate in (said, entity_id(EntityKind.JOURNEY, said)):
        node = snapshot.find(candidate)
        if node is not None and snapshot.kind(node) is EntityKind.JOURNEY:
            return journey_at(snapshot, node)
    nodes = snapshot.nodes(EntityKind.JOURNEY).tolist()
    for node in nodes:
        if snapshot.name(node).casefold() == said.strip().casefold():
            return journey_at(snapshot, node)
    error = EntityNotFound(f"journey {said}", snapshot.community)
    known = ", ".join(sorted(snapshot.id(node) for node in nodes[:5])) or "none"
    error.args = (f"{error}; journeys there are: {known}",)
    raise error


def journey_at(snapshot: Snapshot, node: int) -> Journey:
    """The journey of a node.

    Its stages are in the order that NEXT gives them. Where NEXT forks, or says nothing, those
    that come equally early are in the order of their ids; a NEXT that leads to a stage of another
    journey counts for nothing.

    Raises:
        InvalidRequest: NEXT goes in a circle, or it has no stages.
    """
    stages = _in_order(snapshot, node)
    asked = (neighbours(snapshot.out, stage, _K.CALLS_FOR) for stage in stages)
    return Journey(
        node=node,
        id=snapshot.id(node),
        name=snapshot.name(node),
        stages=tuple(stages),
        stage_names=tuple(map(snapshot.name, stages)),
        calls_for=tuple(tuple(sorted(set(nodes))) for nodes in asked),
    )


def neighbours(side: Adjacency, node: int, kind: RelationshipKind) -> list[int]:
    """The other ends of a node's edges of a kind."""
    begin, end = side.spans[node]
    of_kind = side.kinds[begin:end] == RELATIONSHIP_CODES[kind]
    found: list[int] = side.neighbours[begin:end][of_kind].tolist()
    return found


def _in_order(snapshot: Snapshot, journey: int) -> list[int]:
    members = neighbours(snapshot.into, journey, _K.PART_OF)
    stages = {node for node in members if snapshot.kind(node) is EntityKind.STAGE}
    if not stages:
        raise InvalidRequest("journey", f"{shortened(snapshot.name(journey))} has no stages")
    before = {
        stage: stages.intersection(neighbours(snapshot.into, stage, _K.NEXT))
        for stage in sorted(stages, key=snapshot.id)
    }
    sorter = TopologicalSorter(before)
    try:
        sorter.prepare()
    except CycleError as error:
        raise InvalidRequest("journey", _circle(snapshot, journey, error.args[1])) from None
    found: list[int] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready(), key=snapshot.id)
        found += ready
        sorter.done(*ready)
    return found


def _circle(snapshot: Snapshot, journey: int, nodes: Iterable[int]) -> str:
    circle = " → ".join(snapshot.name(node) for node in nodes)
    return (
        f"{shortened(snapshot.name(journey))} goes in a circle ({circle}), so that no stage is "
        "its first: take one of these NEXT relationships out"
    )
