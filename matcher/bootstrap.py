"""Paired bootstrap intervals: how far a mean, or a difference of means, could be off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 10_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the ends of its percentile interval."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


class Bootstrap:
    """The same resamples of `units` units for every method, so that differences are paired."""

    def __init__(self, units: int, seed: int, resamples: int = RESAMPLES) -> None:
        drawn = np.random.default_rng(seed).integers(units, size=(resamples, units))
        counts = np.zeros((resamples, units), dtype=np.float64)
        np.add.at(counts, (np.arange(resamples)[:, None], drawn), 1.0)
        self._weights = counts / units

    def interval(self, values: npt.NDArray[np.float64]) -> Interval:
        """The mean of `values` (units,) and its 95 % percentile interval (Efron 1979)."""
        means = self.means(values)
        tail = (1.0 - CONFIDENCE) / 2.0
        low, high = np.quantile(means, [tail, 1.0 - tail])
        return Interval(float(values.mean()), float(low), float(high))

    def means(self, values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """(resamples,) the mean of `values` (units,) in each resample."""
        return np.asarray(self._weights @ values)
