"""How well each way to forecast would have done before: from the past, with the past alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.forecast.methods import (
    LAST_WEEK,
    LAST_YEAR,
    LEVEL,
    METHODS,
    NORMAL,
    YEAR,
    ahead,
    counted,
    rooted,
)
from community.health.forecast.trial import Trial, mean_known
from community.phrases import phrase
from graph.progress import Progress, silent

Floats = npt.NDArray[np.float64]

HORIZON = 12
"""Weeks."""
SHORTEST = 12
"""Weeks that a method needs to learn from."""
LEAST_TO_COME = 4
"""Weeks that must be known behind the last origin."""
MOST_ORIGINS = 20
ENOUGH_WEEKS = 100
"""Weeks foretold from which on intervals may be made narrower, too."""
NARROWEST = 0.1
"""What they are multiplied by at least."""
LEAST_STEP = 1.0
"""Members: errors are scaled by no smaller step, since members come whole."""
LONGEST = 208
"""Weeks that a method learns from at most: what was four years ago tells nothing any more."""
CHOSEN = phrase("as chosen at the time")


@dataclass(frozen=True, slots=True, eq=False)
class BackTest:
    """All methods from the same origins.

    Attributes:
        origins: (R,) how many weeks were known at each.
        trials: by method; one that foretold nothing is not there.
    """

    origins: npt.NDArray[np.int64]
    trials: Mapping[str, Trial]

    @property
    def baseline(self) -> str:
        """Seasonal naive: the same week of the year before, or last week in a young community."""
        return LAST_YEAR if LAST_YEAR in self.trials else LAST_WEEK

    def best(self, known: int | None = None) -> str:
        """The method with the least error; the baseline if none does better.

        Args:
            known: count only what had come by that week.
        """
        scores = {}
        for name, trial in self.trials.items():
            scaled = trial.scaled if known is None else trial.scaled[self._came(known)]
            found = mean_known(scaled)
            if found is not None:
                scores[name] = found
        least = min(scores.values(), default=0.0)
        better = scores and least < scores.get(self.baseline, np.inf)
        return min(scores, key=lambda name: (scores[name], name)) if better else self.baseline

    def stretch(self, name: str, known: int | None = None) -> float:
        """What a method's intervals have to be stretched by to cover 95 % of the weeks that came.

        With few weeks they are never made narrower. `known`: as for `best`.
        """
        strayed = self.trials[name].strayed
        if known is not None:
            strayed = strayed[self._came(known)]
        strayed = strayed[np.isfinite(strayed)]
        least = NARROWEST if len(strayed) >= ENOUGH_WEEKS else 1.0
        return max(least, float(np.quantile(strayed, LEVEL))) if len(strayed) else 1.0

    def as_chosen(self) -> Trial:
        """What the choice was worth: at each origin the best method so far, stretched as so far."""
        rows = []
        for row, origin in enumerate(self.origins.tolist()):
            name = self.best(origin)
            trial = self.trials[name]
            strayed = trial.strayed[row] / self.stretch(name, origin)
            rows.append((trial.errors[row], trial.scaled[row], strayed))
        return Trial(*(np.array(column) for column in zip(*rows, strict=True)))

    def _came(self, known: int) -> npt.NDArray[np.bool_]:
        return np.asarray(self.origins[:, None] + np.arange(1, HORIZON + 1) <= known)


def origins_of(weeks: int) -> npt.NDArray[np.int64]:
    """(R,) after how many of so many weeks a forecast is tried: at most 20, evenly spread.

    With two years or more each has a whole year behind it, so that last year can be asked.
    """
    first = SHORTEST if weeks < 2 * YEAR else YEAR + 2
    last = weeks - LEAST_TO_COME
    if last < first:
        return np.zeros(0, dtype=np.int64)
    first = max(first, last - 2 * YEAR)
    count = min(last - first + 1, MOST_ORIGINS)
    return np.unique(np.linspace(first, last, count).round().astype(np.int64))


def back_test(activity: npt.NDArray[np.int64], progress: Progress = silent) -> BackTest:
    """Forecast a series (W,) from rolling origins (Tashman 2000) by each method."""
    origins = origins_of(len(activity))
    trials = {name: _trial(name, activity, origins, progress) for name in METHODS}
    return BackTest(origins, {name: trial for name, trial in trials.items() if trial is not None})


def _trial(
    name: str,
    activity: npt.NDArray[np.int64],
    origins: npt.NDArray[np.int64],
    progress: Progress,
) -> Trial | None:
    """A method from all origins; None if it foretold nothing from one of them."""
    rows = []
    for done, origin in enumerate(origins.tolist()):
        progress(f"trying {name}", done, len(origins))
        rows.append(_tried(name, activity[:origin][-LONGEST:], activity[origin:][:HORIZON]))
    trial = Trial(*(np.array(column) for column in zip(*rows, strict=True))) if rows else None
    return trial if trial is not None and np.isfinite(trial.scaled).any(axis=1).all() else None


def _tried(
    name: str, known: npt.NDArray[np.int64], came: npt.NDArray[np.int64]
) -> tuple[Floats, Floats, Floats]:
    """The (H,) errors of a forecast: plain, scaled, and in parts of half the interval."""
    unknown = np.full(HORIZON, np.nan)
    found = ahead(name, rooted(known), HORIZON)
    if found is None:
        return unknown, unknown, unknown
    truth = unknown.copy()
    truth[: len(came)] = came
    errors = truth - counted(found.middle)
    step = max(float(np.mean(np.abs(np.diff(known)))), LEAST_STEP)
    strayed = np.abs(rooted(truth) - found.middle) / (NORMAL * found.spread)
    return errors, np.abs(errors) / step, strayed
