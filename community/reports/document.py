"""What a report consists of, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from community.phrases import Phrase
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Number:
    """A figure in a report, and the members behind it, to whom it leads."""

    text: str
    members: tuple[EntityId, ...] = ()


Cell = str | Number


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text, with figures between it."""

    parts: tuple[Cell, ...]

    @classmethod
    def of(cls, *parts: Cell) -> Paragraph:
        """A paragraph of these parts, which are put one behind the other as they are."""
        return cls(parts)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of as many cells as there are columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Picture(str):
    """An SVG element, and the phrases that stand in it."""

    __slots__ = ("phrases",)
    phrases: tuple[Phrase, ...]

    def __new__(cls, drawn: str, phrases: tuple[Phrase, ...]) -> Self:
        """`drawn` holds the phrases in English."""
        self = super().__new__(cls, drawn)
        self.phrases = phrases
        return self


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture; the table beside it says the same.

    Attributes:
        picture: SVG, see `community.reports.charts`.
        words: what it shows, for those who do not see it.
    """

    picture: Picture
    words: str


Block = Paragraph | Table | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report under a heading of its own."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Something for people to read.

    Attributes:
        title: what it is about.
        about: community, time and revision that it speaks of.
        sections: in order.
        names: what the members behind its numbers are called, by their ids.
    """

    title: str
    about: str
    sections: tuple[Section, ...]
    names: Mapping[EntityId, str] = field(default_factory=dict)

    def behind(self) -> tuple[Number, ...]:
        """Its numbers that have members behind them, each once, in order."""
        found = (number for section in self.sections for number in _numbers(section))
        return tuple(dict.fromkeys(found))


def _numbers(section: Section) -> Iterator[Number]:
    for block in section.blocks:
        if isinstance(block, Paragraph):
            cells: tuple[Cell, ...] = block.parts
        elif isinstance(block, Table):
            cells = tuple(cell for row in block.rows for cell in row)
        else:
            cells = ()
        yield from (cell for cell in cells if isinstance(cell, Number) and cell.members)
