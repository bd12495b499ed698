"""Scores as probabilities, where what came of past recommendations allows it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize

from matcher.calibration import inputs, sigmoid
from matcher.learning.examples import Example
from matcher.models import Calibration

SHOWN = 10
"""The best of each list, the ones that people see, are what a probability is given for."""
MOST_ERROR = 0.05
"""Expected calibration error above which no probability is shown."""
FEWEST = 40
"""Replayed questions below which no probability is shown."""
BINS = 10
_RIDGE = 1e-3
Values = npt.NDArray[np.float64]


def calibrate(
    examples: Sequence[Example], scores: Sequence[Values], times: Sequence[int]
) -> Calibration | None:
    """A calibration from scores that the weights had not been fitted to; None if it does not hold.

    It is fitted on the earlier two thirds of the questions and measured on the later third.

    Args:
        examples: Q questions.
        scores: of their candidates, (n,) each, from weights that did not see the question.
        times: (Q,) when each was asked.
    """
    if len(examples) < FEWEST:
        return None
    order = np.lexsort((np.arange(len(times)), np.asarray(times)))
    begin = len(order) * 2 // 3
    early = _shown([examples[i] for i in order[:begin]], [scores[i] for i in order[:begin]])
    late = _shown([examples[i] for i in order[begin:]], [scores[i] for i in order[begin:]])
    if early[1].all() or not early[1].any():
        return None
    level, slope, share = _logistic(*early)
    error = calibration_error(sigmoid(late[0] @ [level, slope, share]), late[1])
    if error > MOST_ERROR or slope + share <= 0:  # the better must not seem less likely
        return None
    return Calibration(float(level), float(slope), float(share), error)


def calibration_error(predicted: Values, happened: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error in ten bins of equal size (Naeini et al., AAAI 2015)."""
    if not len(predicted):
        return 0.0
    order = np.argsort(predicted, kind="stable")
    error = 0.0
    for part in np.array_split(order, min(BINS, len(order))):
        error += len(part) * abs(predicted[part].mean() - happened[part].mean())
    return float(error / len(order))


def _shown(
    examples: Sequence[Example], scores: Sequence[Values]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
    """(m, 3) inputs and (m,) outcomes of the best of each list."""
    rows, outcomes = [], []
    for example, own in zip(examples, scores, strict=True):
        best = np.lexsort((example.nodes, -own))[:SHOWN]
        rows.append(inputs(own)[best])
        outcomes.append(example.positive[best])
    return np.concatenate(rows), np.concatenate(outcomes)


def _logistic(
    rows: npt.NDArray[np.float64], happened: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    def loss(weights: Values) -> tuple[float, Values]:
        predicted = sigmoid(rows @ weights)
        likelihood = np.where(happened, predicted, 1.0 - predicted)
        value = -np.log(np.maximum(likelihood, 1e-12)).mean() + _RIDGE * (weights @ weights) / 2
        return float(value), rows.T @ (predicted - happened) / len(rows) + _RIDGE * weights

    found = optimize.minimize(loss, np.zeros(3), jac=True, method="L-BFGS-B")
    return np.asarray(found.x, dtype=np.float64)
