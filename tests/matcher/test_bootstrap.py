"""Intervals against what theory says of them."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.bootstrap import Bootstrap


def test_an_interval_is_about_two_standard_errors_each_way() -> None:
    values = np.random.default_rng(1).normal(size=400)
    interval = Bootstrap(400, seed=2).interval(values)
    error = 1.96 * values.std() / np.sqrt(400)
    assert interval.mean == pytest.approx(values.mean())
    assert interval.low == pytest.approx(values.mean() - error, abs=error / 10)
    assert interval.high == pytest.approx(values.mean() + error, abs=error / 10)


def test_a_constant_lead_has_no_spread_although_the_values_have() -> None:
    draws = Bootstrap(50, seed=3)
    theirs = np.random.default_rng(4).random(50)
    lead = draws.interval((theirs + 0.125) - theirs)
    assert [lead.low, lead.high] == pytest.approx([0.125, 0.125])


def test_the_seed_alone_decides() -> None:
    values = np.random.default_rng(6).random(30)
    assert Bootstrap(30, seed=7).interval(values) == Bootstrap(30, seed=7).interval(values)
    assert Bootstrap(30, seed=7).interval(values) != Bootstrap(30, seed=8).interval(values)


def test_it_reads_as_mean_and_ends() -> None:
    assert str(Bootstrap(2, seed=0).interval(np.array([0.5, 0.5]))) == "0.500 [0.500, 0.500]"
