"""Months of the calendar, and what happened in each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.packing import DAY, NO_TIME

_EPOCH = np.datetime64("2000-01-01T00:00:00", "s")

Months = npt.NDArray[np.int64]
UNKNOWN = -(10**6)
"""The month of what has no time."""


def months(seconds: npt.NDArray[np.int64]) -> Months:
    """(n,) months since 1970 of times in seconds since 2000; UNKNOWN where there is none."""
    moments = _EPOCH + seconds.astype("timedelta64[s]")
    return np.where(seconds == NO_TIME, UNKNOWN, moments.astype("datetime64[M]").astype(np.int64))


def named(month: int) -> str:
    """`2025-05`."""
    return f"{1970 + month // 12}-{month % 12 + 1:02}"


def begin(month: int) -> int:
    """The first second of a month, in seconds since 2000."""
    return int((np.datetime64(month, "M").astype("datetime64[s]") - _EPOCH).astype(np.int64))


def last_full_month(second: int) -> int:
    """The last month that was over by then; its last day may still be running."""
    return int(months(np.array([second + DAY]))[0]) - 1
