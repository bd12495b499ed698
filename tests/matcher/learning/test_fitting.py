"""Fitting: the gradient against differences, nDCG by hand, and what is planted is found."""

from __future__ import annotations

from math import log, log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.measures import ndcg_at
from matcher.learning.fitting import (
    DEFAULT_SHARE,
    Prior,
    Weights,
    _loss,
    fit,
    length,
    listwise,
    ndcg_of,
    searched,
)
from tests.matcher.learning.planted import example, planted


def prior(default: Weights, against: tuple[int, ...] = ()) -> Prior:
    signs = np.ones(len(default))
    signs[list(against)] = -1.0
    return Prior(default, signs)


EVEN = prior(np.ones(3))


def direction(weights: Weights) -> Weights:
    return np.asarray(weights / length(weights))


def test_the_loss_of_one_question_by_hand() -> None:
    asked = [example([[1.0], [0.0]], [0])]
    value, gradient = _loss(np.array([0.0]), asked, np.array([0.5]), 2.0)
    # Half a chance for each; the ridge adds 2 (0 - .5)^2 / 2.
    assert value == pytest.approx(log(2) + 0.25)
    assert gradient == pytest.approx([-0.5 + 2.0 * -0.5])


@given(seed=st.integers(0, 99), ridge=st.sampled_from([0.0, 0.3, 4.0]))
def test_the_gradient_is_that_of_the_loss(seed: int, ridge: float) -> None:
    random = np.random.default_rng(seed)
    asked = [
        example(random.normal(size=(6, 4)), random.choice(6, size=n, replace=False).tolist())
        for n in (1, 2, 5)
    ]
    weights, center = random.normal(size=4), random.normal(size=4)
    _, gradient = _loss(weights, asked, center, ridge)
    step = 1e-5
    for place in range(4):
        away = np.zeros(4)
        away[place] = step
        above, _ = _loss(weights + away, asked, center, ridge)
        below, _ = _loss(weights - away, asked, center, ridge)
        assert gradient[place] == pytest.approx((above - below) / (2 * step), abs=1e-6)


def test_large_scores_do_not_overflow() -> None:
    value, gradient = _loss(np.array([1e4]), [example([[9.0], [1.0]], [1])], np.zeros(1), 0.0)
    assert value == pytest.approx(8e4)
    assert gradient == pytest.approx([8.0])


def test_ndcg_by_hand() -> None:
    asked = example(np.zeros((4, 1)), [1, 3])
    ranked = np.array([3.0, 1.0, 2.0, 0.0])  # the chosen stand third and fourth
    best = 1 + 1 / log2(3)
    assert ndcg_of(asked, ranked) == pytest.approx((1 / log2(4) + 1 / log2(5)) / best)
    assert ndcg_of(asked, -ranked) == pytest.approx((1 + 1 / log2(3)) / best)


def test_ties_go_to_the_lower_node_also_at_the_tenth_place() -> None:
    alike = np.zeros(40)
    assert ndcg_of(example(np.zeros((40, 1)), [9]), alike) == pytest.approx(1 / log2(11))
    assert ndcg_of(example(np.zeros((40, 1)), [10]), alike) == 0.0
    turned = example(np.zeros((40, 1)), [0])
    turned.nodes[:] = turned.nodes[::-1].copy()
    assert ndcg_of(turned, alike) == 0.0
    # Among many, of which few have anything, it is not left to how places are found.
    few = np.zeros(400)
    few[[390, 395]] = 1.0
    assert ndcg_of(example(np.zeros((400, 1)), [7]), few) == pytest.approx(1 / log2(11))
    assert ndcg_of(example(np.zeros((400, 1)), [8]), few) == 0.0


@given(
    scores=st.lists(st.sampled_from([0.0, 0.25, 0.5, 2.0]), min_size=2, max_size=40),
    chosen=st.sets(st.integers(0, 39), min_size=1, max_size=15),
)
def test_ndcg_is_that_of_the_benchmark(scores: list[float], chosen: set[int]) -> None:
    own = np.array(scores)
    positive = sorted(place for place in chosen if place < len(own)) or [0]
    asked = example(own.reshape(-1, 1), positive)
    ranked = asked.positive[np.lexsort((asked.nodes, -own))]
    assert ndcg_of(asked, own) == pytest.approx(ndcg_at(ranked, len(positive)))


@pytest.mark.parametrize("matters", [0, 1, 2])
def test_what_matters_is_found(matters: int) -> None:
    asked = planted(60, 3, matters, seed=5)
    for weights in (
        fit(asked, EVEN, seed=1), listwise(asked, EVEN), searched(asked, EVEN, seed=1)
    ):  # fmt: skip
        assert int(np.argmax(weights)) == matters
        assert direction(weights)[matters] > 0.9
    unseen = planted(60, 3, matters, seed=6)
    fitted = fit(asked, EVEN, seed=1)
    quality = [np.mean([ndcg_of(e, e.scaled @ w) for e in unseen]) for w in (fitted, EVEN.default)]
    assert quality[0] > quality[1] + 0.1


def test_the_fewer_examples_the_closer_to_the_default() -> None:
    default = np.array([2.0, 1.0, 0.0, 0.5])
    far = [
        length(listwise(planted(count, 4, 2, seed=3), prior(default)) - DEFAULT_SHARE * default)
        for count in (1, 5, 20, 80)
    ]
    assert far == sorted(far)
    assert listwise([], prior(default)) == pytest.approx(DEFAULT_SHARE * default)
    few = fit(planted(2, 4, None, seed=4), prior(default), seed=1)
    assert float(direction(few) @ direction(default)) > 0.8


def test_the_same_seed_finds_the_same() -> None:
    asked = planted(20, 3, 1, seed=2)
    assert fit(asked, EVEN, seed=7).tolist() == fit(asked, EVEN, seed=7).tolist()
    assert fit(asked, EVEN, seed=7).tolist() != fit(asked, EVEN, seed=8).tolist()


def test_a_default_without_weights_is_no_obstacle() -> None:
    assert np.isfinite(fit(planted(5, 3, 1, seed=2), prior(np.zeros(3)), seed=7)).all()


def test_what_speaks_against_never_speaks_for() -> None:
    asked = planted(40, 3, 1, seed=2)  # the more of feature 1, the likelier it was chosen
    weights = fit(asked, prior(np.array([1.0, -0.5, 0.0]), against=(1,)), seed=1)
    assert weights[1] == 0.0
    turned = [
        example(-each.scaled.astype(float), np.flatnonzero(each.positive).tolist())
        for each in asked
    ]
    weights = fit(turned, prior(np.array([1.0, -0.5, 0.0]), against=(1,)), seed=1)
    assert direction(weights)[1] < -0.9


def test_what_no_example_has_keeps_its_default() -> None:
    asked = [
        example(each.scaled.astype(float) * [1.0, 1.0, 0.0], np.flatnonzero(each.positive).tolist())
        for each in planted(30, 3, 1, seed=2)
    ]
    default = np.array([3.0, 0.0, 4.0])
    assert fit(asked, prior(default), seed=1)[2] == pytest.approx(4.0 / 5.0)
    assert fit([], prior(default), seed=1) == pytest.approx(direction(default))
