"""Quarters of the calendar, in which change over time is told."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.packing import DAY, NO_TIME

_EPOCH = np.datetime64("2000-01-01T00:00:00", "s")
UNKNOWN = -1
"""The quarter of what has no time."""
_SECONDS_A_YEAR = 365.2425 * DAY


def quarters(seconds: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
    """(n,) quarters since 1970 of times in seconds since 2000; UNKNOWN where there is none."""
    months = (_EPOCH + seconds.astype("timedelta64[s]")).astype("datetime64[M]").astype(np.int64)
    return np.where(seconds == NO_TIME, UNKNOWN, months // 3)


def named(quarter: int) -> str:
    """As people say it: `2025 Q2`."""
    return f"{1970 + quarter // 4} Q{quarter % 4 + 1}"


def years(seconds: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
    """(n,) times as years since 2000."""
    return seconds.astype(np.float64) / _SECONDS_A_YEAR
