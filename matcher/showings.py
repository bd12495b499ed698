"""Showings: nobody with a stated capacity is shown more often than a multiple of it."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from matcher.exposure import Pool, Values

Mask = npt.NDArray[np.bool_]
Bid = tuple[float, str, int]
"""How well a question suits somebody, its key, and its place among the pools."""


def within_limits(
    pools: Sequence[Pool],
    fits: Sequence[Values],
    orders: Sequence[Sequence[int]],
    limits: Mapping[int, int],
) -> list[Mask]:
    """For each pool (n,) whether each person may be shown there, so that no limit is exceeded.

    Each question asks for the first `k` of its order; whoever is asked for more often than their
    limit keeps the questions that they suit best, and the others ask for the next in their order:
    deferred acceptance (Gale and Shapley 1962), whose outcome does not depend on who asks first.

    Args:
        pools: one for each question.
        fits: for each pool (n,) how well each person suits it, comparable between pools.
        orders: for each pool the places (n,) in it, the most wanted first.
        limits: how often each node may be shown; who is not in it has no limit.
    """
    asked = [0] * len(pools)
    missing = [pool.k for pool in pools]
    held: dict[int, list[Bid]] = defaultdict(list)
    waiting = list(range(len(pools)))
    while waiting:
        at = waiting.pop()
        while missing[at] and asked[at] < len(orders[at]):
            place = orders[at][asked[at]]
            asked[at] += 1
            missing[at] -= 1
            node = int(pools[at].nodes[place])
            if node not in limits:
                continue
            insort(held[node], (float(fits[at][place]), pools[at].key, at))
            loser = held[node].pop(0)[2] if len(held[node]) > limits[node] else None
            if loser is not None:
                missing[loser] += 1
                if loser != at:
                    waiting.append(loser)
    return [_allowed(pool, at, held, limits) for at, pool in enumerate(pools)]


def _allowed(pool: Pool, at: int, held: Mapping[int, list[Bid]], limits: Mapping[int, int]) -> Mask:
    allowed = np.array([int(node) not in limits for node in pool.nodes], dtype=bool)
    for place in np.flatnonzero(~allowed).tolist():
        bids = held.get(int(pool.nodes[place]), [])
        allowed[place] = any(bid[2] == at for bid in bids)
    return allowed


def order_by(pool: Pool, values: Values, first: Sequence[int] = ()) -> list[int]:
    """(n,) places of the pool: those of the nodes `first`, then the others by falling value."""
    places = {int(node): place for place, node in enumerate(pool.nodes.tolist())}
    begun = [places[node] for node in first if node in places]
    rest = np.lexsort((pool.nodes, -values)).tolist()
    return list(dict.fromkeys([*begun, *rest]))
