"""Towns of members who help each other, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.reputation.deeds import NOTHING, Deeds, joined
from community.reputation.kinds import KIND_CODES, DeedKind
from community.reputation.regard import Ties
from community.reputation.trust import trust
from community.reputation.weighing import weigh

Nodes = npt.NDArray[np.int32]
DAY = 86_400
NOW = 800_000_000
HALF_LIFE = 365.0
_NOBODY = np.zeros(0, np.int32)
NO_TIES = Ties(_NOBODY, _NOBODY, np.zeros(0), _NOBODY)


def deeds_by(
    kind: DeedKind, doers: npt.ArrayLike, others: npt.ArrayLike, times: npt.ArrayLike = NOW
) -> Deeds:
    """Deeds of one kind at given times."""
    who, whom = np.asarray(doers, dtype=np.int32), np.asarray(others, dtype=np.int32)
    when = np.broadcast_to(np.asarray(times, dtype=np.int32), who.shape).copy()
    nothing = np.full(len(who), NOTHING, dtype=np.int32)
    return Deeds(who, whom, np.full(len(who), KIND_CODES[kind], dtype=np.uint8), nothing, when)


@dataclass(frozen=True, slots=True, eq=False)
class Town:
    """Members, their deeds and ties, and a clock.

    Attributes:
        size: members have the numbers below it.
        members: (M,) those there are.
        deeds, ties: what they did for each other, and else are to each other.
        now: from when ages are counted.
    """

    size: int
    members: Nodes
    deeds: Deeds
    ties: Ties = NO_TIES
    now: int = NOW

    def joined_by(self, others: Nodes, *more: Deeds) -> Town:
        """With others, whose numbers go on from `size`, and more deeds."""
        deeds = joined([self.deeds, *more])
        members = np.concatenate([self.members, others]).astype(np.int32)
        return Town(self.size + len(others), members, deeds, self.ties, self.now)

    def trust(self) -> npt.NDArray[np.float64]:
        """(2, size) the standing and the voice of each number."""
        known = trust(self.members, self.deeds, self.ties, self.now, HALF_LIFE)
        found = np.zeros((2, self.size))
        found[:, self.members] = known.standing, known.voices
        return found

    def totals(self) -> npt.NDArray[np.float64]:
        """(size,) the reputation of each number."""
        standing, voices = self.trust()
        weights = weigh(self.deeds, standing, voices, self.now, HALF_LIFE)
        return np.bincount(self.deeds.doers, weights.points, self.size).astype(np.float64)


def town(members: int, seed: int = 1) -> Town:
    """Members in circles of thirty; a few help many, mostly in their own circle."""
    random = np.random.default_rng(seed)
    count = 4 * members
    eager = random.pareto(1.5, members) + 0.05
    helpers = random.choice(members, count, p=eager / eager.sum())
    near = (helpers // 30) * 30 + random.integers(0, 30, count)
    asked = np.where(random.random(count) < 0.7, near, random.integers(0, members, count))
    asked = np.minimum(asked, members - 1)
    times = NOW - random.integers(0, 700 * DAY, count)
    others = helpers != asked
    helpers, asked, times = helpers[others], asked[others], times[others]
    taken = random.random(len(helpers)) < 0.4
    return Town(
        members,
        np.arange(members, dtype=np.int32),
        joined(
            [
                deeds_by(DeedKind.ANSWERED, helpers[~taken], asked[~taken], times[~taken]),
                deeds_by(DeedKind.ACCEPTED, helpers[taken], asked[taken], times[taken]),
            ]
        ),
    )
