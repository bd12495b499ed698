"""Figures with their trend: what they were the period before and a year ago."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from community.figure import Figure
from community.health.measures import Measure
from graph.records import EntityId

PERIOD = 84
"""Days that figures of a period look back on: twelve weeks."""
YEAR = 364
"""Days in 52 weeks, so that weekdays fall on weekdays."""
SINCE = ("before", "year_ago")
AGO = (PERIOD, YEAR)

AnyMeasure = TypeVar("AnyMeasure", bound=Measure)


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure was, and by how much it differs now.

    Attributes:
        value: what it was then.
        difference: now minus then.
        low, high: the 95 % interval of the difference; None where nobody can tell.
        beyond_chance: whether it leaves out no difference at all; None where nobody can tell.
    """

    value: float
    difference: float
    low: float | None
    high: float | None
    beyond_chance: bool | None


@dataclass(frozen=True, slots=True)
class Tracked:
    """A figure and its trend.

    Attributes:
        key: its name for programs.
        part: the chapter of health that it belongs to.
        better: `more` or `less`: which way is well; empty where neither is.
        figure: as it is now.
        before: against twelve weeks earlier; None where the history does not reach so far.
        year_ago: against 52 weeks earlier.
    """

    key: str
    part: str
    better: str
    figure: Figure
    before: Change | None = None
    year_ago: Change | None = None

    @property
    def got_worse(self) -> bool:
        """Whether it is worse than either time before, beyond chance."""
        sign = {"more": -1.0, "less": 1.0}.get(self.better, 0.0)
        changes = (self.before, self.year_ago)
        return any(c is not None and bool(c.beyond_chance) and sign * c.difference > 0
                   for c in changes)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a figure: all of it that does not have to be counted."""

    key: str
    part: str
    name: str
    unit: str
    definition: str
    better: str = ""
    note: str = ""


def tracked(
    said: Said,
    measured: Callable[[int], AnyMeasure],
    history: int,
    members: tuple[EntityId, ...] = (),
) -> Tracked:
    """A figure from what measures it so many days before the clock.

    Args:
        said: its words.
        measured: takes days before the clock.
        history: days that the community has been going on for.
        members: whom it is about.
    """
    now = measured(0)
    ends = now.interval
    figure = Figure(
        said.name, now.value, said.unit, said.definition,
        None if ends is None else ends[0], None if ends is None else ends[1],
        now.n, said.note, members=members,
    )  # fmt: skip
    changes = [change(now, measured(ago)) if history >= ago + PERIOD else None for ago in AGO]
    return Tracked(said.key, said.part, said.better, figure, *changes)


def change(now: AnyMeasure, then: AnyMeasure) -> Change | None:
    """From then to now; None where either is not known."""
    if now.value is None or then.value is None:
        return None
    found = now.against(then)
    difference = now.value - then.value
    if found is None:
        return Change(then.value, difference, None, None, None)
    return Change(then.value, difference, found.low, found.high, found.beyond_chance)


def unknown(said: Said, needs: str) -> Tracked:
    """A figure that cannot be told, and what it would need."""
    return Tracked(said.key, said.part, said.better,
                   Figure(said.name, None, said.unit, said.definition, note=needs))  # fmt: skip
