"""What every rival that learns from choices made in company has to do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from benchmarks.peers.als import AlternatingLeastSquares
from benchmarks.peers.bpr import BayesianPersonalizedRanking
from benchmarks.peers.ease import Ease
from benchmarks.peers.item_knn import ItemKnn
from benchmarks.peers.lenskit_best import LensKitBest
from benchmarks.peers.light_gcn import LightGcn
from benchmarks.rival import Rival, Scores, Settings
from benchmarks.tasks import Past, Query
from tests.benchmarks.peers.planted_blocks import (
    context,
    known_contexts,
    new_questions,
    past_of,
    planted_past,
    query,
    topic,
)

pytestmark = pytest.mark.slow

RIVALS: list[Rival] = [
    ItemKnn(),
    Ease(),
    AlternatingLeastSquares(),
    BayesianPersonalizedRanking(),
    LensKitBest(),
    LightGcn(),
]
EVERY_SETTING = [
    pytest.param(rival, settings, id=f"{rival.name} {place}")
    for rival in RIVALS
    for place, settings in enumerate(rival.grid)
]
EVERY_RIVAL = pytest.mark.parametrize("rival", RIVALS, ids=[rival.name for rival in RIVALS])


@pytest.fixture(scope="module")
def past() -> Past:
    return planted_past()


def chance_of_order(scores: Scores, queries: Sequence[Query]) -> float:
    """Mean AUC: how often what is right stands before what is not; NaN stands last."""
    areas = []
    for row, asked in zip(np.nan_to_num(scores, nan=-np.inf), queries, strict=True):
        right = np.isin(asked.candidates, asked.relevant)
        values = row[asked.candidates]
        above = values[right][:, None] > values[~right]
        level = values[right][:, None] == values[~right]
        areas.append(float((above + 0.5 * level).mean()))
    return float(np.mean(areas))


def popularity(past: Past, queries: Sequence[Query]) -> Scores:
    counts = np.bincount(past.chosen, minlength=len(past.targets)).astype(np.float64)
    return np.tile(counts, (len(queries), 1))


@pytest.mark.parametrize(("rival", "settings"), EVERY_SETTING)
def test_blocks_are_found_again(rival: Rival, settings: Settings, past: Past) -> None:
    fitted = rival.fit(past, settings, 3)
    for queries in (new_questions(past), known_contexts(past)):
        scores = fitted.score(queries)
        assert scores.shape == (len(queries), len(past.targets))
        assert scores.dtype == np.float64
        assert not np.isinf(scores).any()
        found = chance_of_order(scores, queries)
        assert found > 0.85
        assert found > chance_of_order(popularity(past, queries), queries) + 0.1


@EVERY_RIVAL
def test_a_seed_decides(rival: Rival, past: Past) -> None:
    queries = [*new_questions(past), *known_contexts(past)]
    first, again = (rival.fit(past, rival.grid[0], 7).score(queries) for _ in range(2))
    assert np.array_equal(first, again, equal_nan=True)


@EVERY_RIVAL
def test_company_decides_nothing_about_other_queries(rival: Rival, past: Past) -> None:
    queries = new_questions(past)
    fitted = rival.fit(past, rival.grid[0], 7)
    alone = fitted.score(queries[:1])
    assert np.allclose(fitted.score(queries)[:1], alone, rtol=1e-4, atol=1e-5, equal_nan=True)


@EVERY_RIVAL
def test_of_whom_nothing_is_known_popularity_is_asked(rival: Rival, past: Past) -> None:
    """An empty basket, and one of items that nobody had: the largest block comes first."""
    unheard = query(past, context(900, [topic(99)]), [0])
    empty = query(past, context(901, []), [0])
    scores = rival.fit(past, rival.grid[0], 7).score([unheard, empty])
    assert np.array_equal(scores[0], scores[1])
    largest, others = scores[0, :6], scores[0, 6:]
    assert np.isfinite(scores).all()
    assert largest.mean() > others.mean()


@EVERY_RIVAL
def test_choices_without_company_say_nothing(rival: Rival, past: Past) -> None:
    assert rival.suits(past)
    assert not rival.suits(past_of([[0], [1]], [[], []], 2))
    assert rival.suits(past_of([[0], [1]], [[], [topic(1)]], 2))
    assert rival.suits(past_of([[0, 1]], [[]], 2))
    assert not rival.suits(past_of([], [], 2))
