"""What each deed weighs: its worth, its age, how often before, and who it was for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.reputation.deeds import Deeds
from community.reputation.fading import age
from community.reputation.kinds import KINDS, RULES

Factors = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """What the points of D deeds are the product of; all (D,) float64.

    Attributes:
        worth: of a deed of that kind.
        age: 0.5 for each half-life since.
        repeat: 1/k for the k-th deed for one and the same person, the weightiest first.
        voice: below 1 where more was done for that person than their voice may bring.
        standing: how much that person's word counts.
    """

    worth: Factors
    age: Factors
    repeat: Factors
    voice: Factors
    standing: Factors

    @property
    def own(self) -> Factors:
        """(D,) what each deed weighs, whoever it was for."""
        return self.worth * self.age * self.repeat

    @property
    def points(self) -> Factors:
        """(D,) what each deed brings."""
        return self.own * self.voice * self.standing


def weigh(deeds: Deeds, standing: Factors, voices: Factors, now: int, half_life: float) -> Weights:
    """The weights of deeds.

    For given standings no member's points rise when one of their deeds goes: of sorted weights
    w1 >= w2 >= …, the sum of w_k / k loses at least as much as the others gain by moving up, and
    a person's voice is shared out in proportion.

    Args:
        deeds: D of them.
        standing: (N,) of every node that is a beneficiary, 0 to 1.
        voices: (N,) the points that all that was done for each of them may bring.
        now: the second that ages are counted from.
        half_life: days after which a deed weighs half; one without a time counts as that old.
    """
    worth = np.array([RULES[kind].worth for kind in KINDS])[deeds.kinds]
    fading = age(deeds.times, now, half_life)
    repeat = 1.0 / _how_often(deeds, worth * fading)
    received = np.bincount(deeds.beneficiaries, worth * fading * repeat, len(standing))
    voice = np.divide(voices, received, out=np.ones(len(standing)), where=received > voices)
    return Weights(worth, fading, repeat, voice[deeds.beneficiaries], standing[deeds.beneficiaries])


def _how_often(deeds: Deeds, weights: Factors) -> npt.NDArray[np.int64]:
    """(D,) 1 for the weightiest deed of one member for another, 2 for the next, …"""
    order = np.lexsort((-weights, deeds.beneficiaries, deeds.doers))
    doers, beneficiaries = deeds.doers[order], deeds.beneficiaries[order]
    begins = np.ones(len(order), dtype=np.bool_)
    begins[1:] = (doers[1:] != doers[:-1]) | (beneficiaries[1:] != beneficiaries[:-1])
    firsts = np.flatnonzero(begins)
    lengths = np.diff(np.append(firsts, len(order)))
    counted = np.empty(len(order), dtype=np.int64)
    counted[order] = np.arange(len(order)) - np.repeat(firsts, lengths) + 1
    return counted
