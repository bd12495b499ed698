"""Journeys mined from those who got there: which first times came before, and in what order."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from community.journeys.arrivals import Arrivals, arrivals
from community.journeys.milestones import Milestone, milestones
from community.journeys.mined import MinedJourney, Passed, Step
from community.journeys.shares import Share, share_of
from community.picture import Picture
from graph.errors import InvalidRequest
from graph.packing import DAY, NO_TIME

FEWEST = 5
"""Members who got there, from which on their ways are told."""
COMMON = 0.5
"""Share of those who got there for whom a milestone must have come before, to be on the way."""
SETTLED = 0.5
"""An order is settled where surely more than this share of members took it."""


def mine(picture: Picture, toward: str) -> MinedJourney:
    """The usual way of those who got somewhere.

    Of every kind of first time (`community.journeys.milestones`) it is counted for how many of
    those who got there it came before; what came before for at least half of them is on the way.
    Milestones are ordered by how often each came before each other one (Copeland's score: for how
    many others it usually came first), ties by the median time since joining. Neighbours whose
    order is not settled (Wilson's interval of the share who took them in this order reaches one
    half) are one step.

    For example:

        for step in mine(picture, "mentoring").steps:
            print([passed.words for passed in step.milestones], step.order)

    Raises:
        EntityNotFound: `toward` is an id that this community does not hold.
        InvalidRequest: it is nothing that can be got to, or fewer than five members got there.
    """
    known = list(milestones(picture))
    found = arrivals(picture, toward, known)
    n = int(found.there.sum())
    if n < FEWEST:
        raise InvalidRequest(
            "toward", f"was reached by {n} members; it takes {FEWEST} to tell a usual way"
        )
    on_the_way = [each for each in known if _is_common(each, found)]
    on_the_way = _ordered(on_the_way, found, picture)
    steps = _steps(on_the_way, found, picture)
    named = found.there & picture.nameable
    return MinedJourney(
        toward, found.words, n, found.undated, steps, picture.ids(picture.members[named])
    )


def _before(milestone: Milestone, found: Arrivals) -> npt.NDArray[np.bool_]:
    """(A,) for which of those who got there it came before that."""
    days = milestone.days[found.there]
    return np.asarray(np.isfinite(days) & (days < found.days[found.there]))


def _is_common(milestone: Milestone, found: Arrivals) -> bool:
    return milestone.key != found.excluded and float(_before(milestone, found).mean()) >= COMMON


def _ordered(known: Sequence[Milestone], found: Arrivals, picture: Picture) -> list[Milestone]:
    firsts = {each.key: _sooner(each, known, found) for each in known}
    waits = {each.key: _wait(each, found, picture) for each in known}
    middle = {key: np.inf if days is None else days for key, days in waits.items()}
    return sorted(known, key=lambda each: (-firsts[each.key], middle[each.key], each.key))


def _sooner(milestone: Milestone, known: Sequence[Milestone], found: Arrivals) -> float:
    """For how many of the others it came first, for more than half; half a one for a draw."""
    score = 0.0
    for other in known:
        if other is not milestone:
            order = _order(milestone, other, found)
            score += 0.5 if order.value == 0.5 or order.n == 0 else float(order.value > 0.5)
    return score


def _order(first: Milestone, second: Milestone, found: Arrivals) -> Share:
    """Of those with both, not at one time, the share for whom the first came first."""
    both = _before(first, found) & _before(second, found)
    one, other = first.days[found.there][both], second.days[found.there][both]
    return share_of(int((one < other).sum()), int((one != other).sum()))


def _wait(milestone: Milestone, found: Arrivals, picture: Picture) -> float | None:
    joined = picture.snapshot.node_times[picture.members][found.there]
    known = _before(milestone, found) & (joined != NO_TIME)
    days = milestone.days[found.there][known] - joined[known] / DAY
    return float(np.median(days)) if len(days) else None


def _steps(known: Sequence[Milestone], found: Arrivals, picture: Picture) -> tuple[Step, ...]:
    groups: list[list[Milestone]] = []
    for place, milestone in enumerate(known):
        if place and _order(known[place - 1], milestone, found).low <= SETTLED:
            groups[-1].append(milestone)
        else:
            groups.append([milestone])
    steps = []
    for before, group in zip([None, *groups], groups, strict=False):
        order = None if before is None else _all_later(before, group, found)
        steps.append(Step(tuple(_passed(each, found, picture) for each in group), order))
    return tuple(steps)


def _all_later(before: Sequence[Milestone], after: Sequence[Milestone], found: Arrivals) -> Share:
    earlier = np.stack([_days(each, found, -np.inf) for each in before]).max(axis=0)
    later = np.stack([_days(each, found, np.inf) for each in after]).min(axis=0)
    both = np.isfinite(earlier) & np.isfinite(later)
    return share_of(int((later[both] > earlier[both]).sum()), int(both.sum()))


def _days(milestone: Milestone, found: Arrivals, otherwise: float) -> npt.NDArray[np.float64]:
    """(A,) when each of those who got there had it, if it was before that."""
    return np.where(_before(milestone, found), milestone.days[found.there], otherwise)


def _passed(milestone: Milestone, found: Arrivals, picture: Picture) -> Passed:
    others = np.isfinite(milestone.days[~found.there])
    before = _before(milestone, found)
    return Passed(
        key=milestone.key,
        words=milestone.words,
        support=share_of(int(before.sum()), len(before)),
        others=float(others.mean()) if len(others) else None,
        days=_wait(milestone, found, picture),
    )
