"""How long stages take, and what became of those who entered: worked out by hand, and planted."""

from __future__ import annotations

import numpy as np
import pytest

from community.journeys import Grounds
from community.journeys.durations import duration, paces
from community.journeys.falling import cumulative_incidence, fate
from community.journeys.silence import Silence
from community.journeys.stays import Days, End, Stays
from tests.community.conftest import Pictured, edge, node
from tests.community.journeys.travels import journey, members, told


def stays(lengths: Days, went_on: list[bool] | np.ndarray, silent: Days | None = None) -> Stays:
    count = len(lengths)
    return Stays(
        members=np.arange(count, dtype=np.int32),
        starts=np.zeros(count),
        lengths=np.asarray(lengths, dtype=float),
        went_on=np.asarray(went_on, dtype=bool),
        silent=np.full(count, np.inf) if silent is None else silent,
        set_aside=0,
    )


def test_the_survival_curve_is_that_worked_out_by_hand(pictured: Pictured) -> None:
    # Stays of 2, 3+, 4, 5+ and 6 days (+: still there): S(2) = 4/5, S(4) = 4/5 · 2/3, S(6) = 0.
    records = [
        *journey("way", ["one", "two"]),
        *members(["ada", "bob", "cid", "dan", "eve", "fay"]),
        *told("ada", "way", one=0, two=2),
        *told("bob", "way", one=0, two=4),
        *told("cid", "way", one=0, two=6),
        *told("dan", "way", one=7),
        *told("eve", "way", one=5),
        node("group:g"),
        edge("member:fay", "JOINED", "group:g", 10),
    ]
    found = Grounds(pictured(records)).view("way").durations[0]
    assert (found.n, found.went_on) == (5, 3)
    curve = {round(days, 6): round(share, 6) for days, share in found.curve}
    assert curve == {0: 1, 2: 0.8, 3: 0.8, 4: 0.533333, 5: 0.533333, 6: 0}
    assert (found.soon, found.median, found.late) == pytest.approx((4, 6, 6))


def test_of_a_stage_that_nobody_left_nothing_is_told() -> None:
    found = duration(stays(np.array([3.0, 9.0]), [False, False]))
    assert (found.n, found.median, found.low, found.curve) == (2, None, None, ())
    assert duration(stays(np.zeros(0), [])).n == 0


def test_fewer_than_half_gone_is_no_median() -> None:
    found = duration(stays(np.array([3.0, 9.0, 9.0]), [True, False, False]))
    assert (found.median, found.high) == (None, None)


def test_what_befell_members_first_is_that_worked_out_by_hand() -> None:
    # One goes on on day 1, one falls off on day 2, one is there on day 3, one goes on on day 4:
    # went on 1/4 + 1/2 · 1, fell off 3/4 · 1/3.
    lengths, ends = np.array([1.0, 2.0, 3.0, 4.0]), np.array([1, 2, 0, 1])
    assert cumulative_incidence(lengths, ends, End.WENT_ON, 9.0).value == pytest.approx(0.75)
    assert cumulative_incidence(lengths, ends, End.WENT_ON, 3.9).value == pytest.approx(0.25)
    assert cumulative_incidence(lengths, ends, End.FELL_OFF, 9.0).value == pytest.approx(0.25)


def test_cumulative_incidence_is_that_of_lifelines() -> None:
    from lifelines import AalenJohansenFitter

    dice = np.random.default_rng(1)
    lengths, ends = dice.exponential(30.0, 300), dice.integers(0, 3, 300)
    for what in (1, 2):
        fitted = AalenJohansenFitter().fit(lengths, ends, event_of_interest=what)
        theirs = fitted.cumulative_density_.loc[:40.0].iloc[-1].item()
        band = fitted.confidence_interval_.loc[:40.0].iloc[-1].to_numpy()
        found = cumulative_incidence(lengths, ends, what, 40.0)
        assert found.value == pytest.approx(theirs)
        assert (found.low, found.high) == pytest.approx(tuple(sorted(band)), abs=0.005)


def test_shares_add_up_and_nobody_at_all_has_an_interval() -> None:
    dice = np.random.default_rng(2)
    lengths, ends = dice.exponential(30.0, 100), dice.integers(1, 3, 100)
    both = [cumulative_incidence(lengths, ends, what, 1e9).value for what in (1, 2)]
    assert sum(both) == pytest.approx(1.0)
    never = cumulative_incidence(lengths, np.ones(100, dtype=int), 2, 1e9)
    assert (never.value, never.low) == (0.0, 0.0)
    assert 0.03 < never.high < 0.04


def test_who_falls_silent_falls_off_and_may_come_back() -> None:
    silent = np.array([20.0, np.inf, 20.0])
    found = fate(stays(np.array([50.0, 30.0, 60.0]), [True, True, False], silent))
    assert found is not None
    assert (found.fell_off_ever, found.came_back) == (2, 1)
    assert found.fell_off.value == pytest.approx(2 / 3)
    assert found.went_on.value == pytest.approx(1 / 3)
    assert fate(stays(np.zeros(0), [])) is None


def test_a_silence_counts_from_the_last_deed_in_the_stage(pictured: Pictured) -> None:
    records = [
        *journey("way", ["one", "two"]),
        *members(["ada", "bob"]),
        node("group:g"),
        *told("ada", "way", one=0),
        edge("member:ada", "JOINED", "group:g", 10),
        *told("bob", "way", one=0, two=200),
        edge("member:bob", "JOINED", "group:g", 80),
        edge("member:bob", "JOINED", "group:g", 150, key="again"),
    ]
    view = Grounds(pictured(records)).view("way")
    # Few members pause: 90 days are the usual silence. Ada was last seen on day 10; Bob never
    # paused for so long.
    assert view.grounds.silence == Silence(90.0, 0, view.grounds.silence.told)
    assert view.stays[0].silent.tolist() == pytest.approx([100.0, np.inf])
    assert view.standings.silent.tolist() == [True, False]
    fell = view.fates[0]
    assert fell is not None
    assert (fell.fell_off_ever, fell.came_back) == (1, 0)


def test_a_silence_comes_from_the_pauses_of_the_community(pictured: Pictured) -> None:
    names = [f"m{number:02}" for number in range(20)]
    records = [node("group:g"), *members(names)]
    for number, name in enumerate(names):
        for key, at in (("a", 0.0), ("b", 20.0 + number), ("c", 200.0)):
            records.append(edge(f"member:{name}", "JOINED", "group:g", at, key=key))
    silence = Grounds(pictured(records)).silence
    # Everybody's longest pause is the one up to day 200: 161 to 180 days.
    longest = [200.0 - 20.0 - number for number in range(20)]
    assert silence.days == pytest.approx(np.quantile(longest, 0.9))
    assert silence.n == 20


def test_stages_of_equal_length_are_hardly_ever_called_slow() -> None:
    dice = np.random.default_rng(3)
    wrong = 0
    for _ in range(8):
        found = [stays(dice.exponential(30.0, 15), [True] * 15) for _ in range(3)]
        wrong += any(pace.slow for pace in paces(found))
    assert wrong <= 1


def test_a_slow_stage_is_found_and_a_quick_one_is_not_called_slow() -> None:
    dice = np.random.default_rng(4)
    found = [stays(dice.exponential(days, 60), [True] * 60) for days in (20.0, 60.0, 20.0)]
    assert [pace.slow for pace in paces(found)] == [False, True, False]
    assert [pace.p for pace in paces(found[:1])] == [None]


def test_the_test_of_pace_is_that_of_lifelines() -> None:
    from lifelines.statistics import logrank_test

    dice = np.random.default_rng(8)
    lengths, went_on = dice.exponential(30.0, (2, 50)), dice.random((2, 50)) < 0.7
    found = paces([stays(*each) for each in zip(lengths, went_on, strict=True)])
    theirs = logrank_test(*lengths, *went_on).p_value
    assert [pace.p for pace in found] == pytest.approx([min(1.0, 2 * theirs)] * 2)
