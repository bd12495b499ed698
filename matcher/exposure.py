"""Exposure: how often people are shown over many lists, and lists that share it more evenly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.scales import standardised

SWEEPS = 4
"""How often every list is made anew from what all others show, at most."""
TOP = 3
"""So many of the most exposed are told of."""

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
Lists = Sequence[Nodes]


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Whom one question could show.

    Attributes:
        nodes: (n,) int32, each person's number, the same in all pools.
        scores: (n,) float64, how well each of them suits.
        k: how many are shown.
        key: orders the pools when they are made anew one after the other.
    """

    nodes: Nodes
    scores: Values
    k: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """How a batch of lists divides exposure among all who could have been shown.

    Attributes:
        gini: 0 when all are exposed alike, towards 1 when one person has it all.
        top_three: share of all exposure that the three most exposed have, 0-1.
    """

    gini: float
    top_three: float


@dataclass(frozen=True, slots=True)
class Price:
    """What an evenness costs and brings: nDCG of the lists, and how they divide exposure."""

    evenness: float
    ndcg: float
    exposure: Exposure


def discounts(count: int) -> Values:
    """(count,) the attention that each place of a list gets, `1 / log2(1 + rank)`.

    The position bias of Singh and Joachims (Fairness of Exposure in Rankings, KDD 2018).
    """
    return np.asarray(1.0 / np.log2(np.arange(count) + 2.0))


def exposure_of(lists: Lists, size: int) -> Values:
    """(size,) the exposure that each person has in the lists, summed over them."""
    exposure = np.zeros(size)
    for shown in lists:
        exposure[shown] += discounts(len(shown))
    return exposure


def measured(lists: Lists, population: Collection[int]) -> Exposure:
    """How the lists divide exposure among the population; nobody in it: 0 and 0."""
    people = np.fromiter(population, dtype=np.int64, count=len(population))
    highest = max([int(people.max(initial=-1)), *(int(each.max(initial=-1)) for each in lists)])
    shares = np.sort(exposure_of(lists, highest + 1)[people])
    total = shares.sum()
    if total == 0:
        return Exposure(0.0, 0.0)
    ranks = np.arange(1, len(shares) + 1)
    gini = float((2 * ranks - len(shares) - 1) @ shares / (len(shares) * total))
    return Exposure(gini, float(shares[-TOP:].sum() / total))


def evened(
    pools: Sequence[Pool], evenness: float, earlier: Mapping[int, float] | None = None
) -> list[Values]:
    """For each pool the values (n,) by which it is ranked when exposure is to be shared.

    A value is `z - evenness * log(1 + e / mean)`: `z` the score standardised within the pool, `e`
    the exposure that the person has in the lists of all other pools and had `earlier`, and `mean`
    that of everybody in any pool. First all lists are made by score alone; then each is made anew
    from what the others show, until nothing moves or SWEEPS times. Those best responses settle,
    as in any congestion game (Rosenthal 1973); it is the amortised exposure of Biega et al. (Equity
    of Attention, SIGIR 2018) with a penalty in place of their integer programme. The pools are
    taken in the order of their keys, so the order in which they were asked plays no part.
    """
    plain = [standardised(pool.scores) for pool in pools]
    if evenness == 0 or not pools:
        return plain
    population = people_in(pools)
    lists = [best(pool, values) for pool, values in zip(pools, plain, strict=True)]
    exposure = exposure_of(lists, int(population.max()) + 1)
    for node, before in (earlier or {}).items():
        if node < len(exposure):
            exposure[node] += before
    mean = max(float(exposure[population].mean()), 1e-9)
    found = list(plain)
    for _ in range(SWEEPS):
        moved = False
        for at in sorted(range(len(pools)), key=lambda at: (pools[at].key, at)):
            pool = pools[at]
            exposure[lists[at]] -= discounts(len(lists[at]))
            others = np.maximum(exposure[pool.nodes], 0.0)
            found[at] = plain[at] - evenness * np.log1p(others / mean)
            shown = best(pool, found[at])
            exposure[shown] += discounts(len(shown))
            moved |= not np.array_equal(shown, lists[at])
            lists[at] = shown
        if not moved:
            break
    return found


def best(pool: Pool, values: Values) -> Nodes:
    """(k or fewer,) the nodes of the pool with the highest values; ties by node."""
    return pool.nodes[np.lexsort((pool.nodes, -values))[: pool.k]]


def people_in(pools: Iterable[Pool]) -> Nodes:
    """Everybody in any of the pools, ascending, each once."""
    nodes = [pool.nodes for pool in pools]
    return np.unique(np.concatenate(nodes)) if nodes else np.zeros(0, dtype=np.int32)


def price_of_evenness(
    pools: Sequence[Pool], relevant: Sequence[Collection[int]], wanted: Sequence[float]
) -> list[Price]:
    """What each evenness costs in nDCG@k, and how evenly it divides exposure.

    Args:
        pools: one for each question.
        relevant: for each question the nodes that were right, at least one.
        wanted: values of evenness; 0 among them shows what is given up.
    """
    population = people_in(pools).tolist()
    prices = []
    for evenness in wanted:
        values = evened(pools, evenness)
        lists = [best(pool, each) for pool, each in zip(pools, values, strict=True)]
        quality = [_ndcg(*each) for each in zip(lists, relevant, pools, strict=True)]
        price = Price(evenness, float(np.mean(quality)), measured(lists, population))
        prices.append(price)
    return prices


def _ndcg(shown: Nodes, relevant: Collection[int], pool: Pool) -> float:
    gains = discounts(pool.k)
    hits = np.isin(shown, np.fromiter(relevant, dtype=np.int64, count=len(relevant)))
    return float(gains[: len(shown)][hits].sum() / gains[: len(relevant)].sum())
