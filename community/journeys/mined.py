"""What is proposed when a journey is mined: steps, with the evidence for each."""

from __future__ import annotations

from dataclasses import dataclass

from community.journeys.shares import Share
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Passed:
    """A milestone on the way.

    Attributes:
        key, words: which.
        support: for what share of those who got there it came before.
        others: the share of all other members who have it at all, and None without others.
        days: the median time from joining until then; None where joining has no date.
    """

    key: str
    words: str
    support: Share
    others: float | None
    days: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the mined journey: milestones that come in no settled order among themselves.

    Attributes:
        milestones: at least one.
        order: of those with a milestone of the step before as well as one of this, the share for
            whom all of this step came later; None of the first step.
    """

    milestones: tuple[Passed, ...]
    order: Share | None


@dataclass(frozen=True, slots=True)
class MinedJourney:
    """A proposal, with its evidence.

    Attributes:
        toward: as it was asked for.
        words: what those who got there did or are.
        n: how many got there.
        undated: for how many of them the time is not known, so that all they ever did counts.
        steps: in order.
        members: those who got there and may be named.
    """

    toward: str
    words: str
    n: int
    undated: int
    steps: tuple[Step, ...]
    members: tuple[EntityId, ...]
