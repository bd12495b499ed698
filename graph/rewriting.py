"""Rows rewritten without touching what is there: they go behind the others, in the same arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.copies import Sheet
from graph.lending import Lending, Places
from graph.room import TIMES, with_room

Positions = npt.NDArray[np.int64]
Nodes = npt.NDArray[np.int32]
Column = npt.NDArray[Any]

LEAST_ROOM = 1 << 16
"""Besides TIMES as many as there are at first, so many entries have room: addresses, no memory."""
LONG_ROW = 4_096
"""Rows from so many entries on are lent a place each, which is free as soon as they change."""


class Base:
    """What all versions of some rows share: columns with room behind them.

    Args:
        columns: each (E, …), the entries of all rows.
        more: for how many entries there is room behind; None: TIMES as many, and LEAST_ROOM.
    """

    def __init__(self, columns: Sequence[Column], more: int | None = None) -> None:
        size = len(columns[0])
        self.size = size
        self.room = size + (TIMES * size + LEAST_ROOM if more is None else more)
        self._columns = [with_room(column, self.room) for column in columns]
        self._writeable = [column.flags.writeable for column in columns]
        self._lending = Lending(size, self.room)

    @property
    def columns(self) -> list[Column]:
        """The columns with their room, read-only where the given ones are."""
        found = [column[:] for column in self._columns]
        for column, writeable in zip(found, self._writeable, strict=True):
            column.flags.writeable = writeable
        return found

    @property
    def fullness(self) -> float:
        """Which part of the room is taken, 0-1."""
        return self._lending.taken / (self.room - self.size)

    def put(self, columns: Sequence[Column]) -> Places:
        """Entries (n, …) of each column, from now on at these places. Raises NoRoomLeft."""
        places = self._lending.lend(len(columns[0]))
        for room, column in zip(self._columns, columns, strict=True):
            room[places.begin : places.end] = column
        return places


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """Where the rows of one version lie. A version never changes; others are made from it.

    Attributes:
        base: what holds the rows.
        sheet: (N, 2) int64, the spans.
        places: what keeps the place of each rewritten row.
    """

    base: Base
    sheet: Sheet
    places: Mapping[int, Places] = field(default_factory=dict)

    @classmethod
    def first(cls, spans: Positions, columns: Sequence[Column]) -> Version:
        """Rows that lie as they are."""
        return cls(Base(columns), Sheet.of(spans))

    @property
    def spans(self) -> Positions:
        """(N, 2) int64, where the row of each node begins and ends."""
        return self.sheet.array

    def rewritten(
        self, nodes: Nodes, lengths: Positions, columns: Sequence[Column]
    ) -> tuple[Version, Positions]:
        """The version in which these nodes have other rows.

        Args:
            nodes: (R,) each once.
            lengths: (R,) how many entries each has now.
            columns: the entries (n, …) of these rows, one row after the other.

        Returns:
            The version, and (n,) where each entry lies.

        Raises:
            NoRoomLeft: there is no room for so many entries.
        """
        begins = np.cumsum(lengths) - lengths
        held, lies_at = self._put(nodes, begins, lengths, columns)
        firsts = np.append(lies_at, 0)[begins]
        sheet = self.sheet.changed_at(nodes, np.stack([firsts, firsts + lengths], axis=1))
        return Version(self.base, sheet, {**self.places, **held}), lies_at

    def _put(
        self, nodes: Nodes, begins: Positions, lengths: Positions, columns: Sequence[Column]
    ) -> tuple[dict[int, Places], Positions]:
        """What keeps the row of each node, and where each entry lies: long rows by themselves."""
        lies_at = np.empty(len(columns[0]), dtype=np.int64)
        held: dict[int, Places] = {}
        long = lengths >= LONG_ROW
        entries = np.repeat(long, lengths)
        parts = [(nodes[~long], np.flatnonzero(~entries))]
        parts += [
            (nodes[row : row + 1], np.arange(begins[row], begins[row] + lengths[row]))
            for row in np.flatnonzero(long)
        ]
        for owners, taken in parts:
            places = self.base.put([column[taken] for column in columns])
            lies_at[taken] = np.arange(places.begin, places.end)
            held |= dict.fromkeys(owners.tolist(), places)
        return held, lies_at
