"""One goal's plan: who is shown to whom, once everything that will be asked is known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matcher.exposure import Nodes, Pool, Values, discounts, evened
from matcher.showings import order_by, within_limits


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question before it is answered.

    Attributes:
        pool: whom it could show, with n people.
        fits: (n,) float64, how well each suits, comparable between questions.
        usual: (k or fewer,) whom it shows by itself, best first.
        places: for those in the pool who state a capacity, how many places are free.
    """

    pool: Pool
    fits: Values
    usual: Nodes
    places: Mapping[int, int]


def planned(
    asked: Sequence[Asked],
    evenness: float,
    per_place: int,
    earlier: Sequence[Nodes] = (),
) -> list[Values | None]:
    """For each question the values (n,) of its pool to choose by, -inf for those not to be shown.

    None for a question that shows whom it shows by itself.

    Args:
        asked: all the questions for the goal.
        evenness: 0 leaves exposure to the scores, 1 shares it out.
        per_place: how often a free place is shown at most; 0 for no limit.
        earlier: lists that were shown before.
    """
    pools = [each.pool for each in asked]
    values = evened(pools, evenness, _exposed(earlier))
    limits = _limits(asked, per_place, earlier) if per_place else {}
    orders = [
        order_by(each.pool, worth, () if evenness else each.usual.tolist())
        for each, worth in zip(asked, values, strict=True)
    ]
    allowed = within_limits(pools, [each.fits for each in asked], orders, limits)
    found: list[Values | None] = []
    for each, worth, mask in zip(asked, values, allowed, strict=True):
        as_usual = not evenness and not np.isin(each.pool.nodes[~mask], each.usual).any()
        found.append(None if as_usual else np.where(mask, worth, -np.inf))
    return found


def _limits(asked: Sequence[Asked], per_place: int, earlier: Sequence[Nodes]) -> dict[int, int]:
    """How often each who states a capacity may still be shown."""
    shown = Counter(node for nodes in earlier for node in nodes.tolist())
    limits: dict[int, int] = {}
    for each in asked:
        for node, places in each.places.items():
            limit = max(per_place * places - shown[node], 0)
            limits[node] = min(limit, limits.get(node, limit))
    return limits


def _exposed(lists: Sequence[Nodes]) -> dict[int, float]:
    exposure: defaultdict[int, float] = defaultdict(float)
    for nodes in lists:
        for node, discount in zip(nodes.tolist(), discounts(len(nodes)), strict=True):
            exposure[node] += float(discount)
    return dict(exposure)
