"""The five questions answered, and what follows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass

from community.alignment.results import Estimate, Share
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Done:
    """What members of a type do or get.

    Attributes:
        name: `joined a group`.
        noun: what is counted, `groups joined`.
        share: members of the type who did.
        per_head: how many of them for each member of the type.
        members: who did, as far as they may be named, the first MOST_NAMED.
    """

    name: str
    noun: str
    share: Share
    per_head: Estimate
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """A skill that members of a type seek.

    Attributes:
        skill: its name.
        members: who seeks it, as far as they may be named.
        count: how many seek it.
        have: how many members of the community have it.
        holders: who has it, in the same way.
    """

    skill: str
    members: tuple[EntityId, ...]
    count: int
    have: int
    holders: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class MemberType:
    """Questions 1 to 3 for one type: who they are, what is in it for them, what they contribute.

    Attributes:
        name: such as `donor`.
        size: of all members.
        active: those of them who did something in the last RECENT days.
        new: those of them who joined in the last RECENT days.
        wants: what they come for and get.
        skills: what they seek most.
        gives: what they contribute.
        members: who they are, as far as they may be named, the first MOST_NAMED.
        active_members, new_members: the same of those who are active, and new.
    """

    name: str
    size: Share
    active: Share
    new: Share
    wants: tuple[Done, ...]
    skills: tuple[Sought, ...]
    gives: tuple[Done, ...]
    members: tuple[EntityId, ...]
    active_members: tuple[EntityId, ...]
    new_members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Question 4: what one type does for another.

    Attributes:
        what: `help`, `mentoring` or `replies`.
        giver, taker: names of types.
        count: how often.
        per_head: for each member of the giving type.
        times_chance: how many times as often as if who gives and who gets had nothing to do with
            each other; 1 is chance.
        members: who gives, as far as they may be named, the first MOST_NAMED.
    """

    what: str
    giver: str
    taker: str
    count: int
    per_head: float
    times_chance: Estimate
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A step that members of a type take.

    Attributes:
        name: such as `asked a question`.
        reached: how many of the type did.
        days: median days from joining, of those who did; None where times are not known.
        members: who did, as far as they may be named, the first MOST_NAMED.
    """

    name: str
    reached: Share
    days: float | None
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """A proposed journey: the steps of a type in the order in which they are usually taken.

    Attributes:
        type: whose.
        steps: the earliest first.
        gap: the first step that at most half as many took as the one before; empty: none.
    """

    type: str
    steps: tuple[Step, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A proposed key figure with a target.

    Attributes:
        name: what it is called.
        definition: how it is worked out, each month.
        now: of the last full month.
        month: which one that is, `2025-05`.
        usual: median of its last months; None where there are too few.
        target: upper quartile of the same months; None where there are too few.
        months: how many months these are.
        members: who is behind the share of now, as far as they may be named.
        why: what it tells of the shared purpose.
    """

    name: str
    definition: str
    now: Share
    month: str
    usual: float | None
    target: float | None
    months: int
    members: tuple[EntityId, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Feature:
    """Something to offer, and those whom it would serve now.

    Attributes:
        name: what.
        serves: whom, of all members.
        reason: why them.
        members: who, as far as they may be named, the first MOST_NAMED.
    """

    name: str
    serves: Share
    reason: str
    members: tuple[EntityId, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """What to do for one type.

    Attributes:
        type: for whom.
        lines: heading and sentence of each point.
    """

    type: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question to the manager.

    Attributes:
        about: which of the five questions, 1 to 5.
        question: in plain words.
        needs: what data would answer it; empty where only people can.
    """

    about: int
    question: str
    needs: str
