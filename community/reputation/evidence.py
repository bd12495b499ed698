"""One member's reputation as they may see it: what they did, for whom, and what each weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.reputation.deeds import NOTHING, Deeds
from community.reputation.namings import Naming, naming
from community.reputation.parts import Part, purpose_parts, skill_parts
from community.reputation.reputation import Reputations
from community.reputation.told_deeds import Deed, told_deeds
from graph.records import EntityId

FEWEST_PEOPLE = 5
DEFINITION = phrase(
    "Weight of a deed = its worth * age * repeat * share. Points are what counts of the sum, as "
    "far as those are trusted for whom the deeds were done: whole numbers, and null where these "
    "are fewer than {fewest}. The interval is theirs, were it other people of that kind "
    "who met the member.",
    fewest=FEWEST_PEOPLE,
)
"""People whom deeds were for, from which on it is told what counts of them: of fewer, it could be
worked out how far one of them is trusted."""
CERTAIN = 1.96
"""Standard errors on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class MemberReputation:
    """What a member is known for.

    What deeds weigh is the member's own: it says nothing of those whom they were for. How far these
    are trusted is in `points` alone, and so summed up and rounded that nobody's shows.

    Attributes:
        member: who.
        name: what they are called.
        skill: the one that was asked for; None: all.
        weight: the sum of what their deeds weigh.
        points: what counts of it, as far as those are trusted for whom it was done, in whole
            points; None where these are fewer than FEWEST_PEOPLE.
        low, high: 95 % interval of the points, were it other people of that kind who met them.
        people: how many their deeds were for.
        skills, purposes: the weight by what the deeds were about; each sums to `weight`, the last
            part being what was about none in particular.
        deeds: the evidence, the weightiest first; their weights sum to `weight`.
        half_life: days after which a deed weighs half.
        at: the time of which it speaks.
    """

    member: EntityId
    name: str
    skill: Naming | None
    weight: float
    points: float | None
    low: float | None
    high: float | None
    people: int
    skills: tuple[Part, ...]
    purposes: tuple[Part, ...]
    deeds: tuple[Deed, ...]
    half_life: float
    at: datetime | None


def reputation_of(
    found: Reputations, member: EntityId, skill: EntityId | None = None
) -> MemberReputation:
    """What a member is known for, as they themselves may see it.

    For example:

        >>> told = reputation_of(reputations(picture), EntityId("member:ada"))  # doctest: +SKIP
        >>> told.weight == sum(deed.weight for deed in told.deeds)  # doctest: +SKIP
        True

    Args:
        found: the reputations of the community.
        member: who asks.
        skill: only what was about this skill.

    Raises:
        EntityNotFound: there is no such member or skill in sight.
    """
    snapshot = found.picture.snapshot
    node = snapshot.node(member)
    about = None if skill is None else snapshot.node(skill)
    places = found.deeds.by(node)
    shares = _shares(found, places, about)
    places, shares = places[shares > 0.0], shares[shares > 0.0]
    deeds, own = found.deeds.where(places), found.weights.own[places] * shares
    points, low, high = _counting(deeds, found.points[places] * shares)
    return MemberReputation(
        member=member,
        name=snapshot.name(node),
        skill=None if about is None else naming(found.picture, about),
        weight=float(own.sum()),
        points=points,
        low=low,
        high=high,
        people=len(np.unique(deeds.beneficiaries)),
        skills=_skills(found, deeds, own, about),
        purposes=purpose_parts(found, deeds, own),
        deeds=told_deeds(found, node, places, shares),
        half_life=found.half_life,
        at=found.picture.now,
    )


def _shares(
    found: Reputations, places: npt.NDArray[np.int64], skill: int | None
) -> npt.NDArray[np.float64]:
    """(d,) which part of each deed was about a skill."""
    if skill is None:
        return np.ones(len(places))
    things = found.deeds.things[places]
    column = found.skill_shares[:, [skill]].toarray().ravel()
    return np.where(things == NOTHING, 0.0, column[things])


def _skills(
    found: Reputations, deeds: Deeds, weights: npt.NDArray[np.float64], skill: int | None
) -> tuple[Part, ...]:
    """All skills, or the one that was asked for."""
    if skill is None:
        return skill_parts(found, deeds, weights)
    return (Part(naming(found.picture, skill), float(weights.sum()), len(weights)),)


def _counting(
    deeds: Deeds, points: npt.NDArray[np.float64]
) -> tuple[float | None, float | None, float | None]:
    """The sum, and its 95 % interval if how many people of each kind come is left to chance.

    The number of people is taken as Poisson, so that the variance of the sum is the sum of squares.
    Whole numbers; None where there are fewer than FEWEST_PEOPLE.
    """
    of_each = np.bincount(np.unique(deeds.beneficiaries, return_inverse=True)[1], points)
    if len(of_each) < FEWEST_PEOPLE:
        return None, None, None
    total, error = float(points.sum()), math.sqrt(float((of_each**2).sum()))
    ends = max(0.0, total - CERTAIN * error), total + CERTAIN * error
    return float(round(total)), float(round(ends[0])), float(round(ends[1]))
