"""Intervals beside those of scipy and statsmodels, and in cases worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import bootstrap, linregress
from statsmodels.stats.proportion import proportion_confint

from community.alignment.intervals import mean_interval, slope_interval
from community.proportions import wilson


@pytest.mark.parametrize(("successes", "n"), [(0, 5), (3, 10), (40, 100), (7, 7)])
def test_shares_have_the_interval_of_wilson(successes: int, n: int) -> None:
    expected = proportion_confint(successes, n, method="wilson")
    assert wilson(successes, n) == pytest.approx(expected, abs=1e-9)


def test_of_nobody_nothing_is_known() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_mean_over_members_with_one_value_each_has_the_usual_bootstrap_interval() -> None:
    values = np.random.default_rng(1).normal(3.0, 2.0, 200)
    value, low, high = mean_interval(np.arange(200), values)
    usual = bootstrap(
        (values,), np.mean, method="percentile", rng=np.random.default_rng(2), n_resamples=2000
    ).confidence_interval
    assert value == pytest.approx(values.mean())
    assert (low, high) == pytest.approx((usual.low, usual.high), abs=0.06)


def test_members_who_say_the_same_often_make_nobody_surer() -> None:
    values = np.random.default_rng(3).normal(0.0, 1.0, 50)
    once = mean_interval(np.arange(50), values)
    often = mean_interval(np.repeat(np.arange(50), 20), np.repeat(values, 20))
    assert often == pytest.approx(once)


def test_a_trend_is_the_least_squares_slope() -> None:
    random = np.random.default_rng(4)
    x = random.uniform(20, 25, 300)
    y = 0.4 * x + random.normal(0.0, 0.3, 300)
    value, low, high = slope_interval(np.arange(300), x, y)
    assert value == pytest.approx(linregress(x, y).slope)
    assert low < 0.4 < high
    error = linregress(x, y).stderr
    assert high - low == pytest.approx(2 * 1.96 * error, rel=0.15)


def test_what_never_varies_has_no_trend_and_one_member_no_interval() -> None:
    assert all(np.isnan(slope_interval(np.arange(3), np.ones(3), np.arange(3.0))))
    value, low, high = mean_interval(np.zeros(4, dtype=np.int64), np.arange(4.0))
    assert value == 1.5
    assert np.isnan([low, high]).all()
