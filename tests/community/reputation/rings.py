"""Rings of fakes: how they praise each other, who else has regard for them, what it brings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from community.reputation.deeds import Deeds
from community.reputation.kinds import DeedKind
from community.reputation.regard import regard
from tests.community.reputation.towns import Nodes, Town, deeds_by

Random = np.random.Generator
Shape = Callable[[Nodes, int], list[Deeds]]
Buying = Callable[[Town, Nodes, int, Random], Deeds]


def everybody_praises_everybody(fakes: Nodes, now: int) -> list[Deeds]:
    """Each accepted an answer of each other one, and vouches for them."""
    return _praise(fakes, fakes, now)


def next_praises_next(fakes: Nodes, now: int) -> list[Deeds]:
    """Each accepted three answers of the one before."""
    doers = np.repeat(fakes, 3)
    return [deeds_by(DeedKind.ACCEPTED, doers, np.repeat(np.roll(fakes, 1), 3), now)]


def many_praise_few(fakes: Nodes, now: int) -> list[Deeds]:
    """A fifth is praised by all others, who are there for nothing else."""
    few = max(1, len(fakes) // 5)
    return _praise(fakes[:few], fakes[few:], now)


def _praise(praised: Nodes, praising: Nodes, now: int) -> list[Deeds]:
    """Each of these accepted an answer of each of those, and vouches for them."""
    doers, others = (part.ravel() for part in np.meshgrid(praised, praising))
    apart = doers != others
    kinds = (DeedKind.ACCEPTED, DeedKind.ENDORSED)
    return [deeds_by(kind, doers[apart], others[apart], now) for kind in kinds]


def anybody_vouches(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """Real members vouch for fakes, both by chance."""
    return _vouching(random.choice(fakes, edges), random.choice(town.members, edges), town.now)


def the_best_known_vouch(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """Those twenty who would be hardest to buy."""
    best = np.argsort(-town.totals())[:20]
    return _vouching(random.choice(fakes, edges), random.choice(best, edges), town.now)


def all_vouch_for_one(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """All that is bought leads to the same fake."""
    return _vouching(np.full(edges, fakes[0]), random.choice(town.members, edges), town.now)


def those_vouch_who_hardly_do(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """Real members who have little regard for anybody else pass more of their trust on."""
    given = np.asarray(regard(town.members, town.deeds, town.ties).sum(axis=1)).ravel()
    quiet = town.members[np.argsort(given)[:edges]]
    return _vouching(random.choice(fakes, edges), quiet, town.now)


def fakes_answer(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """Fakes answer questions of real members, who did not ask them to."""
    doers = random.choice(fakes, edges)
    return deeds_by(DeedKind.ANSWERED, doers, random.choice(town.members, edges), town.now)


def fakes_ask(town: Town, fakes: Nodes, edges: int, random: Random) -> Deeds:
    """Real members who answer much answer questions of fakes."""
    helpers = random.choice(np.argsort(-town.totals())[:60], edges)
    return deeds_by(DeedKind.ANSWERED, helpers, random.choice(fakes, edges), town.now)


def _vouching(fakes: npt.ArrayLike, real: npt.ArrayLike, now: int) -> Deeds:
    return deeds_by(DeedKind.ENDORSED, fakes, real, now)


SHAPES: tuple[Shape, ...] = (everybody_praises_everybody, next_praises_next, many_praise_few)
BUYING: tuple[Buying, ...] = (
    anybody_vouches, the_best_known_vouch, all_vouch_for_one, those_vouch_who_hardly_do,
    fakes_answer, fakes_ask,
)  # fmt: skip


def gain(
    town: Town,
    share: float,
    edges: int,
    shape: Shape = everybody_praises_everybody,
    buying: Buying = anybody_vouches,
) -> float:
    """What praise among fakes brings a ring, as a share of the reputation of all with the ring.

    Args:
        town: of real members.
        share: fakes in relation to real members.
        edges: how often real members have to do with a fake. What these deeds bring themselves is
            no gain: they are between a fake and a real member.
        shape: how the fakes praise each other.
        buying: what real members have to do with them.
    """
    fakes = fakes_of(town, share)
    with_real = buying(town, fakes, edges, np.random.default_rng(1))
    alone = town.joined_by(fakes, with_real).totals()
    ring = town.joined_by(fakes, with_real, *shape(fakes, town.now)).totals()
    return float((ring[fakes].sum() - alone[fakes].sum()) / ring.sum())


def ranks_lost(town: Town, share: float, edges: int) -> int:
    """How many places a real member with any reputation falls at most, through a whole ring."""
    fakes = fakes_of(town, share)
    with_real = anybody_vouches(town, fakes, edges, np.random.default_rng(1))
    praise = everybody_praises_everybody(fakes, town.now)
    before = town.totals()
    after = town.joined_by(fakes, with_real, *praise).totals()
    known = np.flatnonzero(before > 0.0)
    return int(np.max((after[fakes, None] > after[known]).sum(axis=0)))


def fakes_of(town: Town, share: float) -> Nodes:
    """Numbers for so many fakes, at least two."""
    count = max(2, round(share * len(town.members)))
    return np.arange(town.size, town.size + count, dtype=np.int32)
