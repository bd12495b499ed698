"""Ways to forecast a weekly series, each with its own intervals."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from community.phrases import phrase

Floats = npt.NDArray[np.float64]

YEAR = 52
"""Weeks."""
LEVEL = 0.95
"""What intervals are to cover."""
NORMAL = float(ndtri(0.5 + LEVEL / 2))
_SHIFT = 3 / 8
LAST_WEEK, LAST_YEAR = phrase("last week again"), phrase("same week last year")
_FITTING = threading.Lock()


def rooted(activity: npt.NDArray[np.int64] | Floats) -> Floats:
    """√(x + 3/8): on this scale chance moves small and large counts alike (Anscombe 1948)."""
    return np.asarray(np.sqrt(np.asarray(activity, dtype=np.float64) + _SHIFT))


def counted(values: Floats) -> Floats:
    """What `rooted` made these of; nothing below 0."""
    return np.maximum(np.maximum(values, 0.0) ** 2 - _SHIFT, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Ahead:
    """A forecast of H weeks on the scale of `rooted`.

    Attributes:
        middle: (H,) as likely to be exceeded as not.
        spread: (H,) standard deviation.
    """

    middle: Floats
    spread: Floats

    def stretched(self, factor: float) -> Ahead:
        """With intervals so many times as wide, but never less than a member to either side.

        Members come whole: where no week was ever unlike another, the next one may yet be.
        """
        present = np.maximum(self.middle, 0.0)
        one_member = np.sqrt(present**2 + 1.0) - present
        return Ahead(self.middle, np.maximum(self.spread * factor, one_member / NORMAL))


Method = Callable[[Floats, int], Ahead]
"""Takes a series (W,) that was `rooted`, and how many weeks to look ahead."""


def last_week(series: Floats, weeks: int) -> Ahead:
    """The last value for ever; errors add up from week to week (naive)."""
    spread = np.std(np.diff(series), ddof=1) * np.sqrt(np.arange(1, weeks + 1))
    return Ahead(np.full(weeks, series[-1]), spread)


def last_year(series: Floats, weeks: int) -> Ahead:
    """The value of 52 weeks before (seasonal naive); needs more than a year."""
    errors = series[YEAR:] - series[:-YEAR]
    middle = series[len(series) - YEAR :][:weeks]
    spread = float(np.sqrt(np.mean(errors**2)))
    return Ahead(middle, np.full(weeks, spread))


def smoothing(series: Floats, weeks: int) -> Ahead:
    """Exponential smoothing with a damped trend (Gardner and McKenzie 1985), by statsmodels."""
    from statsmodels.tsa.statespace.exponential_smoothing import (  # noqa: PLC0415 - slow import
        ExponentialSmoothing,
    )

    model = ExponentialSmoothing(
        series, trend=True, damped_trend=True, initialization_method="estimated"
    )
    return _told(model.fit(disp=False, maxiter=25).get_forecast(weeks))


def theta(series: Floats, weeks: int) -> Ahead:
    """The Theta method (Assimakopoulos and Nikolopoulos 2000), by statsmodels."""
    from statsmodels.tsa.forecasting.theta import (  # noqa: PLC0415 - slow import
        ThetaModel,
    )

    fitted = ThetaModel(series, period=1, deseasonalize=False).fit(disp=False)
    ends = fitted.prediction_intervals(weeks, alpha=1 - LEVEL).to_numpy()
    middle = np.asarray(fitted.forecast(weeks), dtype=np.float64)
    return Ahead(middle, (ends[:, 1] - ends[:, 0]) / (2 * NORMAL))


def arima(series: Floats, weeks: int) -> Ahead:
    """ARIMA(1, 1, 1) (Box and Jenkins 1970), by statsmodels."""
    from statsmodels.tsa.arima.model import ARIMA  # noqa: PLC0415 - slow import

    fitted = ARIMA(series, order=(1, 1, 1)).fit(method_kwargs={"maxiter": 30, "disp": 0})
    return _told(fitted.get_forecast(weeks))


def _told(found: object) -> Ahead:
    middle = np.asarray(found.predicted_mean, dtype=np.float64)  # type: ignore[attr-defined]  # untyped there
    spread = np.asarray(found.se_mean, dtype=np.float64)  # type: ignore[attr-defined]  # untyped there
    return Ahead(middle, spread)


METHODS: Mapping[str, Method] = {
    LAST_WEEK: last_week,
    LAST_YEAR: last_year,
    phrase("exponential smoothing"): smoothing,
    "Theta": theta,
    "ARIMA(1,1,1)": arima,
}


@contextmanager
def one_thread() -> Iterator[None]:
    """For many small fits: several threads would mostly wait for each other, ten times as long.

    One caller at a time, since the limit is the process's: a second one would take it for usual.
    """
    from threadpoolctl import threadpool_limits  # noqa: PLC0415 - rarely needed

    with _FITTING, threadpool_limits(1, "blas"):
        yield


def ahead(name: str, series: Floats, weeks: int) -> Ahead | None:
    """The forecast of a method; None where it finds none for this series."""
    if name == LAST_YEAR and len(series) < YEAR + 2:
        return None
    # Where every week was the same there is nothing to fit, and Theta would make a slope of it.
    method = METHODS[name] if np.ptp(series) > 0 else last_week
    # Importing statsmodels asks for some warnings: that comes first, so that they can be left out.
    import statsmodels.tools.sm_exceptions  # noqa: F401, PLC0415 - slow import

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a fit that did not converge is judged by its errors
            found = method(series, weeks)
    except (ValueError, np.linalg.LinAlgError):
        return None
    sound = np.isfinite(found.middle).all() and np.isfinite(found.spread).all()
    return found.stretched(1.0) if sound else None
