"""What goes along with going on: worked out by hand, and without favour for those who stay long."""

from __future__ import annotations

import numpy as np
import pytest

from community.journeys.factors import Factors
from community.journeys.lifts import lifts
from community.journeys.shares import share_of
from community.journeys.stays import Stays

DAY = 86_400


def stays(lengths: np.ndarray, went_on: np.ndarray) -> Stays:
    count = len(lengths)
    forever = np.full(count, np.inf)
    rows = np.arange(count, dtype=np.int32)
    return Stays(rows, np.zeros(count), lengths.astype(float), went_on, forever, 0)


def factors(members: np.ndarray, what: np.ndarray, days: np.ndarray) -> Factors:
    seconds = np.round(days * DAY).astype(np.int32)
    return Factors(members.astype(np.int32), what.astype(np.int64), seconds, 100)


def test_a_lift_is_that_worked_out_by_hand() -> None:
    # Ten in the stage; five do it on day 1 and go on on day 2, the others are there on day 3.
    # Of 10 there, 5 go on on day 2, all of the 5 who did it: R = ½ + 5 · 5/10, S = ½ + 0 · 5/10.
    lengths = np.array([2.0] * 5 + [3.0] * 5)
    found = lifts(stays(lengths, lengths < 3), factors(np.arange(5), np.zeros(5), np.ones(5)))
    assert [(lift.factor, lift.n, lift.went_on) for lift in found] == [(0, 5, 5)]
    assert found[0].expected == pytest.approx(2.5)
    assert found[0].value == pytest.approx(6.0)
    error = np.sqrt((0.5 + 5 * 5 * 5 / 10**2) / (3.0 * 0.5))
    assert found[0].low == pytest.approx(6.0 * np.exp(-1.959964 * error))
    assert found[0].high == pytest.approx(6.0 * np.exp(1.959964 * error))


def test_what_was_done_before_or_after_the_stage_does_not_count() -> None:
    lengths, went_on = np.full(6, 5.0), np.ones(6, dtype=bool)
    before = factors(np.arange(6), np.zeros(6), np.full(6, -1.0))
    after = factors(np.arange(6), np.zeros(6), np.full(6, 5.0))
    assert lifts(stays(lengths, went_on), before) == []
    assert lifts(stays(lengths, went_on), after) == []


def test_what_fewer_than_five_did_is_not_weighed() -> None:
    lengths, went_on = np.full(6, 5.0), np.ones(6, dtype=bool)
    assert lifts(stays(lengths, went_on), factors(np.arange(4), np.zeros(4), np.ones(4))) == []


def test_those_who_stay_long_do_more_and_that_is_no_effect() -> None:
    # Everybody does it after some days, whatever they are like: who stays longer more likely did.
    dice = np.random.default_rng(5)
    count = 4000
    leaving, doing = dice.exponential(30.0, count), dice.exponential(30.0, count)
    lengths, went_on = np.minimum(leaving, 60.0), leaving < 60.0
    did = doing < lengths
    naive = went_on[did].mean() / went_on[~did].mean()
    (found,) = lifts(
        stays(lengths, went_on), factors(np.flatnonzero(did), np.zeros(did.sum()), doing[did])
    )
    assert naive < 0.95  # what counting alone would say
    assert found.low < 1.0 < found.high
    assert found.value == pytest.approx(1.0, abs=0.06)


def test_what_doubles_the_pace_is_found_with_its_size() -> None:
    dice = np.random.default_rng(6)
    count = 4000
    doing = dice.exponential(20.0, count)
    slow, quick = dice.exponential(40.0, count), dice.exponential(20.0, count)
    leaving = np.where(slow < doing, slow, doing + quick)
    lengths, went_on = np.minimum(leaving, 90.0), leaving < 90.0
    did = np.flatnonzero(doing < lengths)
    (found,) = lifts(stays(lengths, went_on), factors(did, np.zeros(len(did)), doing[did]))
    assert found.low < 2.0 < found.high
    assert found.clear


def test_among_many_that_make_no_difference_hardly_any_is_clear() -> None:
    dice = np.random.default_rng(7)
    count, kinds = 200, 200
    lengths = dice.exponential(30.0, count)
    members = np.repeat(np.arange(count), 20)
    what = dice.integers(0, kinds, len(members))
    days = dice.uniform(0.0, 40.0, len(members))
    found = lifts(stays(lengths, np.ones(count, dtype=bool)), factors(members, what, days))
    assert len(found) > 100
    assert sum(lift.clear for lift in found) <= 3


def test_a_share_has_wilsons_interval_worked_out_by_hand() -> None:
    # 3 of 7, z² = 3.8415: the middle is (3 + 1.9207) / 10.8415 = 0.45388, half the length
    # 1.95996 / 10.8415 · √(7 · 3/7 · 4/7 + 3.8415 / 4) = 0.18078 · √2.67465 = 0.29566.
    found = share_of(3, 7)
    assert (found.value, found.n) == (3 / 7, 7)
    assert (found.low, found.high) == pytest.approx((0.15822, 0.74954), abs=1e-5)
    # 0 of 7: from 0 to 3.8415 / 10.8415.
    assert (share_of(0, 7).low, share_of(0, 7).high) == pytest.approx((0.0, 0.35433), abs=1e-5)
    assert (share_of(0, 0).low, share_of(0, 0).high) == (0.0, 1.0)
