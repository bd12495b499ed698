"""A community's activity by week."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds

WEEK = 7
"""Days."""


def weekly_active(deeds: Deeds) -> npt.NDArray[np.int64]:
    """(W,) how many different members did anything in each whole week, the last one last.

    Weeks are counted back from the clock; the first one, which had begun before the first deed,
    is left out.
    """
    weeks = deeds.history // WEEK
    if not len(deeds.age) or not weeks:
        return np.zeros(0, dtype=np.int64)
    week = (deeds.age // WEEK).astype(np.int64)
    inside = week < weeks
    members = np.unique(deeds.who[inside] * np.int64(weeks) + week[inside])
    return np.bincount(members % weeks, minlength=weeks)[::-1]
