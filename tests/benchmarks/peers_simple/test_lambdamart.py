from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from benchmarks.peers.lambdamart import LambdaMart, Trees, examples, sample
from benchmarks.tasks import Places, Query
from tests.benchmarks.peers_simple.contract import check
from tests.benchmarks.peers_simple.small_past import (
    GUY,
    NAN,
    all_sorts_of_queries,
    past,
    query,
    question,
)

pytestmark = pytest.mark.slow


def features(asked: Query) -> tuple[Places, npt.NDArray[np.float64]]:
    """Two numbers from the query's own name; whoever has the greater first one is right."""
    chance = np.random.default_rng(sum(map(ord, asked.context.id)))
    return asked.candidates, chance.random((len(asked.candidates), 2))


def best(asked: Query) -> Places:
    """(1,) the place of who is right."""
    return np.array([features(asked)[1][:, 0].argmax()], np.int32)


def training(count: int) -> list[Query]:
    known = past()
    queries = [query(known, question(number)) for number in range(100, 100 + count)]
    return [replace(asked, relevant=best(asked)) for asked in queries]


def trained() -> LambdaMart:
    rival = LambdaMart(features)
    rival.fit_on(training(200))
    return rival


def test_it_scores_queries_of_all_sorts() -> None:
    check(trained(), past())


def test_it_learns_which_feature_tells_who_is_right() -> None:
    known = past()
    rival = trained()
    new = [query(known, question(number)) for number in range(1_000, 1_050)]
    first = rival.fit(known, rival.grid[0], 0).score(new).argmax(axis=1)
    right = np.concatenate([best(asked) for asked in new])
    assert (first == right).mean() > 0.9


def test_what_has_no_features_is_left_out() -> None:
    known = past()
    rival = trained()
    asked = replace(all_sorts_of_queries(known)[0], candidates=np.array([GUY, NAN], np.int32))
    nobody = replace(asked, candidates=np.zeros(0, np.int32))
    scores = rival.fit(known, rival.grid[0], 0).score([asked, nobody])
    assert np.isnan(scores).tolist() == [[True, False, False, True], [True] * 4]


def test_each_setting_is_trained_once_until_there_are_new_examples() -> None:
    rival = trained()
    one, again = (rival.fit(past(), rival.grid[0], 0) for _ in range(2))
    assert isinstance(one, Trees)
    assert isinstance(again, Trees)
    assert one.ranker is again.ranker
    rival.fit_on(training(100))
    anew = rival.fit(past(), rival.grid[0], 0)
    assert isinstance(anew, Trees)
    assert anew.ranker is not one.ranker


def test_examples_stand_together_by_query() -> None:
    first, second = training(2)
    unanswerable = replace(first, relevant=np.zeros(0, np.int32))
    found = examples([first, unanswerable, second], features)
    assert found.sizes.tolist() == [4, 4]
    assert np.flatnonzero(found.labels).tolist() == [first.relevant[0], 4 + second.relevant[0]]
    np.testing.assert_array_equal(found.values[4:], features(second)[1])


def test_a_sample_keeps_what_is_right() -> None:
    labels = np.zeros(100, np.int64)
    labels[[3, 50, 99]] = 1
    kept = sample(labels, 10, np.random.default_rng(0))
    assert len(set(kept.tolist())) == 10
    assert {3, 50, 99} <= set(kept.tolist())
    assert sample(labels, 2, np.random.default_rng(0)).tolist() == [3, 50, 99]
    assert sample(labels, 200, np.random.default_rng(0)).tolist() == list(range(100))


def test_without_examples_it_says_what_to_do() -> None:
    rival = LambdaMart(features)
    assert not rival.suits(past())
    with pytest.raises(ValueError, match="call fit_on before fit"):
        rival.fit(past(), rival.grid[0], 0)
    with pytest.raises(ValueError, match="no training query"):
        rival.fit_on([])


def test_the_same_examples_teach_the_same() -> None:
    known = past()
    queries = all_sorts_of_queries(known)
    one, other = (trained().fit(known, LambdaMart.grid[-1], 3).score(queries) for _ in range(2))
    np.testing.assert_array_equal(one, other)
