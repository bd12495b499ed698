"""What is found out about a host and its members, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from community.figure import Figure
from graph.records import EntityId

Direction = Literal["toward", "away", "unclear"]
Voice = Literal["words", "deeds", "nowhere"]


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole, with Wilson's 95 % interval.

    Attributes:
        count: how many of them.
        of: of how many.
        value: `count / of`; None where there is nobody.
        low, high: ends of the interval; 0 and 1 where there is nobody.
    """

    count: int
    of: int
    value: float | None
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean or a trend with its bootstrap 95 % interval; None where it cannot be told."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Statements that were stated by members of one type, or in one quarter.

    Attributes:
        name: the type, or the quarter such as `2025 Q2`.
        aligned: those closer to the host's purpose than 95 of 100 other texts.
        closeness: mean share of other texts that are farther from the host's purpose; 0.5 is
            chance.
        members: who is aligned, as far as they may be named, the first MOST_NAMED.
    """

    name: str
    aligned: Share
    closeness: Estimate
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """What some members aspire to.

    Attributes:
        name: words that these statements use and others do not.
        example: one of the statements in the middle of it; empty where none may be quoted.
        size: members who hold it, of those with a statement.
        aligned: members of the theme who are close to something the host says (purpose, promise).
        closeness: mean; 0.5 is chance.
        early, late: mean closeness to the host's purpose then in force, of the statements of the
            first and the second half of the time in which the theme was stated.
        trend: change of closeness in a year.
        direction: of the trend, if its interval leaves out 0.
        staff: share of what staff make and lead that is about this theme.
        spoken_of: `words` if more of them than by chance are close to what the host says, else
            `deeds` if staff give it a part of what they make that could be its part of the members,
            else `nowhere`.
        members: who holds it, as far as they may be named, the first MOST_NAMED.
    """

    name: str
    example: str
    size: Share
    aligned: Share
    closeness: Estimate
    early: float | None
    late: float | None
    trend: Estimate
    direction: Direction
    staff: Share
    spoken_of: Voice
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """Something the host says, and the members who carry it.

    Attributes:
        text: in the host's words.
        source: `purpose` or `promise`.
        carried: members closer to it than 95 of 100 other texts.
        is_carried: by more of them than chance would give.
        members: who, as far as they may be named, the first MOST_NAMED.
    """

    text: str
    source: str
    carried: Share
    is_carried: bool
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class ValueHeld:
    """A value, and who names it.

    Attributes:
        value: in small letters.
        of_host: whether the host names it.
        named: members who name it, of those who name any value.
        members: who, as far as they may be named, the first MOST_NAMED.
    """

    value: str
    of_host: bool
    named: Share
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A statement of the host, and how close it came to its members.

    Attributes:
        text: in the host's words.
        since: ISO time; None: always.
        then: of the members who held a statement when it was said, those who were aligned.
        now: of those who hold one now.
        moved: change of mean closeness from the version before, to the same statements: those
            held when this one was said.
    """

    text: str
    since: str | None
    then: Share
    now: Share
    moved: Estimate


@dataclass(frozen=True, slots=True)
class MemberAlignment:
    """One member's.

    Attributes:
        member: who.
        kind: their stakeholder type.
        closeness: share of other texts that are farther from the host's purpose.
        aligned: whether that is more than 95 of 100.
        theme: the name of theirs; empty where there are no themes.
        values: those that they share with the host.
    """

    member: EntityId
    kind: str
    closeness: float
    aligned: bool
    theme: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """The host against its members, both ways.

    Attributes:
        community: its id.
        name: what the host is called.
        revision: the community's revision that it speaks of.
        as_of: ISO time of its latest event; None where nothing is dated.
        purpose, promise, values: what the host says now; empty where it does not.
        figures: in short.
        kinds: by stakeholder type.
        quarters: by quarter in which a statement was stated, against the host's words then.
        themes: the largest first.
        claims: parts of what the host says.
        held_values: what host or members value, the most named first.
        versions: the host's statements, the earliest first.
        staff_quarters: what staff made and led, by quarter, against members' themes.
        staff_trend: change of its closeness to members' themes in a year.
        staff_direction: of that.
        silhouette: how well the themes keep apart, -1 to 1; None without themes.
        each: members who may be named, in the order of `Picture.members`.
        missing: what could not be told, and what it would need.
        limits: what to know before relying on it.
    """

    community: str
    name: str
    revision: int
    as_of: str | None
    purpose: str
    promise: str
    values: tuple[str, ...]
    figures: tuple[Figure, ...]
    kinds: tuple[Group, ...]
    quarters: tuple[Group, ...]
    themes: tuple[Theme, ...]
    claims: tuple[Claim, ...]
    held_values: tuple[ValueHeld, ...]
    versions: tuple[Version, ...]
    staff_quarters: tuple[Group, ...]
    staff_trend: Estimate
    staff_direction: Direction
    silhouette: float | None
    each: tuple[MemberAlignment, ...]
    missing: tuple[str, ...]
    limits: tuple[str, ...]
