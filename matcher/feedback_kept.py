"""Feedback in the store: given, listed, and taken back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from graph.errors import EntityNotFound, InvalidRequest
from graph.packing import HIDDEN, NO_CONSENT, pack_entity
from graph.records import EntityId, Relationship, kind_of
from graph.schema import SHOWN, EntityKind, RelationshipKind
from graph.store import GraphStore, WriteReport
from matcher.feedback import FEEDBACK, OPINIONS, SAID_OF, Feedback

KEY = "feedback:"
"""Begins the key of a relationship that was given as feedback; the name of it follows."""
FOR = "@"
"""Stands in such a key before the goal for which something was shown."""
_SAID_HOWEVER_TOLD = (RelationshipKind.DISMISSED, RelationshipKind.BLOCKS)
"""Kinds that are feedback even when they came as events or were loaded."""
_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Given:
    """Feedback that a member gave.

    Attributes:
        feedback: what was said.
        about: of whom or what.
        at: when, None when that is not known.
        name: what people call it; the id for whoever the member may not see.
    """

    feedback: Feedback
    about: EntityId
    at: datetime | None
    name: str

    @property
    def learned(self) -> str:
        """What was learned from it, as a plain sentence."""
        return f"{self.name} {self.feedback.effect}."


def give_feedback(
    store: GraphStore,
    member: EntityId,
    feedback: Feedback,
    about: EntityId,
    at: datetime | None = None,
    goal: str | None = None,
) -> WriteReport:
    """Keep what a member says of somebody or something, now or `at`.

    An opinion takes the member's other opinions of it back. Of what was shown to a member for one
    goal, the first time is kept.

    Args:
        store: of the community.
        member: who says it.
        feedback: what.
        about: of whom or what.
        at: when; None: now.
        goal: what had been asked for, such as `mentors`.

    Raises:
        InvalidRequest: it cannot be said of that.
        EntityNotFound: the community does not hold the member, or what is meant.
    """
    if member == about:
        raise InvalidRequest("about", "is the member who says it")
    edge = _edge(member, feedback, about, at or datetime.now(UTC), goal)
    _check_present(store, member, about)
    if feedback.name == SHOWN:
        edge = _first(store, edge)
    written = store.write([edge])
    if feedback.name in OPINIONS:
        others = [name for name in OPINIONS if name != feedback.name]
        store.remove(_said(store, member, others, about))
    return written


def take_back(store: GraphStore, member: EntityId, feedback: Feedback, about: EntityId) -> int:
    """Undo what a member said of somebody or something; returns how often it had been said.

    Raises EntityNotFound when the community does not hold the member, or what is meant.
    """
    _check_present(store, member, about)
    return store.remove(_said(store, member, [feedback.name], about))


def feedback_of(store: GraphStore, member: EntityId) -> list[Given]:
    """All that a member said, latest first; EntityNotFound when there is no such member."""
    _check_present(store, member)
    edges = list(store.relationships(touching=member))
    blocks = RelationshipKind.BLOCKS
    unseen = {edge.source for edge in edges if edge.kind is blocks and edge.target == member}
    given = [
        Given(FEEDBACK[name], about, edge.at, _name(store, about, unseen))
        for name, about, edge in _feedback_among(edges, member)
    ]
    return sorted(given, key=lambda each: each.at or _EARLIEST, reverse=True)


def _edge(
    member: EntityId, feedback: Feedback, about: EntityId, at: datetime, goal: str | None
) -> Relationship:
    kind, verb = feedback.kept_as(kind_of(about))
    source, target = member, about
    if feedback.turned and kind_of(about) is EntityKind.MEMBER:
        source, target = about, member
    said = {"verb": verb} if goal is None else {"verb": verb, "goal": goal}
    # Something may be shown for several goals; whatever else is said of it, is said once.
    for_goal = f"{FOR}{goal}" if goal is not None and feedback.name == SHOWN else ""
    return Relationship(kind, source, target, f"{KEY}{feedback.name}{for_goal}", at, said)


def _first(store: GraphStore, edge: Relationship) -> Relationship:
    """The same as it was kept already, if it was kept earlier."""
    kept = store.joining([(edge.kind, edge.source, edge.target)])
    return min((e for e in (*kept, edge) if e.key == edge.key), key=lambda e: e.at or _EARLIEST)


def _check_present(store: GraphStore, *entities: EntityId) -> None:
    present = store.existing(set(entities))
    for entity in entities:
        if entity not in present:
            raise EntityNotFound(entity, store.community)


def _said(
    store: GraphStore, member: EntityId, names: Sequence[str], about: EntityId
) -> list[Relationship]:
    edges = store.relationships(touching=member)
    found = _feedback_among(edges, member)
    return [edge for name, meant, edge in found if name in names and meant == about]


def _feedback_among(
    edges: Iterable[Relationship], member: EntityId
) -> Iterator[tuple[str, EntityId, Relationship]]:
    """The name of the feedback, who or what is meant, and the relationship that keeps it."""
    for edge in edges:
        name = _name_of(edge)
        if name is None:
            continue
        turned = FEEDBACK[name].turned and kind_of(edge.target) is EntityKind.MEMBER
        said_by, about = (edge.target, edge.source) if turned else (edge.source, edge.target)
        if said_by == member:
            yield name, about, edge


def _name_of(edge: Relationship) -> str | None:
    """Which feedback the relationship keeps, None when it is something else."""
    given = edge.key.removeprefix(KEY).partition(FOR)[0]
    if edge.key.startswith(KEY) and given in FEEDBACK:
        return given
    if edge.kind not in _SAID_HOWEVER_TOLD or kind_of(edge.target) not in SAID_OF:
        return None
    if edge.kind is RelationshipKind.BLOCKS:
        return "block"
    return "not_suitable" if edge.properties.get("verb") == "not_suitable" else "dismiss"


def _name(store: GraphStore, about: EntityId, unseen: set[EntityId]) -> str:
    entity = store.entity(about)
    hidden = about in unseen or pack_entity(entity) & (HIDDEN | NO_CONSENT)
    return about if hidden else entity.name
