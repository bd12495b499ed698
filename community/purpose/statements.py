"""A member's purpose: statements as versions over time, with their parts and stages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from community.picture import Nodes, Picture
from community.purpose.held import held_statements
from community.purpose.languages import language_note
from community.purpose.parts import PARTS, READ_LENGTH, Part, parts_of
from community.purpose.stages import Stage, stage_of
from graph.errors import EntityNotFound
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind


@dataclass(frozen=True, slots=True)
class Statement:
    """One version of a member's purpose.

    Attributes:
        node, id: of the purpose.
        text: as the member wrote it; may be empty.
        at: when it was stated; None where it does not say.
        stage_word: the stage as it was given, empty where none was.
        stage: what that means; None for a word that is not known.
        parts: by `PARTS`, those that are stated or can be read from the text.
        notes: what to know before relying on it: another language, too long, empty.
    """

    node: int
    id: EntityId
    text: str
    at: datetime | None
    stage_word: str
    stage: Stage | None
    parts: Mapping[str, Part]
    notes: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that nothing says."""
        return tuple(name for name in PARTS if name not in self.parts)


@dataclass(frozen=True, slots=True)
class Purpose:
    """All versions of a member's purpose, the one that counts now last.

    Attributes:
        member: the member's node.
        versions: earliest first; empty where the member has stated none.
        notes: what is odd about their order.
    """

    member: int
    versions: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = field(default=())

    @property
    def current(self) -> Statement | None:
        """The version that counts now."""
        return self.versions[-1] if self.versions else None


def purpose_of(picture: Picture, member: EntityId) -> Purpose:
    """The purpose of a member, version by version.

    A statement that revises another one comes after it; apart from that they are in the order of
    their times, and of their ids.

    Raises:
        EntityNotFound: nobody in sight has that id.
    """
    node = member_node(picture, member)
    held = held_statements(picture).of(node)
    if not len(held):
        return Purpose(node)
    ordered, notes = _in_order(picture, held)
    return Purpose(node, tuple(_statement(picture, each) for each in ordered), notes)


def member_node(picture: Picture, member: EntityId) -> int:
    """The node of a member in sight. Raises EntityNotFound, also for ids of another kind."""
    node = picture.snapshot.node(member)
    if picture.snapshot.kind(node) is not EntityKind.MEMBER:
        raise EntityNotFound(member, picture.snapshot.community)
    return node


def _statement(picture: Picture, node: int) -> Statement:
    entity = picture.store.entity(picture.snapshot.id(node))
    said = entity.properties
    text, word = str(said.get("statement", "")), str(said.get("stage", ""))
    at, stage = entity.at, stage_of(word)
    notes = statement_notes(text)
    if word and stage is None:
        notes = (*notes, f"the stage {word[:60]!r} is not one that Kinpath knows")
    return Statement(node, entity.id, text, at, word, stage, parts_of(said), notes)


def statement_notes(text: str) -> tuple[str, ...]:
    """What to know before relying on a statement."""
    if not text.strip():
        return ("the statement is empty",)
    notes = []
    if len(text) > READ_LENGTH:
        notes.append(
            f"the statement has {len(text):,} characters; the first {READ_LENGTH:,} are read"
        )
    note = language_note(text)
    return (*notes, note) if note else tuple(notes)


def _in_order(picture: Picture, held: Nodes) -> tuple[list[int], tuple[str, ...]]:
    """A member's statements, each behind those that it revises, and what was odd about that."""
    import networkx as nx  # noqa: PLC0415 - slow to import, and few commands need it

    times = {node: _time(picture, node) for node in held.tolist()}
    current = int(held[-1])
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(times)
    revisions = _revisions(picture, held)
    graph.add_edges_from(revisions)

    def place(node: int) -> tuple[bool, int, str]:
        return node == current, times[node], picture.snapshot.id(node)

    try:
        ordered = list(nx.lexicographical_topological_sort(graph, key=place))
    except nx.NetworkXUnfeasible:
        circle = "statements revise each other in a circle; they are ordered by their times"
        return sorted(times, key=place), (circle,)
    return ordered, _disagreeing(revisions, times)


def _disagreeing(edges: Sequence[tuple[int, int]], times: Mapping[int, int]) -> tuple[str, ...]:
    if all(times[before] <= times[after] for before, after in edges):
        return ()
    return (
        "the clocks disagree: a statement is dated before the one that it revises; "
        "what revises counts as later",
    )


def _revisions(picture: Picture, held: Nodes) -> list[tuple[int, int]]:
    """Pairs (earlier, later) among a member's statements."""
    revises = picture.events_of(RelationshipKind.REVISES)
    kept = np.isin(revises.sources, held) & np.isin(revises.targets, held)
    kept &= revises.sources != revises.targets
    return list(zip(revises.targets[kept].tolist(), revises.sources[kept].tolist(), strict=True))


def _time(picture: Picture, node: int) -> int:
    return int(picture.snapshot.node_times[node])
