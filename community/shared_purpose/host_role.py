"""Question 5: what the host's people do, how quickly, and for whom."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.alignment.ground import share
from community.figure import Figure
from community.phrases import phrase
from community.shared_purpose.deeds import Made, first_replies
from community.shared_purpose.ground import Ground, Mask
from graph.packing import DAY, HOUR, NO_TIME
from graph.schema import RelationshipKind

_WELCOME_DAYS = 30
_YEAR = 365
_WELCOMES = (
    RelationshipKind.HELPED, RelationshipKind.MENTORS, RelationshipKind.CONNECTED,
    RelationshipKind.INVITED, RelationshipKind.FOLLOWS, RelationshipKind.ENDORSED,
)  # fmt: skip
"""Deeds of one member that reach another."""


def host_role(ground: Ground) -> tuple[Figure, ...]:
    """Figures on staff beside everybody else; those on staff are None where no staff are known."""
    return (*_shares(ground), *_first_answers(ground), _welcomed(ground))


def _shares(ground: Ground) -> tuple[Figure, ...]:
    """Of all that members give, the part that staff give; not members but their deeds."""
    told = []
    for deed in ground.gives:
        by_staff = int(deed.counts[ground.staff].sum())
        found = share(by_staff, int(deed.counts.sum()))
        known = bool(ground.staff.any())
        told.append(
            Figure(
                name=phrase("{noun}, by staff", noun=deed.noun),
                value=found.value if known else None,
                unit="share",
                definition=phrase(
                    "Of all {noun} that are recorded, the part of staff.", noun=deed.noun
                ),
                low=found.low if known else None,
                high=found.high if known else None,
                n=found.of,
                note="" if known else phrase("No member has the kind `staff`."),
                members=ground.named(ground.staff & (deed.counts > 0)),
            )
        )
    return tuple(told)


def _first_answers(ground: Ground) -> tuple[Figure, ...]:
    """Hours to the first answer, by staff and by others, of the questions that got one."""
    questions = Made.of(ground.picture).questions
    asked = np.full(ground.picture.snapshot.size, NO_TIME, dtype=np.int64)
    asked[questions.targets] = questions.times
    first = first_replies(ground.picture)
    known = (asked[first.targets] != NO_TIME) & (first.times != NO_TIME)
    first = first.where(known)
    hours = (first.times - asked[first.targets]) / HOUR
    places = ground.places(first.sources)
    by_staff = ground.staff[places]
    told = [_median(ground, phrase("by members other than staff"), hours, places, ~by_staff)]
    if by_staff.any():
        told.insert(0, _median(ground, phrase("by staff"), hours, places, by_staff))
    return tuple(told) if len(hours) else ()


def _median(
    ground: Ground,
    who: str,
    hours: npt.NDArray[np.float64],
    places: npt.NDArray[np.int64],
    kept: Mask,
) -> Figure:
    among = np.sort(hours[kept])
    low, high = _median_interval(among)
    answering = np.isin(np.arange(len(ground.labels)), places[kept])
    return Figure(
        phrase("hours to the first answer, {who}", who=who),
        float(np.median(among)) if len(among) else None,
        "hours",
        phrase(
            "Median over the questions that they were first to answer; the unanswered are left out."
        ),
        low,
        high,
        len(among),
        members=ground.named(answering),
    )


def _median_interval(
    ascending: npt.NDArray[np.float64],
) -> tuple[float, float] | tuple[None, None]:
    """The 95 % interval of a median from the order of values (binomial; distribution-free).

    David and Nagaraja, "Order Statistics", 2003, section 7.1. None below six values.
    """
    from scipy.stats import binom  # noqa: PLC0415 - slow to import, and reports alone need it

    n = len(ascending)
    below = int(binom.ppf(0.025, n, 0.5)) - 1
    if below < 0:
        return None, None
    return float(ascending[below]), float(ascending[n - 1 - below])


def _welcomed(ground: Ground) -> Figure:
    """Newcomers of the last year whom staff reached within 30 days."""
    name = phrase(
        "newcomers whom staff reached within {welcome_days} days", welcome_days=_WELCOME_DAYS
    )
    told = phrase(
        "Of the members who joined in the last year and at least 30 days ago, those "
        "whom staff helped, mentored, invited, followed, vouched for or got to know "
        "in their first 30 days."
    )
    recent = (ground.joined > ground.since(_YEAR)) & (ground.joined <= ground.since(_WELCOME_DAYS))
    recent &= ~ground.staff
    if not (ground.staff.any() and recent.any()):
        note = phrase(
            "It needs members of the kind `staff`, and members who joined in the last year."
        )
        return Figure(name, None, "share", told, note=note)
    reached = _reached_by_staff(ground)
    within = reached <= ground.joined + _WELCOME_DAYS * DAY
    found = share(int((recent & within).sum()), int(recent.sum()))
    who = ground.named(recent & within)
    ends = (found.low, found.high, found.of)
    action = phrase("Share out the newcomers of each week among the staff.")
    return Figure(name, found.value, "share", told, *ends, action=action, members=who)


def _reached_by_staff(ground: Ground) -> npt.NDArray[np.int64]:
    """(M,) when staff first did something for each; the end of time where they never did."""
    ties = ground.picture.events_of(*_WELCOMES)
    ties = ties.where(ground.staff[ground.places(ties.sources)] & (ties.times != NO_TIME))
    first = np.full(len(ground.labels), np.iinfo(np.int64).max)
    np.minimum.at(first, ground.places(ties.targets), ties.times.astype(np.int64))
    return first
