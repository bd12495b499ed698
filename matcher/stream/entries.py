"""What a stream consists of: entries, each with its kind, the need that it serves, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.records import EntityId
from matcher.stream.attention import Attention


class Need(StrEnum):
    """What an entry serves, after Maslow: belonging, esteem, and growth beyond them."""

    BELONGING = "belonging"
    ESTEEM = "esteem"
    GROWTH = "growth"


class Kind(StrEnum):
    """What an entry is."""

    REPLY = "reply"
    NEWS = "news"
    PERSON = "person"
    GROUP = "group"
    ACTIVITY = "activity"
    THANKS = "thanks"
    QUESTION = "question"
    STAGE = "next_stage"
    CONTENT = "content"
    MENTOR = "mentor"


MINUTES: Mapping[Kind, int] = {
    Kind.REPLY: 2, Kind.NEWS: 4, Kind.PERSON: 2, Kind.GROUP: 2, Kind.ACTIVITY: 2, Kind.THANKS: 1,
    Kind.QUESTION: 8, Kind.STAGE: 5, Kind.CONTENT: 5, Kind.MENTOR: 3,
}  # fmt: skip
"""About how long an entry takes: to read it, to answer it, to write to somebody. Rules of thumb."""


@dataclass(frozen=True, slots=True)
class StreamEntry:
    """One thing for a member.

    Attributes:
        id, name: of what it leads to.
        kind, need: what it is, and what it serves.
        line: what it offers, in one line.
        reasons: why it is here, in sentences about the member.
        at: when it came about; None where that is not known, or plays no part.
        minutes: about how long it takes.
    """

    id: EntityId
    name: str
    kind: Kind
    need: Need
    line: str
    reasons: tuple[str, ...]
    at: datetime | None

    @property
    def minutes(self) -> int:
        """About how long it takes."""
        return MINUTES[self.kind]


@dataclass(frozen=True, slots=True)
class Stream:
    """A member's stream of one day; when it ends, that is all for today.

    Attributes:
        at: the time that it is made for.
        stage: where the member stands with their purpose; empty where they do not say.
        attention: how much of it there may be in a day.
        wanted: the share that each need should have at this stage; they sum to 1.
        entries: in order.
        shown_before: how many entries were shown earlier today; they count as part of the day.
    """

    member: EntityId
    at: datetime
    stage: str
    attention: Attention
    wanted: Mapping[Need, float]
    entries: tuple[StreamEntry, ...]
    shown_before: int
    revision: int

    @property
    def shares(self) -> dict[Need, float]:
        """The share of entries that each need has; all 0 where there are none."""
        most = max(len(self.entries), 1)
        counts = {need: sum(each.need is need for each in self.entries) for need in Need}
        return {need: count / most for need, count in counts.items()}

    @property
    def minutes(self) -> int:
        """About how long all of it takes."""
        return sum(entry.minutes for entry in self.entries)
