"""Tests of chance against hand-worked answers and against what theory says of them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, permutation_test

from benchmarks.significance import (
    FLIPS,
    cohens_d_z,
    holm,
    randomisation_test,
    wins_ties_losses,
)


def test_few_differences_are_tried_in_all_ways() -> None:
    # Of the eight sums of 1, 2 and 3 with any signs, only 6 and -6 are as far from 0.
    assert randomisation_test(np.array([1.0, 2.0, 3.0]), seed=1) == 2 / 8
    # All four of 1 and 3 are as far from 0 as their 3 - 1: 4, 2, -2 and -4.
    assert randomisation_test(np.array([-1.0, 3.0]), seed=1) == 1.0


def test_differences_of_0_say_nothing() -> None:
    with_ties = np.array([1.0, 0.0, 2.0, 0.0, 3.0, 1e-17, *[0.0] * 50])
    assert randomisation_test(with_ties, seed=1) == 2 / 8
    assert randomisation_test(np.zeros(40), seed=1) == 1.0


def test_the_direction_makes_no_difference() -> None:
    for size in (8, 40):
        differences = np.random.default_rng(size).normal(0.2, 1.0, size=size)
        assert randomisation_test(differences, 3) == randomisation_test(-differences, 3)


def test_equal_sums_count_in_spite_of_rounding() -> None:
    # With 0.4 as it stands, 0.1, 0.2 and 0.3 must sum to 0 or more: 0.6, 0.4, 0.2, 0 and 0 again.
    assert randomisation_test(np.array([0.1, 0.2, -0.3, 0.4]), seed=1) == 10 / 16


def test_a_certain_lead_has_the_smallest_p_that_can_be_drawn() -> None:
    assert randomisation_test(np.full(100, 0.1), seed=2) == 1 / (1 + FLIPS)


def test_drawn_signs_come_near_to_all_signs_as_scipy_tries_them() -> None:
    differences = np.random.default_rng(4).normal(0.4, 1.0, size=13)
    exact = permutation_test(
        (differences,), np.mean, permutation_type="samples", n_resamples=np.inf
    ).pvalue
    # Three standard errors of a share of 10,000 draws.
    error = 3 * np.sqrt(exact * (1 - exact) / FLIPS)
    assert randomisation_test(differences, seed=5) == pytest.approx(exact, abs=error)


def test_the_seed_alone_decides() -> None:
    differences = np.random.default_rng(8).normal(0.2, 1.0, size=30)
    assert randomisation_test(differences, 1) == randomisation_test(differences, 1)
    assert randomisation_test(differences, 1) != randomisation_test(differences, 2)


def test_p_is_about_uniform_where_there_is_no_difference() -> None:
    random = np.random.default_rng(9)
    ps = [randomisation_test(random.normal(size=20), seed) for seed in range(200)]
    assert kstest(ps, "uniform").pvalue > 0.05


def test_holm_by_hand() -> None:
    # In order 0.01, 0.02, 0.03, 0.04 times 4, 3, 2, 1: 0.04, 0.06, then no less than 0.06.
    assert holm([0.04, 0.01, 0.03, 0.02]) == pytest.approx([0.06, 0.04, 0.06, 0.06])
    assert holm([0.9, 0.6]) == [1.0, 1.0]
    assert holm([0.3]) == [0.3]
    assert holm([]) == []


def test_effect_size_by_hand() -> None:
    # Mean 2, deviations -1, 0 and 1 over n - 1 = 2: a standard deviation of 1.
    assert cohens_d_z(np.array([1.0, 2.0, 3.0])) == 2.0
    assert cohens_d_z(np.array([-3.0, -2.0, -1.0])) == -2.0


def test_without_spread_there_is_no_effect_size() -> None:
    assert cohens_d_z(np.array([0.5])) is None
    assert cohens_d_z((np.arange(5) / 7 + 0.125) - np.arange(5) / 7) is None


def test_wins_ties_and_losses() -> None:
    assert wins_ties_losses(np.array([0.5, 0.1, 0.0, 1e-16, -0.2])) == (2, 2, 1)
