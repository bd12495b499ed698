"""One figure about a community: what it says, how it was worked out, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from community.phrases import Phrase, numerals, phrase
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that can be read without its source.

    Attributes:
        name: what it is called, such as `unanswered questions`.
        value: None where it cannot be told; then `note` says what it would need.
        unit: such as `members`, `share` (0 to 1), `hours`.
        definition: how it was worked out, in a sentence that a community manager understands.
        low, high: ends of its 95 % interval; None where it is a plain count.
        n: how many members, questions, … it is worked out from.
        note: what to know before relying on it.
        action: what may be done about it.
        members: whom it is about.
    """

    name: str
    value: float | None
    unit: str
    definition: str
    low: float | None = None
    high: float | None = None
    n: int | None = None
    note: str = ""
    action: str = ""
    members: tuple[EntityId, ...] = ()

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> Phrase:
        """Its value and interval, such as `37 % [31 %, 44 %]`."""
        if self.value is None:
            return phrase("not known")
        told = written(self.value, self.unit)
        if self.low is None or self.high is None:
            return told
        ends = written(self.low, self.unit), written(self.high, self.unit)
        return numerals("{0} [{1}, {2}]", told, *ends)


def written(value: float, unit: str) -> Phrase:
    """A value as people read it: `37 %` for a share, whole numbers whole, else three digits."""
    if unit == "share":
        return numerals("{0:.0f} %", 100 * value)
    if float(value).is_integer() or abs(value) >= 1000:
        return numerals("{0:,.0f}", value)
    return numerals("{0:,.3g}", value)
