"""Where a member's own words stand: what they say of themselves, wrote, joined, and can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.phrases import phrase
from community.picture import Picture
from community.purpose.doings import Doing, doings_of
from graph.packing import moment_of
from graph.records import Entity, EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

MOST_TEXTS = 200
"""Things of a member that are read, latest first."""
MOST_CHARACTERS = 8_000
"""Characters of a text that are read."""
_SKILLS = {
    RELATIONSHIP_CODES[RelationshipKind.HAS_SKILL]: phrase("has the skill"),
    RELATIONSHIP_CODES[RelationshipKind.SEEKS_SKILL]: phrase("wants to learn"),
}
OF_THEMSELVES = ("bio", "headline")
"""Properties of a member in which they speak of themselves."""
_WRITTEN = ("title", "body")


@dataclass(frozen=True, slots=True)
class Source:
    """A text that is a member's own, or a name that they chose by joining it.

    Attributes:
        node, id: of what holds the text.
        where: in words: `bio`, `question`, `name of a group`, `skill`, …
        text: letter by letter, cut at MOST_CHARACTERS.
        at: when it was written or joined; None where it does not say.
        is_name: it is a name or a skill, not a text of their own.
    """

    node: int
    id: EntityId
    where: str
    text: str
    at: datetime | None
    is_name: bool = False


def sources_of(picture: Picture, member: int) -> tuple[Source, ...]:
    """The member's words about themselves, then what they did, latest first, then their skills."""
    themselves = picture.store.entity(picture.snapshot.id(member))
    done = doings_of(picture, member)[:MOST_TEXTS]
    found = [*_about_themselves(member, themselves)]
    for doing in done:
        if doing.kind is not EntityKind.MEMBER:
            found += _of_doing(doing, picture.store.entity(doing.id))
    return (*found, *_skills(picture, member))


def _about_themselves(node: int, member: Entity) -> Iterator[Source]:
    for name in OF_THEMSELVES:
        text = _text(member, name)
        if text:
            yield Source(node, member.id, name, text, None)


def _of_doing(doing: Doing, thing: Entity) -> Iterator[Source]:
    """The texts of content that they wrote; of all else the name."""
    if doing.how in ("wrote", "answered"):
        where = str(thing.properties.get("kind", "content"))
        for name in _WRITTEN:
            text = _text(thing, name)
            if text:
                yield Source(doing.node, doing.id, where, text, doing.at)
        return
    name = _text(thing, "name") or _text(thing, "title")
    if name:
        where = phrase("name of what they {how}", how=doing.how)
        yield Source(doing.node, doing.id, where, name, doing.at, is_name=True)


def _skills(picture: Picture, member: int) -> Iterator[Source]:
    out = picture.snapshot.out
    row = slice(*out.spans[member].tolist())
    for place in np.flatnonzero(np.isin(out.kinds[row], list(_SKILLS))).tolist():
        node = int(out.neighbours[row][place])
        where, at = _SKILLS[int(out.kinds[row][place])], moment_of(int(out.times[row][place]))
        yield Source(node, picture.snapshot.id(node), where, picture.snapshot.name(node), at, True)


def _text(entity: Entity, name: str) -> str:
    value = entity.properties.get(name)
    return value.strip()[:MOST_CHARACTERS] if isinstance(value, str) else ""
