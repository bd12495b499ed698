"""How the items of an instrument go together, and whether one of them is turned round."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.outcomes.instruments import Instrument

ENOUGH = 20
"""Members with all items answered from which on their items are compared."""
AGAINST = -0.2
"""An item whose correlation with the rest lies below, and surely below 0, is turned round."""
_SURELY = 1.96


@dataclass(frozen=True, slots=True)
class ItemCheck:
    """How the items of one instrument in one wave go together.

    Attributes:
        n: members who answered all items.
        alpha: Cronbach's alpha (1951), None where nothing varies.
        reversed: items that go against the others although the key was heeded: they were turned
            round by mistake, or not turned round.
    """

    n: int
    alpha: float | None
    reversed: tuple[int, ...]


def check_items(instrument: Instrument, said: Iterable[Mapping[int, float]]) -> ItemCheck | None:
    """Compare the items of one wave; None where fewer than ENOUGH members answered them all."""
    items = instrument.items
    rows = [[each[item] for item in items] for each in said if all(item in each for item in items)]
    if len(items) < 2 or len(rows) < ENOUGH:
        return None
    answers = np.array(rows)
    turned = np.array([item in instrument.reversed for item in items])
    answers = np.where(turned, instrument.low + instrument.high - answers, answers)
    rest = item_rest(answers)
    # Fisher's z (1915): below 0 by more than chance among so many members.
    sure = np.arctanh(np.clip(rest, -0.999, 0.999)) + _SURELY / np.sqrt(len(rows) - 3) < 0
    against = tuple(item for item, bad in zip(items, (rest < AGAINST) & sure, strict=True) if bad)
    return ItemCheck(len(rows), cronbach(answers), against)


def item_rest(answers: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(k,) the correlation of each item with the sum of the others.

    Args:
        answers: (n, k), turned so that high means much; 0 where nothing varies.
    """
    centred = answers - answers.mean(axis=0)
    rest = centred.sum(axis=1, keepdims=True) - centred
    size = np.sqrt((centred**2).sum(axis=0) * (rest**2).sum(axis=0))
    together: npt.NDArray[np.float64] = (centred * rest).sum(axis=0)
    shares: npt.NDArray[np.float64] = np.zeros_like(size)
    np.divide(together, size, out=shares, where=size > 0)
    return shares


def cronbach(answers: npt.NDArray[np.float64]) -> float | None:
    """k/(k-1) (1 - sum of items' variances / variance of their sum); None where nothing varies."""
    whole = float(answers.sum(axis=1).var(ddof=1))
    if whole == 0:
        return None
    k = answers.shape[1]
    return float(k / (k - 1) * (1 - answers.var(axis=0, ddof=1).sum() / whole))
