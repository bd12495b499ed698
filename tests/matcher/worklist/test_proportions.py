"""Intervals of differences: by hand, in simulations, and how small an effect can be seen."""

from __future__ import annotations

import numpy as np
import pytest

from community.proportions import wilson
from matcher.worklist.proportions import difference, smallest_seen

RUNS = 4_000
pytestmark = pytest.mark.slow
"""statsmodels takes more than a second to load."""


def simulated(share: float, other: float, of: int, of_other: int) -> tuple[np.ndarray, ...]:
    """RUNS times how many of each side it came about for."""
    draw = np.random.default_rng(11)
    return draw.binomial(of, share, RUNS), draw.binomial(of_other, other, RUNS)


def test_the_textbook_example() -> None:
    """56 of 70 against 48 of 80: Newcombe (1998), table II, example (a), method 10."""
    found, low, high = difference(56, 70, 48, 80)
    assert (float(found), float(low), float(high)) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)


def test_wilsons_interval_by_hand() -> None:
    """(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n) with p = 0.5, n = 10, z = 1.959964."""
    assert wilson(5, 10) == pytest.approx((0.236593, 0.763407), abs=1e-6)


@pytest.mark.parametrize(("planted", "base"), [(0.2, 0.1), (0.0, 0.1), (0.1, 0.5), (0.0, 0.02)])
def test_the_interval_covers_what_was_planted(planted: float, base: float) -> None:
    made, held = simulated(base + planted, base, 300, 60)
    _, low, high = difference(made, 300, held, 60)
    covered = float(((low <= planted) & (planted <= high)).mean())
    assert 0.935 <= covered <= 0.99


def test_the_smallest_effect_is_seen_in_four_of_five_cases() -> None:
    effect = smallest_seen(0.2, 400, 100)
    made, held = simulated(0.2 + effect, 0.2, 400, 100)
    _, low, _ = difference(made, 400, held, 100)
    assert float((low > 0).mean()) == pytest.approx(0.8, abs=0.05)
    assert smallest_seen(0.2, 4_000, 1_000) < effect / 2.5
