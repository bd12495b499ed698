"""Who got there: members with an accomplishment, and when they had it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.milestones import NEVER, Days, Milestone, firsts
from community.phrases import phrase
from community.picture import Picture
from graph.errors import EntityNotFound, InvalidRequest, shortened
from graph.packing import NO_TIME
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind

_K = RelationshipKind
_ROLE = "role:"
_REACHED_BY = {
    EntityKind.SKILL: (_K.HAS_SKILL,),
    EntityKind.STAGE: (_K.REACHED,),
    EntityKind.GROUP: (_K.JOINED,),
    EntityKind.ACTIVITY: (_K.ATTENDED,),
    EntityKind.CONTENT: (_K.ENGAGED, _K.CREATED),
}


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Who got to an accomplishment.

    Attributes:
        words: what they did or are, such as `mentored somebody`.
        there: (M,) bool, of the picture's members.
        days: (M,) when; infinite where that is not known, so that all they ever did came before.
        excluded: the key of the milestone that is the accomplishment itself, if it is one.
        undated: how many of them got there at a time that is not known.
    """

    words: str
    there: npt.NDArray[np.bool_]
    days: Days
    excluded: str
    undated: int


def arrivals(picture: Picture, toward: str, known: Sequence[Milestone]) -> Arrivals:
    """Who got to what `toward` names.

    It is a kind of milestone (`mentoring`, `helping`, …), a role (`role:mentor`), or the id of a
    skill, stage, group, activity or piece of content.

    Raises:
        EntityNotFound: it is an id that this community does not hold.
        InvalidRequest: it is none of these.
    """
    wanted = toward.strip()
    for milestone in known:
        if milestone.key == wanted.casefold() or milestone.key == wanted:
            there = np.isfinite(milestone.days)
            return Arrivals(milestone.words, there, milestone.days, milestone.key, 0)
    if wanted.startswith(_ROLE):
        return _with_role(picture, wanted.removeprefix(_ROLE).strip())
    kind = next(
        (kind for kind in _REACHED_BY if wanted.startswith(f"{kind.value}:")),
        None,
    )
    if kind is None:
        keys = ", ".join(milestone.key for milestone in known if ":" not in milestone.key)
        raise InvalidRequest(
            "toward",
            f"must be a role such as role:mentor, the id of a skill, stage, group, activity or "
            f"content, or one of: {keys}; not {shortened(wanted)}",
        )
    return _of_entity(picture, EntityId(wanted), kind)


def _with_role(picture: Picture, role: str) -> Arrivals:
    has = np.zeros(picture.snapshot.size, dtype=np.bool_)
    roles: set[str] = set()
    for node, member in picture.entities(EntityKind.MEMBER):
        said = member.properties.get("roles") or ()
        words = said.split("|") if isinstance(said, str) else said
        own = set(words) if isinstance(words, list | tuple) else set()
        roles |= own
        has[node] = role in own
    if role not in roles:
        listed = ", ".join(sorted(roles)) or "none"
        raise InvalidRequest("toward", f"names a role that nobody has; there are: {listed}")
    there = has[picture.members]
    days = np.full(len(there), NEVER)
    return Arrivals(phrase("have the role “{role}”", role=role), there, days, "", int(there.sum()))


def _of_entity(picture: Picture, entity: EntityId, kind: EntityKind) -> Arrivals:
    node = picture.snapshot.find(entity)
    if node is None:
        raise EntityNotFound(entity, picture.snapshot.community)
    events = picture.events_of(*_REACHED_BY[kind])
    events = events.where(events.targets == node)
    there = np.isin(picture.members, events.sources)
    days = firsts(picture, events.sources, events.times)
    always = np.isin(picture.members, events.sources[events.times == NO_TIME])
    days = np.where(always, NEVER, days)
    words = phrase(
        "reached {kind} “{name}”", kind=phrase(kind.value), name=picture.snapshot.name(node)
    )
    if kind is EntityKind.SKILL:
        words = phrase("have the skill “{name}”", name=picture.snapshot.name(node))
    return Arrivals(words, there, days, str(entity), int((there & ~np.isfinite(days)).sum()))
