"""One figure about a community: what it says, how it was worked out, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

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
        if self.value is None:
            return "not known"
        told = written(self.value, self.unit)
        if self.low is None or self.high is None:
            return told
        return f"{told} [{written(self.low, self.unit)}, {written(self.high, self.unit)}]"


def written(value: float, unit: str) -> str:
    """A value as people read it: `37 %` for a share, whole numbers whole, else three digits."""
    if unit == "share":
        return f"{100 * value:.0f} %"
    if float(value).is_integer():
        return f"{value:,.0f}"
    return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
