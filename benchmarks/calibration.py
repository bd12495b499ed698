"""Whether probabilities come true as often as they say."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

BINS = 10


def expected_calibration_error(
    probabilities: npt.NDArray[np.float64], outcomes: npt.NDArray[np.bool_], bins: int = BINS
) -> float:
    """Mean distance between what was said and what came true, over bins of about equal mass.

    Naeini, Cooper and Hauskrecht (2015), with the equal-mass bins of Nguyen and O'Connor (2015).
    Equal probabilities share a bin, so that the order in which they come does not matter.

    Args:
        probabilities: (n,) between 0 and 1; n at least 1.
        outcomes: (n,) what came true.
        bins: how many.

    Raises:
        ValueError: something is not a probability.
    """
    if not ((probabilities >= 0.0) & (probabilities <= 1.0)).all():
        raise ValueError("a probability must lie between 0 and 1")
    before = np.searchsorted(np.sort(probabilities), probabilities, side="left")
    bin_of_each = before * bins // len(probabilities)
    said = np.bincount(bin_of_each, weights=probabilities, minlength=bins)
    came_true = np.bincount(bin_of_each, weights=outcomes.astype(np.float64), minlength=bins)
    # |mean said - mean came true| of a bin, times its share of all, is this over n.
    return float(np.abs(said - came_true).sum() / len(probabilities))
