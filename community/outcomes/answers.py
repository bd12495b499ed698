"""Answers to surveys as the graph keeps them, and who took part and may be studied."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from community.consent import lets_research
from community.picture import Picture
from graph.packing import seconds
from graph.records import Entity, EntityId, Relationship, local_part
from graph.schema import EntityKind, RelationshipKind

BEFORE, AFTER = "pre", "post"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a member said to one item of an instrument in one wave.

    Attributes:
        member: who answered.
        instrument: as the survey names it.
        item: `item 3`, `3`, or `score` for what the instrument gave as a whole.
        wave: `pre`, `post` or a number.
        value: what was said, as it was kept.
    """

    member: EntityId
    instrument: str
    item: str
    wave: str
    value: object


@dataclass(frozen=True, slots=True)
class Refused:
    """An answer that cannot be right; the score that it belongs to is left out.

    It names member, instrument, wave and item, and never the value.
    """

    member: EntityId
    instrument: str
    wave: str
    item: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.instrument}, wave {self.wave}, {self.item}"
        return f"{self.member}, {where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Participants:
    """Members in sight whose answers may be studied.

    Attributes:
        properties: what is known of each.
        without_consent: how many others answered a survey, and stated a consent without research.
        unnamed: who of them did not consent to being named to others.
    """

    properties: dict[EntityId, Entity]
    without_consent: int = 0
    unnamed: frozenset[EntityId] = field(default_factory=frozenset)

    def property_of(self, member: EntityId, name: str) -> str | None:
        """What a property says of a member, as text; None where it says nothing."""
        said = self.properties[member].properties.get(name)
        return None if said is None or said == "" else str(said)


def read_answers(picture: Picture) -> tuple[Participants, list[Answer]]:
    """All answers of members in sight who let research use them."""
    found = [edge for edge in _answered(picture) if picture.snapshot.find(edge.source) is not None]
    asked = {edge.source for edge in found}
    members = {
        entity.id: entity for _, entity in picture.entities(EntityKind.MEMBER) if entity.id in asked
    }
    willing = {member: entity for member, entity in members.items() if lets_research(entity)}
    nameable = dict(zip(picture.ids(picture.members), picture.nameable.tolist(), strict=True))
    unnamed = frozenset(member for member in willing if not nameable[member])
    answers = [_answer(edge) for edge in found if edge.source in willing]
    return Participants(willing, len(members) - len(willing), unnamed), answers


def _answered(picture: Picture) -> Iterator[Relationship]:
    until = picture.snapshot.until
    for edge in picture.store.relationships(RelationshipKind.ANSWERED):
        if until is None or seconds(edge.at) < until:
            yield edge


def _answer(edge: Relationship) -> Answer:
    said = edge.properties
    return Answer(
        edge.source,
        local_part(edge.target),
        str(said.get("item", "")).strip(),
        wave_name(str(said.get("wave", ""))),
        said.get("value"),
    )


def wave_name(said: str) -> str:
    """`pre` and `post` as they are, numbers without needless digits: `2.0` is `2`."""
    text = said.strip().lower()
    number = _number(text)
    return text if number is None else f"{number:g}"


def in_order(waves: set[str]) -> list[str]:
    """Waves in time: `pre`, then numbers as they grow, then `post`, then whatever has no place."""
    return sorted(waves, key=_place)


def _place(wave: str) -> tuple[int, float, str]:
    if wave == BEFORE:
        return 0, 0.0, wave
    if wave == AFTER:
        return 2, 0.0, wave
    number = _number(wave)
    return (3, 0.0, wave) if number is None else (1, number, wave)


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
