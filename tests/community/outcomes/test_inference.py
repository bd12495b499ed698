"""Tests of change: by hand, beside the libraries, and with members who are alike."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from community.outcomes.decision import LEVEL, Decision, Verdict, decide, verdict
from community.outcomes.inference import (
    Inference,
    benjamini_hochberg,
    change_test,
    cluster_test,
    difference_test,
    holm,
    mean_test,
)
from community.outcomes.pairs import Paired

DICE = np.random.default_rng(11)
CHANGES = DICE.normal(0.3, 1.0, 40)
TAKING = np.arange(40) < 25


def paired(changes: np.ndarray, taking: np.ndarray | None = None, **clusters: np.ndarray) -> Paired:
    return Paired(np.zeros(len(changes)), changes, taking, clusters)


def test_the_mean_of_four_by_hand() -> None:
    # 1, 2, 3, 6: mean 3, variance 14/3, standard error sqrt(14/12) = 1.0801, t = 2.7775.
    found = mean_test(np.array([1.0, 2.0, 3.0, 6.0]))
    assert (found.estimate, found.freedom) == (3.0, 3)
    assert found.error == pytest.approx(1.0801, abs=1e-4)
    # t with 3 degrees of freedom leaves 5 % beyond 3.1824.
    assert found.low == pytest.approx(3 - 3.1824 * 1.0801, abs=1e-3)
    assert found.p == pytest.approx(0.0692, abs=1e-4)


def test_the_mean_is_held_against_none_as_scipy_does() -> None:
    found, theirs = mean_test(CHANGES), stats.ttest_1samp(CHANGES, 0.0)
    interval = theirs.confidence_interval(0.95)
    assert found.p == pytest.approx(theirs.pvalue)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high))


def test_two_groups_are_compared_as_welch_does() -> None:
    found = difference_test(CHANGES, TAKING)
    one, other = CHANGES[TAKING], CHANGES[~TAKING]
    assert found.estimate == pytest.approx(one.mean() - other.mean())
    assert found.p == pytest.approx(stats.ttest_ind(one, other, equal_var=False).pvalue)
    assert found.low < found.estimate < found.high


def test_clusters_of_one_are_no_clusters() -> None:
    alone = cluster_test(CHANGES, None, np.arange(40), "alone")
    assert alone.error == pytest.approx(mean_test(CHANGES).error)
    assert alone.p == pytest.approx(mean_test(CHANGES).p)


def test_cluster_robust_errors_by_hand() -> None:
    numbers = np.repeat(np.arange(20), 2)
    found = cluster_test(CHANGES, None, numbers, "pairs")
    residuals = CHANGES - CHANGES.mean()
    sums = np.bincount(numbers, weights=residuals)
    # CR1: G/(G-1) (n-1)/(n-1) times the sum of squared sums, over n squared.
    assert found.error == pytest.approx(np.sqrt(20 / 19 * (sums**2).sum()) / 40)
    assert found.freedom == 19


def test_members_who_are_alike_make_it_less_sure() -> None:
    twins = np.repeat(DICE.normal(0.2, 1.0, 20), 2)
    numbers = np.repeat(np.arange(20), 2)
    alone, together = change_test(paired(twins)), change_test(paired(twins, pairs=numbers))
    assert together.clustered == "pairs"
    # Each second one says nothing new: the error grows by the root of two, about.
    assert together.error / alone.error == pytest.approx(np.sqrt(2), rel=0.02)


def test_the_less_sure_of_all_ways_counts() -> None:
    opposites = np.tile([1.0, -1.0], 20) + 0.1 + DICE.normal(0, 0.01, 40)
    numbers = np.repeat(np.arange(20), 2)
    found = change_test(paired(opposites, pairs=numbers))
    assert found.clustered == ""
    assert found.p == pytest.approx(mean_test(opposites).p)


def test_few_clusters_are_not_relied_on() -> None:
    assert change_test(paired(CHANGES, groups=np.arange(40) % 9)).clustered == ""


def test_with_a_comparison_group_clusters_count_too() -> None:
    numbers = np.repeat(np.arange(20), 2)
    twins = np.repeat(DICE.normal(0.2, 1.0, 20), 2)
    found = change_test(paired(twins, np.arange(40) < 20, pairs=numbers))
    assert found.clustered == "pairs"
    assert found.estimate == pytest.approx(twins[:20].mean() - twins[20:].mean())


def test_holm_and_benjamini_hochberg_by_hand() -> None:
    p = [0.01, 0.04, 0.03, 0.005]
    # Sorted .005 .01 .03 .04, times 4 3 2 1, never falling: .02 .03 .06 .06.
    assert holm(p) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    # Times 4/1 4/2 4/3 4/4, never rising from the last: .02 .02 .04 .04.
    assert benjamini_hochberg(p) == pytest.approx([0.02, 0.04, 0.04, 0.02])
    assert holm([]) == benjamini_hochberg([]) == []


@pytest.mark.parametrize("count", [1, 2, 7, 40])
def test_corrections_are_those_of_statsmodels(count: int) -> None:
    p = np.random.default_rng(count).uniform(0, 0.4, count)
    p[count // 2] = p[0]  # a tie
    assert holm(p.tolist()) == pytest.approx(multipletests(p, method="holm")[1])
    assert benjamini_hochberg(p.tolist()) == pytest.approx(multipletests(p, method="fdr_bh")[1])


def inferred(p: float) -> Inference:
    return Inference(1.0, 0.5, 10.0, p, 0.0, 2.0)


def test_primary_outcomes_are_a_family_of_their_own() -> None:
    found = decide(
        {n: inferred(p) for n, p in zip("abcd", (0.02, 0.03, 0.04, 0.9), strict=True)}, "ab"
    )
    assert {name: each.correction for name, each in found.items()} == {
        "a": "Holm", "b": "Holm", "c": "Benjamini-Hochberg", "d": "Benjamini-Hochberg",
    }  # fmt: skip
    assert found["a"].adjusted == pytest.approx(0.04)
    assert found["c"].adjusted == pytest.approx(0.08)
    assert [found[name].shown for name in "abcd"] == [True, True, False, False]


@pytest.mark.parametrize(
    ("primary", "p", "compares", "randomised", "holds", "word"),
    [
        (True, 0.2, True, True, True, Verdict.NOT_SHOWN),
        (False, 0.01, True, True, True, Verdict.HINT),
        (True, 0.01, False, False, True, Verdict.CHANGED),
        (True, 0.01, True, False, True, Verdict.CHANGED_MORE),
        (True, 0.01, True, True, True, Verdict.CAUSED),
        (True, 0.01, True, True, False, Verdict.CHANGED_MORE),
    ],
)
def test_caused_needs_lots_drawn_and_those_who_left_not_to_matter(
    primary: bool, p: float, compares: bool, randomised: bool, holds: bool, word: Verdict
) -> None:
    assert verdict(Decision(primary, p, p, "Holm"), compares, randomised, holds) is word
    assert LEVEL == 0.05
