from __future__ import annotations

from math import log2

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.exposure import Pool, best, evened, measured, people_in, price_of_evenness
from matcher.showings import order_by, within_limits


def nodes(*numbers: int) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    return np.array(numbers, dtype=np.int32)


def pool(scores: list[float], k: int = 1, key: str = "") -> Pool:
    return Pool(np.arange(len(scores), dtype=np.int32), np.array(scores), k, key)


ALIKE = [pool([4.0, 3.0, 2.0, 1.0], key=str(number)) for number in range(4)]
"""Four questions that all four people suit alike well."""


def test_one_person_who_is_shown_alone_has_all_the_exposure() -> None:
    found = measured([nodes(3)], range(4))
    assert found.gini == pytest.approx(0.75)  # (2 * 4 - 4 - 1) * 1 / (4 * 1)
    assert found.top_three == 1.0


def test_exposure_is_discounted_by_rank() -> None:
    second = 1 / log2(3)
    found = measured([nodes(0, 1), nodes(0, 2)], range(5))
    assert found.top_three == 1.0
    # Sorted exposure: 0, 0, second, second, 2; weights -4, -2, 0, 2, 4 by n * total.
    expected = (2 * second + 4 * 2) / (5 * (2 + 2 * second))
    assert found.gini == pytest.approx(expected)


def test_those_shown_alike_share_exposure_evenly() -> None:
    found = measured([nodes(0, 1), nodes(1, 0)], range(2))
    assert found.gini == pytest.approx(0.0)
    assert measured([], []).gini == 0.0


def test_evenness_moves_lists_as_a_hand_works_out() -> None:
    # z is 1.34, .45, -.45, -1.34 and the mean exposure 1. All four show person 0 at first. For the
    # first question 0 is worth 1.34 - log(1 + 3) = -.04, so it takes person 1, worth .45. For each
    # of the others 0 is then worth 1.34 - log(1 + 2) = .24, and 1 only .45 - log(1 + 1) = -.25.
    values = evened(ALIKE, 1.0)
    shown = [int(best(each, worth)[0]) for each, worth in zip(ALIKE, values, strict=True)]
    assert shown == [1, 0, 0, 0]
    assert values[0] == pytest.approx([-0.0447, 0.4472, -0.4472, -1.3416], abs=1e-4)


def test_no_evenness_leaves_the_order_of_the_scores() -> None:
    for worth in evened(ALIKE, 0.0):
        assert np.argsort(-worth).tolist() == [0, 1, 2, 3]


def test_exposure_of_before_counts_too() -> None:
    one = pool([3.0, 2.9, 0.0])
    assert best(one, evened([one], 1.0)[0]).tolist() == [0]
    assert best(one, evened([one], 1.0, {0: 40.0})[0]).tolist() == [1]


def test_the_price_of_evenness_is_told_beside_what_it_brings() -> None:
    free, dear = price_of_evenness(ALIKE, [{0}] * 4, [0.0, 1.0])
    assert (free.ndcg, free.exposure.gini, free.exposure.top_three) == (1.0, 0.75, 1.0)
    assert dear.ndcg == 0.75  # one of four lists no longer shows whom it should
    assert dear.exposure.gini == pytest.approx(0.625)  # exposure 3, 1, 0, 0


@st.composite
def many_pools(draw: st.DrawFn) -> list[Pool]:
    seed = draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    attraction = random.normal(size=12) * 2
    return [
        Pool(
            np.sort(random.choice(12, 8, replace=False)).astype(np.int32),
            random.normal(size=8) + attraction[:8],
            3,
            f"{seed}-{number}",
        )
        for number in range(15)
    ]


def lists(pools: list[Pool], evenness: float) -> dict[str, list[int]]:
    values = evened(pools, evenness)
    return {each.key: best(each, worth).tolist() for each, worth in zip(pools, values, strict=True)}


@given(pools=many_pools(), evenness=st.sampled_from([0.25, 0.5, 1.0]))
def test_the_order_of_the_questions_plays_no_part(pools: list[Pool], evenness: float) -> None:
    assert lists(pools, evenness) == lists(pools[::-1], evenness)


@given(pools=many_pools())
def test_more_evenness_divides_exposure_more_evenly(pools: list[Pool]) -> None:
    everybody = people_in(pools).tolist()
    ginis = [
        measured([nodes(*each) for each in lists(pools, evenness).values()], everybody).gini
        for evenness in (0.0, 1.0)
    ]
    assert ginis[1] <= ginis[0] + 1e-9


def test_whoever_is_wanted_too_often_keeps_those_they_suit_best() -> None:
    pools = [pool([3.0, 2.0, 1.0], key=str(number)) for number in range(3)]
    fits = [np.array([fit, 0.0, 0.0]) for fit in (0.5, 0.9, 0.7)]
    orders = [order_by(each, each.scores) for each in pools]
    allowed = within_limits(pools, fits, orders, {0: 2, 1: 0})
    assert [mask.tolist() for mask in allowed] == [
        [False, False, True],
        [True, False, True],
        [True, False, True],
    ]


@given(pools=many_pools(), limits=st.dictionaries(st.integers(0, 11), st.integers(0, 4)))
def test_no_limit_is_ever_exceeded_and_nobody_is_refused_without_need(
    pools: list[Pool], limits: dict[int, int]
) -> None:
    fits = [each.scores for each in pools]
    orders = [order_by(each, each.scores) for each in pools]
    allowed = within_limits(pools, fits, orders, limits)
    kept: dict[int, int] = dict.fromkeys(limits, 0)
    for each, mask in zip(pools, allowed, strict=True):
        for node in each.nodes[mask].tolist():
            if node in kept:
                kept[node] += 1
    assert all(kept[node] <= limit for node, limit in limits.items())
    backwards = within_limits(pools[::-1], fits[::-1], orders[::-1], limits)[::-1]
    for one, other in zip(allowed, backwards, strict=True):
        assert one.tolist() == other.tolist()
    for each, mask in zip(pools, allowed, strict=True):
        for node in best(each, each.scores).tolist():
            if node in limits and not mask[each.nodes.tolist().index(node)]:
                assert kept[node] == limits[node]
