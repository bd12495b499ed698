"""What a worklist consists of: entries, each with its cause, reasons and expected effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from community.figure import Figure
from graph.records import EntityId

DEFAULT_COUNT = 10
MOST_ENTRIES = 100
DEFAULT_REST_DAYS = 7
"""Whoever was asked something is left alone for so many days."""


class Act(StrEnum):
    """What the connector does."""

    ANSWER = "answer"
    INTRODUCE = "introduce"
    INVITE = "invite"
    SHOW = "show"


class Cause(StrEnum):
    """Why somebody is on the list; the most urgent first."""

    UNANSWERED = "unanswered_newcomer"
    NO_TIE = "newcomer_without_tie"
    ISOLATED = "isolated"
    LEAVING = "about_to_leave"
    MENTOR = "seeks_mentor"
    MUTUAL = "mutual_match"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or something, and what people call it."""

    id: EntityId
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to do today.

    Attributes:
        id: names it when it is told what became of it.
        act, cause: what is to be done, and for what.
        member: who is asked or told.
        target: whom they are introduced to, what they are shown or invited to, or the question.
        served: who asked the question; None otherwise.
        reasons: why, in the words that `member` would read.
        reasons_back: the same as the other member would read it, where two are introduced.
        why_now: what makes it due today.
        expected: what may be expected, and how that is known.
        mutual: the lower of the two fits, where two are introduced as peers.
    """

    id: str
    act: Act
    cause: Cause
    member: Person
    target: Person
    served: Person | None
    reasons: tuple[str, ...]
    reasons_back: tuple[str, ...]
    why_now: str
    expected: Figure
    mutual: float | None = None

    @property
    def line(self) -> str:
        """What to do, in one line."""
        one, other = self.member.name, self.target.name
        match self.act:
            case Act.ANSWER:
                asker = "a newcomer" if self.served is None else self.served.name
                return f"Ask {one} to answer “{other}” by {asker}"
            case Act.INTRODUCE if self.cause is Cause.MENTOR:
                return f"Introduce {one} to {other} as a mentor"
            case Act.INTRODUCE:
                return f"Introduce {one} to {other}"
            case Act.INVITE:
                return f"Invite {one} to “{other}”"
            case Act.SHOW:
                return f"Show {one} “{other}”"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many members each cause concerned, and for how many nobody and nothing was found."""

    cause: Cause
    members: int
    looked_at: int
    without_match: int


@dataclass(frozen=True, slots=True)
class Worklist:
    """Today's entries, the most urgent first.

    Attributes:
        at: the time that it is made for.
        held_out: entries that were drawn to be left undone, so that the effect of the others can
            be measured; they are recorded, and shown to nobody.
        waiting: whom the list was made from, by cause.
        revision: the community's revision.
    """

    community: str
    at: datetime
    entries: tuple[Entry, ...]
    held_out: tuple[Entry, ...]
    waiting: tuple[Waiting, ...]
    revision: int
