from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from matcher.reranking import _best, _between_0_and_1, _in_reach
from matcher.variety import in_turn


def marginal(
    relevance: npt.NDArray[np.float64],
    likeness: npt.NDArray[np.float64],
    weight: float,
    count: int,
) -> list[int]:
    """Maximal marginal relevance as it stands in the paper."""
    chosen: list[int] = []
    while len(chosen) < min(count, len(relevance)):
        nearest = likeness[:, chosen].max(axis=1) if chosen else np.zeros(len(relevance))
        value = (1 - weight) * relevance - weight * nearest
        value[chosen] = -np.inf
        chosen.append(int(np.argmax(value)))
    return chosen


def test_a_twin_of_the_first_waits_behind_something_different() -> None:
    relevance = np.array([1.0, 0.95, 0.8])
    meanings = np.array([[1.0, 1.0, 0.0], [0.0, 0.0, 1.0]])
    assert in_turn(relevance, meanings, 0.3, 3).tolist() == [0, 2, 1]
    assert in_turn(relevance, meanings, 0.0, 3).tolist() == [0, 1, 2]
    assert in_turn(relevance, meanings, 0.3, 2).tolist() == [0, 2]


@given(
    st.integers(1, 12), st.integers(1, 15), st.sampled_from([0.1, 0.3, 0.9]), st.integers(0, 999)
)
def test_what_is_compiled_chooses_as_the_paper_says(
    size: int, count: int, weight: float, seed: int
) -> None:
    chance = np.random.default_rng(seed)
    relevance = np.sort(chance.random(size))[::-1]
    meanings = chance.normal(size=(5, size))
    meanings /= np.sqrt((meanings * meanings).sum(axis=0))
    meanings[:, chance.random(size) < 0.2] = 0.0
    likeness = np.clip(meanings.T @ meanings, 0.0, 1.0)
    expected = marginal(relevance, likeness, weight, count)
    assert in_turn(relevance, meanings, weight, count).tolist() == expected
    near = _in_reach(relevance, weight, count)
    assert in_turn(relevance[:near], meanings[:, :near], weight, count).tolist() == expected


def test_scores_that_are_all_alike_are_all_relevant() -> None:
    assert _between_0_and_1(np.array([2.0, 2.0])).tolist() == [1.0, 1.0]
    assert _between_0_and_1(np.array([1.0, 3.0, 2.0])).tolist() == [0.0, 1.0, 0.5]


@given(
    st.lists(st.sampled_from([0.0, 1.0, 2.0, -np.inf]), max_size=30),
    st.sampled_from([1, 3, 8, 200]),
)
def test_the_best_are_those_that_sorting_all_would_find(values: list[float], count: int) -> None:
    worth = np.array(values, dtype=np.float64)
    nodes = np.arange(len(worth), dtype=np.int32)[::-1].copy()
    order = [place for place in np.lexsort((nodes, -worth)) if np.isfinite(worth[place])]
    assert _best(worth, nodes, count).tolist() == order[:count]


def test_very_many_are_found_like_few() -> None:
    worth = np.random.default_rng(1).integers(0, 50, 1_000).astype(np.float64)
    nodes = np.arange(1_000, dtype=np.int32)[::-1].copy()
    assert _best(worth, nodes, 300).tolist() == np.lexsort((nodes, -worth))[:300].tolist()
    assert _best(worth, nodes, 100).tolist() == np.lexsort((nodes, -worth))[:100].tolist()
