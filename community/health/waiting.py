"""How long questions waited, those without an answer for as long as they have waited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from community.health.measures import CHANCE, Compared, Ends


@dataclass(frozen=True, eq=False)
class Wait:
    """The hours (Q,) that questions waited, and which (Q,) of them were answered then.

    The median is that of Kaplan and Meier (1958), by lifelines, in which a question without an
    answer counts for as long as it has waited; two are compared by the log-rank test.
    """

    hours: npt.NDArray[np.float64]
    answered: npt.NDArray[np.bool_]

    @property
    def n(self) -> int:
        return len(self.hours)

    @cached_property
    def fitted(self) -> Any:
        """The curve of lifelines."""
        from lifelines import KaplanMeierFitter  # noqa: PLC0415 - it takes a second to import

        return KaplanMeierFitter().fit(self.hours, self.answered)

    @property
    def value(self) -> float | None:
        """The hours by which half were answered; None if fewer than half ever were."""
        if not self.n:
            return None
        median = float(self.fitted.median_survival_time_)
        return median if np.isfinite(median) else None

    @property
    def interval(self) -> Ends | None:
        from lifelines.utils import (  # noqa: PLC0415 - it takes a second to import
            median_survival_times,
        )

        if self.value is None:
            return None
        ends = median_survival_times(self.fitted.confidence_interval_).to_numpy().ravel()
        return (float(ends[0]), float(ends[1])) if np.isfinite(ends).all() else None

    def against(self, earlier: Wait) -> Compared | None:
        from lifelines.statistics import (  # noqa: PLC0415 - it takes a second to import
            logrank_test,
        )

        if not self.answered.any() or not earlier.answered.any():
            return None
        test = logrank_test(self.hours, earlier.hours, self.answered, earlier.answered)
        return Compared(None, None, bool(test.p_value < CHANCE))

    def curve(self) -> tuple[tuple[float, float], ...]:
        """(hours, share answered by then), for a picture."""
        shares = 1.0 - self.fitted.survival_function_.iloc[:, 0].to_numpy()
        times = self.fitted.survival_function_.index.to_numpy()
        return tuple(zip(times.tolist(), shares.tolist(), strict=True))
