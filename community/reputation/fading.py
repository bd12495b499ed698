"""How what was done fades with time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.packing import DAY, NO_TIME


def age(times: npt.NDArray[np.int32], now: int, half_life: float) -> npt.NDArray[np.float64]:
    """(n,) 0.5 for each half-life between times and now; 0.5 where the time is not known.

    Args:
        times: (n,) int32, seconds since 2000, NO_TIME where it is not known.
        now: the second that ages are counted from; what is later counts in full.
        half_life: in days.
    """
    days = np.maximum(now - times.astype(np.int64), 0) / DAY
    return np.asarray(0.5 ** (np.where(times == NO_TIME, half_life, days) / half_life))
