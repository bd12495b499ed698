"""The reputation of everybody in a community, worked out at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.picture import Picture
from community.reputation.deeds import NOTHING, Deeds, joined
from community.reputation.helping import authors_of, help_given
from community.reputation.regard import ties_of
from community.reputation.subjects import skills_of_things
from community.reputation.thanks import sessions_led, thanks_given
from community.reputation.trust import Trust, trust
from community.reputation.weighing import Weights, weigh
from graph.errors import InvalidRequest

HALF_LIFE = 365.0
"""Days after which a deed weighs half, unless another half-life is asked for."""


@dataclass(frozen=True, eq=False)
class Reputations:
    """All deeds of a community and what each weighs.

    Attributes:
        picture: the community, of M members and N nodes.
        deeds: D of them.
        weights: what each weighs.
        trust: how much the word of each counts for whom something was done.
        half_life: days after which a deed weighs half.
    """

    picture: Picture
    deeds: Deeds
    weights: Weights
    trust: Trust
    half_life: float

    @cached_property
    def points(self) -> npt.NDArray[np.float64]:
        """(D,) what each deed brings."""
        return self.weights.points

    @cached_property
    def totals(self) -> npt.NDArray[np.float64]:
        """(M,) the reputation of each of `picture.members`: the sum of what their deeds bring."""
        places = np.searchsorted(self.picture.members, self.deeds.doers)
        return np.bincount(places, self.points, len(self.picture.members)).astype(np.float64)

    @cached_property
    def skill_shares(self) -> sparse.csr_array:
        """(N, N) which share of a thing is about each skill."""
        return skills_of_things(self.picture)

    def by_skill(self) -> sparse.csr_array:
        """(M, N) how much of each member's reputation is for each skill; rows sum to what is for
        any.
        """
        members, size = self.picture.members, self.picture.snapshot.size
        about = self.deeds.things != NOTHING
        places = np.searchsorted(members, self.deeds.doers[about])
        ends = places, self.deeds.things[about]
        with_things = sparse.csr_array((self.points[about], ends), shape=(len(members), size))
        return sparse.csr_array(with_things @ self.skill_shares)


def reputations(picture: Picture, half_life: float = HALF_LIFE) -> Reputations:
    """The reputation of all members.

    For example, the points of the members of a picture, in the order of `picture.members`:

        reputations(picture).totals

    Args:
        picture: the community at a time.
        half_life: days after which a deed weighs half.

    Raises:
        InvalidRequest: the half-life is not a number of days above 0.
    """
    if not (math.isfinite(half_life) and half_life > 0.0):
        raise InvalidRequest("half_life", f"must be a number of days above 0, not {half_life:g}")
    return _worked_out(picture, float(half_life))


# A server is asked about one member after the other.
@lru_cache(maxsize=2)
def _worked_out(picture: Picture, half_life: float) -> Reputations:
    deeds = deeds_of(picture)
    members, now = picture.members, picture.last_second
    found = trust(members, deeds, ties_of(picture), now, half_life)
    standing, voices = np.zeros((2, picture.snapshot.size))
    standing[members], voices[members] = found.standing, found.voices
    weights = weigh(deeds, standing, voices, now, half_life)
    return Reputations(picture, deeds, weights, found, half_life)


def deeds_of(picture: Picture) -> Deeds:
    """All deeds that the picture shows, in the order of who did them."""
    authors = authors_of(picture)
    parts = [*help_given(picture, authors), *thanks_given(picture, authors)]
    return joined([*parts, sessions_led(picture)])
