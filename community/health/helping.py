"""Who answers whom: how much hangs on how few, and whether help comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.answers import author_places
from community.health.deeds import Deeds
from community.health.measures import Count, Drawn, Plain, Share
from community.health.tracking import PERIOD
from community.picture import Picture
from graph.packing import DAY, NO_TIME
from graph.schema import RelationshipKind

Places = npt.NDArray[np.int64]
Counts = npt.NDArray[np.int64]

DRAWS = 1000
"""Bootstrap samples."""
SEED = 20260101
HALF = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Help:
    """H times that a member helped another, each counted once.

    Attributes:
        helpers, helped: (H,) places of members.
        age: (H,) whole days before the clock.
        size: how many members there are.
    """

    helpers: Places
    helped: Places
    age: npt.NDArray[np.int64]
    size: int

    def during(self, ago: int, days: int = PERIOD) -> Help:
        """What was done in so many days until so many days before the clock."""
        kept = (self.age >= ago) & (self.age < ago + days)
        return Help(self.helpers[kept], self.helped[kept], self.age[kept], self.size)

    def counts(self) -> Counts:
        """(size,) how often each member helped."""
        return np.bincount(self.helpers, minlength=self.size)


def help_of(picture: Picture, deeds: Deeds) -> Help:
    """All help in a picture: what says so, and replies to what another member wrote.

    An answer and the help that it is recorded as are one: same two members, same second.
    """
    said = picture.events_of(RelationshipKind.HELPED)
    replied = picture.events_of(RelationshipKind.REPLIES_TO)
    authors = author_places(picture, deeds)
    helpers = np.concatenate(
        (np.searchsorted(deeds.members, said.sources), authors[replied.sources])
    )
    helped = np.concatenate(
        (np.searchsorted(deeds.members, said.targets), authors[replied.targets])
    )
    times = np.concatenate((said.times, replied.times)).astype(np.int64)
    known = (helpers >= 0) & (helped >= 0) & (helpers != helped)
    known &= (times != NO_TIME) & (times <= deeds.clock.at)
    rows = np.unique(np.stack((helpers, helped, times))[:, known], axis=1)
    return Help(rows[0], rows[1], (deeds.clock.at - rows[2]) // DAY, len(deeds.members))


def gini(counts: Counts) -> float | None:
    """How unequally (n,) counts are shared out: 0 all alike, towards 1 all in one hand.

    Half the mean difference of any two, in parts of the mean (Gini 1912), from the sorted counts
    x(1) <= … <= x(n): 2 Σ i x(i) / (n Σ x) - (n + 1) / n. None where there is nothing to share.
    """
    total = int(counts.sum())
    if not total:
        return None
    places = np.arange(1, len(counts) + 1)
    return float(2 * (places * np.sort(counts)).sum() / (len(counts) * total)) - 1 - 1 / len(counts)


def carriers(counts: Counts, part: float = HALF) -> Places:
    """The fewest places that together have this part of all counts (n,), the largest first."""
    order = np.argsort(-counts, kind="stable")
    reached = np.cumsum(counts[order])
    if not len(order) or not reached[-1]:
        return np.zeros(0, dtype=np.int64)
    return order[: int(np.searchsorted(reached, part * reached[-1])) + 1]


def inequality(help_given: Help) -> Drawn:
    """The Gini coefficient among those who helped; bootstrapped over helpers."""
    counts = help_given.counts()
    counts = counts[counts > 0]
    values, shares = _draws(counts)
    drawn = np.array([gini_of_groups(values, row) for row in shares])
    return Drawn(gini(counts), drawn, len(counts))


def half_carried_by(help_given: Help) -> Drawn:
    """How many helpers gave half of all help; bootstrapped over helpers."""
    counts = help_given.counts()
    counts = counts[counts > 0]
    values, groups = _draws(counts)
    drawn = np.array([_half_of_groups(values, row) for row in groups], dtype=np.float64)
    found = carriers(counts)
    return Drawn(float(len(found)) if len(found) else None, drawn, len(counts))


def busiest(help_given: Help) -> Plain:
    """The share of all help that the busiest helper gave."""
    counts = help_given.counts()
    total = int(counts.sum())
    return Plain(float(counts.max() / total) if total else None, total)


def helpers(help_given: Help) -> Count:
    """How many helped at all."""
    return Count(int(np.count_nonzero(help_given.counts())))


def returned(help_given: Help) -> Share:
    """Of the pairs of whom one helped the other, how many helped both ways."""
    low = np.minimum(help_given.helpers, help_given.helped)
    high = np.maximum(help_given.helpers, help_given.helped)
    ways = np.unique(np.stack((low, high, help_given.helpers)), axis=1)
    _, both = np.unique(ways[:2], axis=1, return_counts=True)
    return Share(int(np.count_nonzero(both == 2)), len(both))


def passed_on(help_given: Help) -> Share:
    """Of those who were helped, how many helped somebody themselves."""
    were_helped = np.unique(help_given.helped)
    return Share(int(np.isin(were_helped, help_given.helpers).sum()), len(were_helped))


def _draws(counts: Counts) -> tuple[Counts, Counts]:
    """(K,) the counts that occur, and (DRAWS, K) how often each does among helpers drawn anew."""
    if not len(counts):
        return counts, np.zeros((0, 0), dtype=np.int64)
    values, often = np.unique(counts, return_counts=True)
    dice = np.random.default_rng(SEED)
    return values, dice.multinomial(len(counts), often / often.sum(), size=DRAWS)


def gini_of_groups(values: Counts, often: Counts) -> float:
    """`gini` of counts (K,), ascending, that occur so often (K,)."""
    total = float((values * often).sum())
    n = int(often.sum())
    # The sum of the places that a group of equals takes up.
    until = np.cumsum(often)
    places = often * (until - often) + often * (often + 1) / 2
    return 2 * float((places * values).sum()) / (n * total) - (n + 1) / n


def _half_of_groups(values: Counts, often: Counts) -> int:
    """How many of the largest have half of it all."""
    amounts, numbers = (values * often)[::-1], often[::-1]
    reached = np.cumsum(amounts)
    half = HALF * reached[-1]
    place = int(np.searchsorted(reached, half))
    before = float(reached[place - 1]) if place else 0.0
    within = int(np.ceil((half - before) / float(values[::-1][place]) - 1e-9))
    return int(numbers[:place].sum()) + max(within, 1)
