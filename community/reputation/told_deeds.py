"""Deeds as a person reads them: what was done, for whom, when, and what it weighs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.reputation.deeds import NOTHING
from community.reputation.kinds import KINDS
from community.reputation.namings import Naming, naming, namings_for
from community.reputation.reputation import Reputations
from graph.packing import moment_of


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: its weight is worth * age * repeat * share, and says nothing of whom it was for.

    Attributes:
        kind: see `community.reputation.kinds`.
        words: what was done, for a person to read.
        person: whom it was for; None where they are not to be named to this member.
        thing: the content or activity it was done with, if any.
        at: when; None where it is not known.
        worth, age, repeat: see `community.reputation.weighing`.
        share: the part of it that was about the skill asked for; 1 where none was.
        weight: what it weighs.
    """

    kind: str
    words: str
    person: Naming | None
    thing: Naming | None
    at: datetime | None
    worth: float
    age: float
    repeat: float
    share: float
    weight: float


def told_deeds(
    found: Reputations,
    member: int,
    places: npt.NDArray[np.int64],
    shares: npt.NDArray[np.float64],
) -> tuple[Deed, ...]:
    """The deeds at `places`, of which `shares` count, the weightiest first."""
    deeds = found.deeds.where(places)
    people = namings_for(found.picture, member, deeds.beneficiaries)
    return tuple(
        _told(found, int(places[row]), people[row], float(shares[row]))
        for row in np.lexsort((places, -found.weights.own[places] * shares)).tolist()
    )


def _told(found: Reputations, place: int, person: Naming | None, share: float) -> Deed:
    deeds, weights = found.deeds, found.weights
    kind, thing = KINDS[deeds.kinds[place]], int(deeds.things[place])
    return Deed(
        kind=kind.value,
        words=kind.told(phrase("somebody") if person is None else person.name),
        person=person,
        thing=None if thing == NOTHING else naming(found.picture, thing),
        at=moment_of(int(deeds.times[place])),
        worth=float(weights.worth[place]),
        age=float(weights.age[place]),
        repeat=float(weights.repeat[place]),
        share=share,
        weight=float(weights.own[place]) * share,
    )
