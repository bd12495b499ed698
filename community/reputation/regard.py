"""Who has regard for whom, as far as deeds show it: the ties along which trust flows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.picture import Picture
from community.reputation.deeds import Deeds
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
    """

    sources: npt.NDArray[np.int32]
    targets: npt.NDArray[np.int32]
    regards: npt.NDArray[np.float64]


def ties_of(picture: Picture) -> Ties:
    """The ties that a picture shows."""
    found = [(picture.events_of(kind), shown) for kind, shown in TIES.items()]
    return Ties(
        np.concatenate([ties.sources for ties, _ in found]),
        np.concatenate([ties.targets for ties, _ in found]),
        np.concatenate([np.full(len(ties), shown) for ties, shown in found]),
    )


def regard(members: npt.NDArray[np.int32], deeds: Deeds, ties: Ties) -> sparse.csr_array:
    """(M, M) how much regard each of the members (row) has for each other, 0 to 1.

    Args:
        members: (M,) ascending, all that deeds and ties are between.
        deeds: what they did for each other.
        ties: what else they are to each other.
    """
    thanks = np.array([RULES[kind].thanks for kind in KINDS])[deeds.kinds]
    effort = np.array([RULES[kind].effort for kind in KINDS])[deeds.kinds]
    sources = np.concatenate([deeds.beneficiaries, deeds.doers, ties.sources])
    targets = np.concatenate([deeds.doers, deeds.beneficiaries, ties.targets])
    values = np.concatenate([thanks, effort, ties.regards])
    shown = (values > 0.0) & (sources != targets)
    ends = np.searchsorted(members, sources[shown]), np.searchsorted(members, targets[shown])
    shape = (len(members), len(members))
    found = sparse.coo_array((values[shown], ends), shape=shape).tocsr()
    found.data = np.minimum(found.data, MOST)
    return found
