"""How much the word of each member counts, and how much it may bring."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.reputation.deeds import Deeds
from community.reputation.regard import Ties, fresh_regard, regard
from community.reputation.standing import standing

VOICE = 10.0
"""Points that all that was done for one person may bring at most."""
VOICE_PER_REGARD = 3.0
"""Such points for each person of full standing who has full regard for that person."""

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trust:
    """What is known of M members as those whom something was done for.

    Attributes:
        regard: (M, M) how much regard they have for each other.
        standing: (M,) how much the word of each counts, 0 to 1.
        voices: (M,) how many points all that was done for each may bring, before standing.
    """

    regard: sparse.csr_array
    standing: Numbers
    voices: Numbers


def trust(
    members: npt.NDArray[np.int32], deeds: Deeds, ties: Ties, now: int, half_life: float
) -> Trust:
    """The trust in each of the members.

    Args:
        members: (M,) ascending, all that deeds and ties are between.
        deeds: what they did for each other.
        ties: what else they are to each other.
        now: the second that ages are counted from.
        half_life: days after which regard brings half the voice.
    """
    shown = regard(members, deeds, ties)
    found = standing(shown)
    return Trust(shown, found, voices(fresh_regard(members, deeds, ties, now, half_life), found))


def voices(fresh: sparse.csr_array, trusted: Numbers) -> Numbers:
    """(M,) how many points all that was done for each member may bring.

    What praise within a circle brings is bounded by the regard that others have for it: a member
    for whom nobody of standing has any regard has no voice.

    Args:
        fresh: (M, M), see `community.reputation.regard.fresh_regard`.
        trusted: (M,) the standing of each.
    """
    return np.asarray(np.minimum(VOICE, VOICE_PER_REGARD * (fresh.T @ trusted)))
