"""Who has regard for whom, as far as deeds show it: the ties along which trust flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.picture import Picture
from community.reputation.deeds import Deeds
from community.reputation.fading import age
from community.reputation.kinds import KINDS, RULES
from graph.schema import RelationshipKind

TIES: dict[RelationshipKind, float] = {
    RelationshipKind.CONNECTED: 0.5,
    RelationshipKind.INVITED: 0.5,
    RelationshipKind.ACCEPTED: 0.5,
    RelationshipKind.FOLLOWS: 0.1,
}
"""Regard that a tie shows, of the one who made it for the other: nobody gains by their own."""
MOST = 1.0
"""Regard of one member for another, however often they had to do with each other."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """T ties that are not deeds: who made one with whom, and how much regard it shows.

    Attributes:
        sources, targets: (T,) int32 nodes of members.
        regards: (T,) float64.
        times: (T,) int32, seconds since 2000, NO_TIME where it is not known.
    """

    sources: npt.NDArray[np.int32]
    targets: npt.NDArray[np.int32]
    regards: npt.NDArray[np.float64]
    times: npt.NDArray[np.int32]


def ties_of(picture: Picture) -> Ties:
    """The ties that a picture shows."""
    found = [(picture.events_of(kind), shown) for kind, shown in TIES.items()]
    return Ties(
        np.concatenate([ties.sources for ties, _ in found]),
        np.concatenate([ties.targets for ties, _ in found]),
        np.concatenate([np.full(len(ties), shown) for ties, shown in found]),
        np.concatenate([ties.times for ties, _ in found]),
    )


def regard(members: npt.NDArray[np.int32], deeds: Deeds, ties: Ties) -> sparse.csr_array:
    """(M, M) how much regard each of the members (row) has for each other, 0 to 1.

    Args:
        members: (M,) ascending, all that deeds and ties are between.
        deeds: what they did for each other.
        ties: what else they are to each other.
    """
    found = _summed(members, deeds, ties, np.ones(len(deeds)), np.ones(len(ties.times)))
    found.data = np.minimum(found.data, MOST)
    return found


def fresh_regard(
    members: npt.NDArray[np.int32], deeds: Deeds, ties: Ties, now: int, half_life: float
) -> sparse.csr_array:
    """(M, M) the same, of which what is old counts less: half after each half-life, in days."""
    ages = age(deeds.times, now, half_life), age(ties.times, now, half_life)
    whole = _summed(members, deeds, ties, np.ones(len(deeds)), np.ones(len(ties.times)))
    fresh = _summed(members, deeds, ties, *ages)
    fresh.data *= np.minimum(whole.data, MOST) / whole.data
    return fresh


def _summed(
    members: npt.NDArray[np.int32],
    deeds: Deeds,
    ties: Ties,
    of_deeds: npt.NDArray[np.float64],
    of_ties: npt.NDArray[np.float64],
) -> sparse.csr_array:
    """(M, M) the regard shown by all deeds and ties, each times its factor."""
    thanks = np.array([RULES[kind].thanks for kind in KINDS])[deeds.kinds]
    effort = np.array([RULES[kind].effort for kind in KINDS])[deeds.kinds]
    sources = np.concatenate([deeds.beneficiaries, deeds.doers, ties.sources])
    targets = np.concatenate([deeds.doers, deeds.beneficiaries, ties.targets])
    values = np.concatenate([thanks, effort, ties.regards])
    factors = np.concatenate([of_deeds, of_deeds, of_ties])
    shown = (values > 0.0) & (sources != targets)
    ends = np.searchsorted(members, sources[shown]), np.searchsorted(members, targets[shown])
    shape = (len(members), len(members))
    return sparse.coo_array(((values * factors)[shown], ends), shape=shape).tocsr()
