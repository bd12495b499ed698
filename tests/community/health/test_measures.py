"""How sure values are, and whether they differ by more than chance."""

from __future__ import annotations

import numpy as np
import pytest

from community.health.measures import Count, Drawn, Plain, Share
from community.health.tracking import Said, change, tracked


def test_wilson_and_newcombe_by_hand() -> None:
    # Wilson: (10 + 1.92) / 20 + 3.84, plus and minus 1.96 sqrt(5 + .96) / (20 + 3.84) with p = 1/2.
    low, high = Share(10, 20).interval or (0, 0)
    assert (low, high) == pytest.approx((0.2993, 0.7007), abs=1e-4)
    # Newcombe (1998), table II, method 10: 56/70 against 48/80.
    found = Share(56, 70).against(Share(48, 80))
    assert found is not None
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert found.beyond_chance
    assert Share(0, 0).interval is None
    assert Share(0, 0).against(Share(1, 2)) is None


def test_counts_and_draws() -> None:
    same, other = Count(20).against(Count(21)), Count(90).against(Count(30))
    assert same is not None
    assert not same.beyond_chance
    assert other is not None
    assert other.beyond_chance
    assert Count(0).against(Count(0)) is None
    draws = np.linspace(0, 1, 1001)
    assert Drawn(0.5, draws).interval == pytest.approx((0.025, 0.975))
    assert Plain(3.0).against(Plain(1.0)) is None


def test_chance_is_called_a_change_about_once_in_twenty() -> None:
    dice = np.random.default_rng(1)
    pairs = dice.binomial(200, 0.3, size=(1000, 2)).tolist()
    called = [Share(now, 200).against(Share(then, 200)) for now, then in pairs]
    wrong = sum(bool(found and found.beyond_chance) for found in called)
    assert 25 <= wrong <= 70


def test_a_trend_needs_a_history() -> None:
    said = Said("k", "p", "n", "share", "d", "more")
    measured = {0: Share(10, 100), 84: Share(60, 100), 364: Share(61, 100)}
    young = tracked(said, measured.__getitem__, history=100)
    assert (young.before, young.year_ago, young.got_worse) == (None, None, False)
    old = tracked(said, measured.__getitem__, history=500)
    assert old.before is not None
    assert old.before.difference == pytest.approx(-0.5)
    assert old.got_worse
    assert change(Share(1, 2), Share(0, 0)) is None
