"""One member's reputation with its evidence: what they did, for whom, and what each deed weighs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.reputation.deeds import NOTHING, Deeds
from community.reputation.namings import Naming, naming
from community.reputation.parts import Part, purpose_parts, skill_parts
from community.reputation.reputation import Reputations
from community.reputation.told_deeds import Deed, told_deeds
from graph.records import EntityId

CERTAIN = 1.96
"""Standard errors on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class MemberReputation:
    """What a member is known for.

    Attributes:
        member: who.
        name: what they are called.
        skill: the one that was asked for; None: all.
        points: the sum of what their deeds bring.
        low, high: 95 % interval of the points, were it other people of that kind who met them.
        people: how many their deeds were for.
        skills, purposes: the points by what the deeds were about; each sums to `points`, the last
            part being what was about none in particular.
        deeds: the evidence, the weightiest first; their points sum to `points`.
        half_life: days after which a deed weighs half.
        at: the time of which it speaks.
    """

    member: EntityId
    name: str
    skill: Naming | None
    points: float
    low: float
    high: float
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
        >>> told.points == sum(deed.points for deed in told.deeds)  # doctest: +SKIP
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
    deeds, points = found.deeds.where(places), found.points[places] * shares
    low, high = _interval(deeds, points)
    return MemberReputation(
        member=member,
        name=snapshot.name(node),
        skill=None if about is None else naming(found.picture, about),
        points=float(points.sum()),
        low=low,
        high=high,
        people=len(np.unique(deeds.beneficiaries)),
        skills=_skills(found, deeds, points, about),
        purposes=purpose_parts(found, deeds, points),
        deeds=told_deeds(found, node, places, shares, points),
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
    found: Reputations, deeds: Deeds, points: npt.NDArray[np.float64], skill: int | None
) -> tuple[Part, ...]:
    """All skills, or the one that was asked for."""
    if skill is None:
        return skill_parts(found, deeds, points)
    return (Part(naming(found.picture, skill), float(points.sum()), len(points)),)


def _interval(deeds: Deeds, points: npt.NDArray[np.float64]) -> tuple[float, float]:
    """95 % interval of a sum over people, if how many of each kind come is left to chance.

    The number of people is taken as Poisson, so that the variance of the sum is the sum of squares.
    """
    of_each = np.bincount(np.unique(deeds.beneficiaries, return_inverse=True)[1], points)
    total, error = float(points.sum()), math.sqrt(float((of_each**2).sum()))
    return max(0.0, total - CERTAIN * error), total + CERTAIN * error
