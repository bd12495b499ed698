"""What the invention works with: dice that always fall the same way, and the rows so far."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from examples.invention import words

SEED = 20250601
NOW = datetime(2025, 6, 1, tzinfo=UTC)
BEGINNING = NOW - timedelta(days=900)

Row = dict[str, Any]
T = TypeVar("T")


class Dice:
    """Chance out of `random()` alone, whose sequence no version of Python changes."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - invention, not security

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self._random.random() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return low + int(self._random.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """One of them."""
        return items[int(self._random.random() * len(items))]

    def some(self, items: Sequence[T], count: int) -> list[T]:
        """That many different ones, or all."""
        left = list(items)
        return [
            left.pop(int(self._random.random() * len(left))) for _ in range(min(count, len(left)))
        ]

    def time(self, after: datetime, before: datetime) -> datetime:
        """A minute between the two."""
        minutes = max(int((before - after).total_seconds() // 60), 0)
        return after + timedelta(minutes=self.whole(0, minutes))


@dataclass
class Person:
    """What decides what an invented member does."""

    id: str
    kind: str
    joined: datetime
    town: str
    areas: list[str]
    has: list[str]
    seeks: list[str]
    roles: list[str]
    active: float


@dataclass
class World:
    """All rows, and what later ones need of earlier ones."""

    dice: Dice = field(default_factory=lambda: Dice(SEED))
    tables: dict[str, list[Row]] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)

    def add(self, table: str, **row: Any) -> None:
        """Add a row without its empty cells."""
        kept = {name: cell for name, cell in row.items() if cell is not None}
        self.tables.setdefault(table, []).append(kept)

    def take_name(self, name: str) -> bool:
        """Whether nobody had the name before."""
        is_new = name not in self.names
        self.names.add(name)
        return is_new

    @staticmethod
    def read(moment: str) -> datetime:
        """What `iso` wrote."""
        return datetime.fromisoformat(moment)


def iso(moment: datetime) -> str:
    """As it stands in the tables."""
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def slug(name: str) -> str:
    """An id out of a name."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.lower()).split())


def sentence(words_of_it: str) -> str:
    """The same words, beginning with a capital letter."""
    return words_of_it[:1].upper() + words_of_it[1:]


def skills_of(areas: Iterable[str]) -> list[str]:
    """All skills in these areas."""
    return [skill for area in areas for skill in words.AREAS[area]]


def area_of(skill: str) -> str:
    """The wide skill that a narrower one belongs to."""
    return next(area for area, narrower in words.AREAS.items() if skill in narrower)


def those_who(world: World, area: str, at: datetime) -> list[Person]:
    """Members who were there and care about an area; the active ones more often."""
    return [
        person
        for person in world.people
        if person.joined < at and area in person.areas and world.dice.chance(0.15 + person.active)
    ]
