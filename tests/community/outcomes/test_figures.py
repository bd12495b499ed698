"""Intervals, reliable change, drop-out, the smallest change, and small cells."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.outcomes.cells import SMALLEST, at_least, kept_back
from community.outcomes.dropout import Started, dropout, staying
from community.outcomes.inference import change_test
from community.outcomes.instruments import registry
from community.outcomes.intervals import change_intervals
from community.outcomes.pairs import Paired
from community.outcomes.reliable_change import reliable_change
from community.outcomes.sensitivity import smallest_change

DICE = np.random.default_rng(5)
BEFORE = DICE.normal(20, 5, 80)
AFTER = BEFORE + DICE.normal(2, 4, 80)
SWLS = registry()["swls"]


def test_the_interval_of_a_mean_is_near_that_of_t() -> None:
    pairs = Paired(BEFORE, AFTER)
    change, size = change_intervals(pairs, "", 1)
    tested = change_test(pairs)
    assert change.value == pytest.approx(tested.estimate)
    assert (change.low, change.high) == pytest.approx((tested.low, tested.high), abs=0.15)
    assert size.value == pytest.approx(np.mean(AFTER - BEFORE) / BEFORE.std(ddof=1))
    assert size.low < size.value < size.high


def test_the_size_of_a_difference_in_change_is_that_of_morris() -> None:
    taking = np.arange(80) < 50
    _, size = change_intervals(Paired(BEFORE, AFTER, taking), "", 1)
    gains = AFTER - BEFORE
    squares = 49 * BEFORE[taking].var(ddof=1) + 29 * BEFORE[~taking].var(ddof=1)
    by_hand = (gains[taking].mean() - gains[~taking].mean()) / np.sqrt(squares / 78)
    assert size.value == pytest.approx(by_hand * (1 - 3 / (4 * 78 - 1)))


def test_whole_clusters_are_drawn() -> None:
    numbers = np.repeat(np.arange(40), 2)
    before, after = np.repeat(BEFORE[:40], 2), np.repeat(AFTER[:40], 2)
    pairs = Paired(before, after, None, {"pairs": numbers})
    alone, together = (change_intervals(pairs, name, 1)[0] for name in ("", "pairs"))
    assert (together.high - together.low) / (alone.high - alone.low) == pytest.approx(1.41, abs=0.1)


def test_the_same_seed_gives_the_same_interval() -> None:
    pairs = Paired(BEFORE, AFTER)
    assert change_intervals(pairs, "", 3) == change_intervals(pairs, "", 3)


def test_reliable_change_by_hand() -> None:
    before = np.array([10.0, 14.0] * 20)  # standard deviation 2.0255
    after = before + np.repeat([3.0, -3.0, 1.0, 0.0], 10)
    found = reliable_change(SWLS, before, after, None)
    assert found is not None
    # 1.96 * 2.0255 * sqrt(2 * (1 - .87)) = 2.0243
    assert found.points == pytest.approx(2.0243, abs=1e-3)
    assert (found.improved.value, found.worsened.value) == (0.25, 0.25)
    assert found.origin == "as published"
    # Wilson's interval of 10 in 40.
    assert (found.improved.low, found.improved.high) == pytest.approx((0.142, 0.402), abs=1e-3)


def test_less_loneliness_is_an_improvement() -> None:
    before = np.tile([4.0, 8.0], 10)
    found = reliable_change(registry()["ucla3"], before, before - 4, None)
    assert found is not None
    assert (found.improved.value, found.worsened.value) == (None, None)  # nobody worsened
    neutral = reliable_change(registry()["mlq_search"], before, before - 4, None)
    assert neutral is None


def test_without_a_reliability_nothing_is_said_of_single_changes() -> None:
    belonging = registry()["belonging"]
    assert reliable_change(belonging, BEFORE, AFTER, None) is None
    found = reliable_change(belonging, BEFORE, AFTER, 0.8)
    assert found is not None
    assert found.origin == "alpha of these members"


@given(st.lists(st.integers(0, 30), min_size=2, max_size=5), st.integers(0, 4))
def test_no_small_cell_follows_from_those_that_are_told(counts: list[int], spare: int) -> None:
    told = kept_back(counts, spare=min(spare, len(counts) - 1))
    assert all(shown is None or shown == count for shown, count in zip(told, counts, strict=True))
    assert all(shown is None or shown >= SMALLEST for shown in told)
    missing = [count for shown, count in zip(told, counts, strict=True) if shown is None]
    # Either nothing is missing, or several parts of at least SMALLEST members, or all of it.
    safe = len(missing) > 1 and sum(missing) >= SMALLEST
    assert not missing or safe or len(missing) == len(counts)


def test_a_count_that_stands_alone() -> None:
    assert [at_least(count) for count in (0, 1, 4, 5, 60)] == [0, None, None, 5, 60]
    assert kept_back([31, 2, 40], spare=2) == (31, None, None)


def started(left: np.ndarray, lower: float = 0.0) -> Started:
    after = np.where(left, np.nan, AFTER - lower * (BEFORE < 20))
    return Started(BEFORE, after, None, {}, BEFORE[:, None])


def test_who_left_is_told_with_the_change_worked_out_again() -> None:
    those = started(np.arange(80) % 8 == 0)
    tested = change_test(those.paired())
    found = dropout(SWLS, those, tested)
    assert found is not None
    assert (found.started, found.stayed, found.left) == (80, 70, 10)
    # Ten who did not change among seventy who did.
    assert found.unchanged.estimate == pytest.approx(tested.estimate * 70 / 80)
    left = np.isnan(those.after)
    worst = np.where(left, SWLS.lowest, those.after) - BEFORE
    assert found.worst.estimate == pytest.approx(worst.mean())
    assert found.before_left == pytest.approx(BEFORE[left].mean())


def test_weights_make_up_for_those_who_leave_because_they_were_low() -> None:
    dice = np.random.default_rng(9)
    before = dice.normal(20, 5, 4000)
    change = 0.4 * (before - 20) + dice.normal(1, 2, 4000)  # the low ones lose
    left = dice.random(4000) < np.where(before < 20, 0.6, 0.1)
    after = np.where(left, np.nan, before + change)
    those = Started(before, after, None, {}, before[:, None])
    tested = change_test(those.paired())
    found = dropout(SWLS, those, tested)
    assert found is not None
    assert abs(tested.estimate - change.mean()) > 0.5
    assert abs(found.weighted.estimate - change.mean()) < 0.25


def test_with_a_comparison_group_the_worst_case_goes_both_ways() -> None:
    taking = np.arange(80) % 2 == 0
    left = np.arange(80) % 10 < 2
    after = np.where(left, np.nan, AFTER + 3 * taking)
    those = Started(BEFORE, after, taking, {}, BEFORE[:, None])
    tested = change_test(those.paired())
    found = dropout(SWLS, those, tested)
    assert found is not None
    ends = np.where(taking, SWLS.lowest, SWLS.highest)
    changes = np.where(left, ends, after) - BEFORE
    assert found.worst.estimate == pytest.approx(changes[taking].mean() - changes[~taking].mean())


def test_few_who_left_are_not_told_of() -> None:
    those = started(np.arange(80) < SMALLEST - 1)
    assert dropout(SWLS, those, change_test(those.paired())) is None


def test_chances_of_staying_without_anything_known_are_the_share() -> None:
    stayed = np.arange(10) < 7
    assert staying(np.ones((10, 2)), stayed) == pytest.approx(np.full(10, 0.7))


def test_the_smallest_change_that_would_show() -> None:
    pairs = Paired(BEFORE, AFTER)
    tested = change_test(pairs)
    spread = (AFTER - BEFORE).std(ddof=1)
    # 80 members: (1.96 + .84) / sqrt(80) = .313, a little more for t.
    found = smallest_change(pairs, tested, 0.05)
    assert found / spread == pytest.approx(0.317, abs=0.002)
    assert smallest_change(pairs, tested, 0.05 / 20) > found


def test_the_smallest_change_shows_in_eighty_of_a_hundred_studies() -> None:
    smallest = smallest_change(Paired(BEFORE, AFTER), change_test(Paired(BEFORE, AFTER)), 0.05)
    spread = float((AFTER - BEFORE).std(ddof=1))
    drawn = np.random.default_rng(2).normal(smallest, spread, (2000, 80))
    found = [change_test(Paired(np.zeros(80), changes)).p < 0.05 for changes in drawn]
    assert np.mean(found) == pytest.approx(0.8, abs=0.03)
