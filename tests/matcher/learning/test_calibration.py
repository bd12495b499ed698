"""Probabilities from scores: by hand, only where they hold, and never in another order."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.calibration import inputs, probabilities, sigmoid
from matcher.learning.calibration import FEWEST, MOST_ERROR, calibrate, calibration_error
from matcher.learning.examples import Example
from matcher.models import Calibration
from tests.matcher.learning.planted import Numbers, example

Past = tuple[list[Example], list[Numbers], list[int]]


def past(questions: int, seed: int, *, late_luck: float = 1.0) -> Past:
    """Each of ten candidates is right with a chance that its score tells; later `late_luck` it."""
    random = np.random.default_rng(seed)
    examples, scores = [], []
    for number in range(questions):
        own = random.normal(size=10) * 1.5
        chances = 1.0 / (1.0 + np.exp(1.0 - own))
        chances *= late_luck if number * 3 >= questions * 2 else 1.0
        right = np.flatnonzero(random.random(10) < chances).tolist()
        examples.append(example(own.reshape(-1, 1), right, at=number))
        scores.append(own)
    return examples, scores, list(range(questions))


def test_the_error_of_ten_bins_by_hand() -> None:
    predicted = np.repeat([0.1, 0.7], 10)
    happened = np.array([True] + [False] * 9 + [True] * 5 + [False] * 5)
    # Two in each bin: .1 against 1 in 2, then 0 four times; .7 against 1, 1, 1 in 2, 0, 0.
    expected = 0.1 * (0.4 + 4 * 0.1 + 0.3 + 0.3 + 0.2 + 0.7 + 0.7)
    assert calibration_error(predicted, happened) == pytest.approx(expected)
    assert calibration_error(np.array([0.25]), np.array([True])) == pytest.approx(0.75)
    assert calibration_error(np.zeros(0), np.zeros(0, dtype=bool)) == 0.0


def test_scores_that_tell_chances_become_probabilities() -> None:
    found = calibrate(*past(600, seed=1))
    assert found is not None
    assert found.error <= MOST_ERROR
    examples, scores, _ = past(600, seed=2)
    told = np.concatenate([probabilities(found, own) for own in scores])
    happened = np.concatenate([each.positive for each in examples])
    assert calibration_error(told, happened) <= MOST_ERROR


def test_a_calibration_that_does_not_hold_later_is_refused() -> None:
    assert calibrate(*past(600, seed=1, late_luck=0.3)) is None


def test_the_order_of_the_questions_does_not_matter() -> None:
    examples, scores, times = past(90, seed=3)
    turned = calibrate(examples[::-1], scores[::-1], times[::-1])
    straight = calibrate(examples, scores, times)
    assert (turned is None) == (straight is None)
    if turned is not None and straight is not None:
        assert turned.slope == pytest.approx(straight.slope, rel=1e-3)


def test_too_few_questions_or_nothing_but_one_outcome() -> None:
    assert calibrate(*past(FEWEST - 1, seed=1)) is None
    for right in ([], [0, 1]):
        examples = [example([[1.0], [0.0]], right, at=n) for n in range(FEWEST)]
        assert calibrate(examples, [np.array([1.0, 0.0])] * FEWEST, list(range(FEWEST))) is None


def test_a_probability_by_hand() -> None:
    rows = inputs(np.array([1.0, 0.0]))
    first = 1 / (1 + np.exp(-1.0))  # the share of exp(1) beside exp(0)
    assert rows == pytest.approx(
        np.array([[1.0, 1.0, np.log(first)], [1.0, 0.0, np.log1p(-first)]])
    )
    found = probabilities(Calibration(0.5, 2.0, 1.0, 0.0), np.array([1.0, 0.0]))
    assert found[0] == pytest.approx(1 / (1 + np.exp(-(0.5 + 2.0 + np.log(first)))))


def test_the_logistic_function_does_not_overflow() -> None:
    assert sigmoid(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


@given(
    scores=st.lists(st.floats(-300, 300), min_size=1, max_size=30),
    level=st.floats(-5, 5),
    slope=st.floats(-1, 3),
    share=st.floats(-1, 3),
)
def test_probabilities_keep_the_order_of_the_scores(
    scores: list[float], level: float, slope: float, share: float
) -> None:
    own = np.array(scores)
    found = probabilities(Calibration(level, slope, share, 0.0), own)
    assert ((found >= 0) & (found <= 1)).all()
    if slope + share > 0:
        assert (np.diff(found[np.argsort(own)]) >= -1e-9).all()
