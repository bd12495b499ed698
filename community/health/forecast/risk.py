"""Ghost-town risk: what activity will be, and how likely it is to fall below a floor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from community.health.forecast.backtest import (
    CHOSEN,
    HORIZON,
    LONGEST,
    BackTest,
    back_test,
    origins_of,
)
from community.health.forecast.methods import (
    NORMAL,
    YEAR,
    Ahead,
    ahead,
    counted,
    one_thread,
    rooted,
)
from graph.errors import InvalidRequest
from graph.progress import Progress, silent

HORIZONS = (4, 8, 12)
"""Weeks ahead that are told."""
FEWEST_ORIGINS = 4
FLOOR = 0.5
"""The floor, where none is stated, in parts of the median week of the last year."""
LEAST_FLOOR = 0.5
"""Members, where that week has nobody: below it come weeks without anybody."""


@dataclass(frozen=True, slots=True)
class WeekAhead:
    """What is expected of one week to come.

    Attributes:
        weeks: how many from now.
        active: members who will do something, as likely more as fewer.
        low, high: ends of the 95 % prediction interval.
        below_floor: the probability that fewer than the floor do.
    """

    weeks: int
    active: float
    low: float
    high: float
    below_floor: float


@dataclass(frozen=True, slots=True)
class Tried:
    """How one method did in the back-test.

    Attributes:
        method: its name.
        mase: mean absolute scaled error of all weeks foretold; below 1 is better than the usual
            step from one week to the next.
        mase_at: the same for 4, 8 and 12 weeks ahead; None where none of these had come.
        coverage: the share of weeks within the method's 95 % interval.
        forecasts: how many weeks it foretold that have come since.
    """

    method: str
    mase: float
    mase_at: tuple[float | None, ...]
    coverage: float
    forecasts: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected, and how much such words were worth before.

    Attributes:
        activity: members who did something in each week so far, the last one last.
        method: the one that the forecast is made by.
        baseline: seasonal naive, or naive where the history is shorter than two years.
        beats_baseline: whether the choice of methods, made at each time from what was known then,
            had less error than the baseline.
        floor: members a week below which the place counts as deserted.
        ahead: each of the next twelve weeks.
        tried: methods, the choice itself and the baseline, in the back-test.
        origins: how many times a forecast was tried.
        stretched: what intervals were multiplied by so that they would have covered 95 %.
    """

    activity: tuple[int, ...]
    method: str
    baseline: str
    beats_baseline: bool
    floor: float
    ahead: tuple[WeekAhead, ...]
    tried: tuple[Tried, ...]
    origins: int
    stretched: float

    def at(self, weeks: int) -> WeekAhead:
        """What is expected of the week so many from now."""
        return self.ahead[weeks - 1]


def forecast(
    activity: npt.NDArray[np.int64], floor: float | None = None, progress: Progress = silent
) -> Forecast | None:
    """Forecast weekly activity (W,); None where the history is too short to try it first.

    Args:
        activity: members active in each week, the last one last.
        floor: members a week; None: half the median of the last year.
        progress: told of each forecast that is tried.

    Raises:
        InvalidRequest: the floor is not above 0.
    """
    if floor is not None and not (np.isfinite(floor) and floor > 0):
        raise InvalidRequest("floor", "must be a number of members a week, above 0")
    if len(origins_of(len(activity))) < FEWEST_ORIGINS or not activity[-HORIZON:].any():
        return None
    with one_thread():
        return _tried_and_made(activity, floor, progress)


def _tried_and_made(
    activity: npt.NDArray[np.int64], floor: float | None, progress: Progress
) -> Forecast:
    tried = back_test(activity, progress)
    chosen = tried.as_chosen()
    baseline = tried.trials[tried.baseline]
    beats = (chosen.mase() or 0.0) < (baseline.mase() or 0.0)
    method = tried.best() if beats else tried.baseline
    series = rooted(activity[-LONGEST:])
    found = ahead(method, series, HORIZON) or ahead(tried.baseline, series, HORIZON)
    assert found is not None  # the baseline fits any series that was tried
    stretched = tried.stretch(method)
    least = _usual_floor(activity) if floor is None else float(floor)
    return Forecast(
        tuple(activity.tolist()), method, tried.baseline, beats, least,
        _weeks(found.stretched(stretched), least), _rows(tried), len(tried.origins), stretched,
    )  # fmt: skip


def _usual_floor(activity: npt.NDArray[np.int64]) -> float:
    return max(FLOOR * float(np.median(activity[-YEAR:])), LEAST_FLOOR)


def _weeks(found: Ahead, floor: float) -> tuple[WeekAhead, ...]:
    low, high = (counted(found.middle + side * NORMAL * found.spread) for side in (-1, 1))
    below = ndtr((float(rooted(np.array([floor]))[0]) - found.middle) / found.spread)
    columns = (counted(found.middle), low, high, below)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return tuple(WeekAhead(week, *row) for week, row in enumerate(rows, 1))


def _rows(tried: BackTest) -> tuple[Tried, ...]:
    trials = {CHOSEN: tried.as_chosen(), **tried.trials}
    return tuple(
        Tried(
            name,
            trial.mase() or 0.0,
            tuple(trial.mase(weeks) for weeks in HORIZONS),
            trial.coverage() or 0.0,
            int(np.count_nonzero(np.isfinite(trial.scaled))),
        )
        for name, trial in trials.items()
    )
