"""Towns of members who help each other, and rings of fakes that praise themselves, as columns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.reputation.deeds import NOTHING, Deeds, joined
from community.reputation.kinds import KIND_CODES, DeedKind
from community.reputation.regard import Ties, regard
from community.reputation.standing import standing
from community.reputation.weighing import weigh

Nodes = npt.NDArray[np.int32]
DAY = 86_400
NOW = 800_000_000
HALF_LIFE = 365.0
NO_TIES = Ties(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))


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
        """(size,) the standing of each number."""
        found = np.zeros(self.size)
        found[self.members] = standing(regard(self.members, self.deeds, self.ties))
        return found

    def totals(self) -> npt.NDArray[np.float64]:
        """(size,) the reputation of each number."""
        weights = weigh(self.deeds, self.trust(), self.now, HALF_LIFE)
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


def ring_of(fakes: Nodes, now: int = NOW) -> list[Deeds]:
    """Each accepted an answer of each other one, and vouches for them."""
    doers, others = (part.ravel() for part in np.meshgrid(fakes, fakes))
    apart = doers != others
    kinds = (DeedKind.ACCEPTED, DeedKind.ENDORSED)
    return [deeds_by(kind, doers[apart], others[apart], now) for kind in kinds]


def bought(town: Town, fakes: Nodes, edges: int, seed: int = 1) -> Deeds:
    """So many real members vouch for a fake."""
    random = np.random.default_rng(seed)
    ends = random.choice(fakes, edges), random.choice(town.members, edges)
    return deeds_by(DeedKind.ENDORSED, *ends, town.now)


def gain(town: Town, share: float, edges: int) -> float:
    """What praise among fakes brings a ring, as a share of the reputation of all with the ring.

    Args:
        town: of real members.
        share: fakes in relation to real members.
        edges: how many real members were bought to vouch for one of them: what these bring
            themselves is not counted, real members said so.
    """
    count = max(2, round(share * len(town.members)))
    fakes = np.arange(town.size, town.size + count, dtype=np.int32)
    real_praise = bought(town, fakes, edges)
    alone = town.joined_by(fakes, real_praise).totals()
    with_ring = town.joined_by(fakes, real_praise, *ring_of(fakes, town.now)).totals()
    return float((with_ring[fakes].sum() - alone[fakes].sum()) / with_ring.sum())


def ranks_lost(town: Town, share: float, edges: int) -> int:
    """How many places a real member with any reputation falls at most, through a whole ring."""
    count = max(2, round(share * len(town.members)))
    fakes = np.arange(town.size, town.size + count, dtype=np.int32)
    before = town.totals()
    after = town.joined_by(fakes, bought(town, fakes, edges), *ring_of(fakes, town.now)).totals()
    known = np.flatnonzero(before > 0.0)
    above = [(after[fakes, None] > after[known]).sum(axis=0)]
    return int(np.max(above))
