"""Labels beside one another in a picture, so that none covers another."""

from __future__ import annotations

import math
from collections.abc import Sequence


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Ascending heights, moved apart until there is a gap between any two, and none is above 1.

    What crowds is moved up and down alike; a height that crowds nobody stays.
    """
    between = [
        (up + down) / 2
        for up, down in zip(_pushed_up(wanted, gap), _pushed_down(wanted, gap), strict=True)
    ]
    return _pushed_down(between, gap, ceiling=1.0)


def _pushed_up(wanted: Sequence[float], gap: float) -> list[float]:
    heights: list[float] = []
    for height in wanted:
        heights.append(max(height, heights[-1] + gap) if heights else height)
    return heights


def _pushed_down(wanted: Sequence[float], gap: float, ceiling: float = math.inf) -> list[float]:
    heights: list[float] = []
    for height in reversed(wanted):
        heights.append(min(height, heights[-1] - gap if heights else ceiling))
    return heights[::-1]
