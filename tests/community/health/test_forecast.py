"""Forecasts: what they promise is tried on the past, and planted decline is seen."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from community.health.forecast import forecast
from community.health.forecast.backtest import HORIZON, BackTest, origins_of
from community.health.forecast.methods import (
    LAST_WEEK,
    LAST_YEAR,
    YEAR,
    ahead,
    counted,
    rooted,
)
from community.health.forecast.trial import Trial
from community.health.measuring import health
from graph.errors import InvalidRequest
from graph.records import Record
from tests.community.conftest import Pictured, node
from tests.community.health.communities import helped, looks

NAN = np.nan


def row(*known: float) -> npt.NDArray[np.float64]:
    return np.array([*known, *[NAN] * (HORIZON - len(known))])


def poisson(levels: npt.NDArray[np.float64], seed: int = 1) -> npt.NDArray[np.int64]:
    return np.random.default_rng(seed).poisson(levels).astype(np.int64)


def test_the_root_and_back() -> None:
    assert counted(rooted(np.array([0, 1, 40]))).tolist() == pytest.approx([0, 1, 40])
    assert counted(np.array([-3.0, 0.0])).tolist() == [0, 0]


def test_mase_and_coverage_by_hand() -> None:
    # Errors of 2 and 4 steps from the first origin, of 3 from the second: (2 + 4 + 3) / 3.
    trial = Trial(np.array([row(-4, 8), row(6)]), np.array([row(2, 4), row(3)]),
                  np.array([row(0.5, 1.5), row(1.0)]))  # fmt: skip
    assert trial.mase() == pytest.approx(3)
    assert (trial.mase(1), trial.mase(2), trial.mase(3)) == (2.5, 4, None)
    assert trial.coverage() == pytest.approx(2 / 3)


def test_the_choice_knows_only_what_had_come() -> None:
    naive = Trial(*[np.array([np.full(HORIZON, 1.0)] * 2)] * 3)
    # Better at the first origin, much worse at the second.
    other = np.array([np.full(HORIZON, 0.5), np.full(HORIZON, 9.0)])
    found = BackTest(np.array([20, 40]), {LAST_WEEK: naive, "other": Trial(other, other, other)})
    assert found.best(20) == LAST_WEEK  # nothing had come yet: the baseline
    assert found.best(40) == "other"
    assert found.best() == LAST_WEEK
    assert found.as_chosen().mase() == pytest.approx((1.0 + 9.0) / 2)
    assert found.baseline == LAST_WEEK


def test_naive_and_seasonal_naive_by_hand() -> None:
    series = np.arange(60, dtype=np.float64)
    week = ahead(LAST_WEEK, series, 3)
    year = ahead(LAST_YEAR, series, 3)
    assert week is not None
    assert year is not None
    assert week.middle.tolist() == [59, 59, 59]
    assert year.middle.tolist() == [60 - YEAR, 61 - YEAR, 62 - YEAR]
    assert year.spread.tolist() == [YEAR] * 3
    assert ahead(LAST_YEAR, series[:53], 3) is None


def test_origins_leave_enough_to_learn_from_and_to_compare_with() -> None:
    assert origins_of(19).tolist() == [12, 13, 14, 15]
    assert len(origins_of(15)) == 0
    assert origins_of(300).min() >= YEAR
    assert len(origins_of(300)) == 20


@pytest.mark.parametrize("weeks", [0, 1, 18])
def test_a_short_history_has_no_forecast(weeks: int) -> None:
    assert forecast(np.full(weeks, 9)) is None


def test_a_deserted_place_has_no_forecast() -> None:
    assert forecast(np.concatenate((np.full(60, 9), np.zeros(12, dtype=np.int64)))) is None


@pytest.mark.parametrize("weeks", [19, 40, 150])
@pytest.mark.parametrize("active", [1, 20])
def test_where_every_week_was_the_same_the_next_one_is_too_give_or_take_a_member(
    weeks: int, active: int
) -> None:
    found = forecast(np.full(weeks, active))
    assert found is not None
    assert (found.method, found.beats_baseline) == (found.baseline, False)
    assert {(row.mase, row.coverage) for row in found.tried} == {(0.0, 1.0)}
    for week in found.ahead:
        assert week.active == pytest.approx(active)
        assert week.high == pytest.approx(active + 1)
        assert active - 1 <= week.low < active
        assert week.below_floor < (0.01 if active == 20 else 0.2)


def changed_once() -> npt.NDArray[np.int64]:
    """One week with one member more, in the middle of a year of equal ones."""
    weeks = np.full(52, 20)
    weeks[30] = 21
    return weeks


def seen_once() -> npt.NDArray[np.int64]:
    """A single member in a single week."""
    weeks = np.zeros(46, dtype=np.int64)
    weeks[40] = 1
    return weeks


@pytest.mark.slow
@pytest.mark.parametrize("activity", [changed_once(), seen_once()], ids=["changed", "seen"])
def test_where_hardly_a_week_was_unlike_another_figures_stay_plain(
    activity: npt.NDArray[np.int64],
) -> None:
    found = forecast(activity)
    assert found is not None
    assert found.ahead[-1].active == pytest.approx(activity[-1], abs=0.1)
    for week in found.ahead:
        assert week.high - week.low <= 4
        assert 0 <= week.below_floor <= 1
    assert all(row.mase < 0.2 and row.coverage > 0.9 for row in found.tried)
    assert found.floor >= 0.5


@pytest.mark.parametrize("floor", [0.0, -3.0, float("nan"), float("inf")])
def test_a_floor_that_is_none_is_refused(floor: float) -> None:
    with pytest.raises(InvalidRequest, match="floor must be a number of members"):
        forecast(np.full(60, 9), floor)


@pytest.mark.slow
def test_a_dying_community_is_seen_and_a_steady_one_is_not_alarmed() -> None:
    steady = poisson(np.full(60, 40.0))
    dying = poisson(np.concatenate((np.full(34, 40.0), np.geomspace(40, 20, 26))))
    calm, alarm = forecast(steady, floor=20), forecast(dying, floor=20)
    assert calm is not None
    assert alarm is not None
    assert calm.at(12).below_floor < 0.05
    assert alarm.at(12).below_floor > 0.3
    assert alarm.at(12).active < 26
    for found in (calm, alarm):
        assert all(week.low <= week.active <= week.high for week in found.ahead)


@pytest.mark.slow
def test_where_naive_is_best_it_is_used() -> None:
    walk = np.random.default_rng(3).choice([-2, 2], 28).cumsum() + 300
    found = forecast(walk.astype(np.int64))
    assert found is not None
    rows = {tried.method: tried for tried in found.tried}
    chosen = found.tried[0]
    assert found.beats_baseline == (chosen.mase < rows[found.baseline].mase)
    assert found.beats_baseline or found.method == found.baseline == LAST_WEEK


@pytest.mark.slow
def test_seasons_are_learned_from_last_year() -> None:
    season = 60 + 40 * np.sin(2 * np.pi * np.arange(125) / YEAR)
    found = forecast(poisson(season))
    assert found is not None
    assert found.baseline == LAST_YEAR
    rows = {tried.method: tried for tried in found.tried}
    assert rows[LAST_YEAR].mase < rows[LAST_WEEK].mase
    truth = 60 + 40 * np.sin(2 * np.pi * (125 + np.arange(12)) / YEAR)
    inside = [
        week.low <= level <= week.high for week, level in zip(found.ahead, truth, strict=True)
    ]
    assert np.mean(inside) >= 0.9
    assert 0.85 <= found.tried[0].coverage <= 1.0


@pytest.mark.slow
def test_a_dying_community_shows_its_early_signs(pictured: Pictured) -> None:
    """Sixty members, whose activity halves over half a year as they stop one after the other."""
    names = [f"m{number}" for number in range(60)]
    dice = np.random.default_rng(2)
    records: list[Record] = [node("skill:s")]
    for place, name in enumerate(names):
        stops = 420 if place % 2 else 240 + 3 * place
        records += [node(f"member:{name}", 0), *looks(name, dice.uniform(0, stops, stops // 8))]
        other = names[(place + 1) % 60]
        records += [helped(name, other, at) for at in dice.uniform(0, stops, stops // 20)]
    found = health(pictured([*records, *looks("m1", [420])]))
    assert found.forecast is not None
    assert found.forecast.at(12).active < 40
    assert found.figure("active_share").got_worse
    assert found.figure("left").got_worse
    assert "Ask some of those who left" in found.figure("left").figure.action
