"""Scores as probabilities, by what was learned of their relation."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.models import Calibration

Values = npt.NDArray[np.float64]


def probabilities(calibration: Calibration, scores: Values) -> Values:
    """(n,) the probability of each of a question's candidates to be the right one."""
    return sigmoid(inputs(scores) @ [calibration.level, calibration.slope, calibration.share])


def inputs(scores: Values) -> npt.NDArray[np.float64]:
    """(n, 3): one, the score, and the log of its share of exp(score) in the list."""
    raised = np.exp(scores - scores.max())
    share = scores - scores.max() - np.log(raised.sum())
    return np.stack([np.ones(len(scores)), scores, share], axis=1)


def sigmoid(values: Values) -> Values:
    """The logistic function."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -values)))
