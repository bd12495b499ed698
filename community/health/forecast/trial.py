"""What a way to forecast foretold, beside what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What one method foretold from R origins for H weeks each; NaN where it is not known.

    Attributes:
        errors: (R, H) what came minus what was foretold, in members.
        scaled: (R, H) absolute errors in parts of the usual step from week to week until then.
        strayed: (R, H) the error in parts of half the 95 % interval: within it up to 1.
    """

    errors: Floats
    scaled: Floats
    strayed: Floats

    def mase(self, horizon: int | None = None) -> float | None:
        """Mean absolute scaled error (Hyndman and Koehler 2006), of a week ahead or of all."""
        return mean_known(self.scaled if horizon is None else self.scaled[:, horizon - 1])

    def coverage(self) -> float | None:
        """The share of weeks that came to lie within the 95 % interval."""
        known = self.strayed[np.isfinite(self.strayed)]
        return float(np.mean(known <= 1.0)) if len(known) else None


def mean_known(values: Floats) -> float | None:
    """The mean of those that are known; None where none is."""
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else None
