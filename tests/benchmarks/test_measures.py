"""Measures against answers worked out by hand, and against `ir_measures` on random rankings."""

from __future__ import annotations

import math

import ir_measures
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.measures import auc, hit, ndcg, reciprocal_rank


def test_ndcg_by_hand() -> None:
    # Relevant at places 2 and 4: (1/log2(3) + 1/log2(5)) over the best, (1 + 1/log2(3)).
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))
    assert ndcg(["x", "a", "y", "b"], {"a", "b"}) == pytest.approx(expected)
    assert ndcg(["a", "b", "x"], {"a", "b"}) == 1.0
    assert ndcg(["x", "y"], {"a"}) == 0.0
    assert ndcg([*"0123456789", "a"], {"a"}) == 0.0, "place 11 is beyond 10"


def test_more_relevant_than_places_can_still_be_perfect() -> None:
    assert ndcg([f"{n}" for n in range(10)], {f"{n}" for n in range(12)}) == pytest.approx(1.0)


def test_reciprocal_rank_by_hand() -> None:
    assert reciprocal_rank(["x", "y", "a", "b"], {"a", "b"}) == pytest.approx(1 / 3)
    assert reciprocal_rank(["x"], {"a"}) == 0.0


def test_hit_by_hand() -> None:
    assert hit(["v", "w", "x", "y", "a"], {"a"}) == 1.0
    assert hit(["v", "w", "x", "y", "z", "a"], {"a"}) == 0.0


def test_auc_by_hand() -> None:
    # Positives 3 and 1 against negatives 2 and 1: won, won, lost, tied.
    scores = np.array([3.0, 1.0, 2.0, 1.0])
    assert auc(scores, np.array([True, True, False, False])) == pytest.approx(2.5 / 4)


def test_auc_of_equal_scores_is_a_half_also_when_nobody_was_ranked() -> None:
    positive = np.array([True, False, False])
    assert auc(np.full(3, 7.0), positive) == 0.5
    assert auc(np.full(3, -math.inf), positive) == 0.5


def test_agreement_with_ir_measures_and_sklearn() -> None:
    random = np.random.default_rng(5)
    for _ in range(50):
        ids = [f"d{n}" for n in range(int(random.integers(2, 30)))]
        ranking = list(random.permutation(ids))
        relevant = set(random.choice(ids, size=int(random.integers(1, len(ids))), replace=False))
        truth = [ir_measures.Qrel("q", id_, int(id_ in relevant)) for id_ in ids]
        run = [ir_measures.ScoredDoc("q", id_, -float(n)) for n, id_ in enumerate(ranking)]
        theirs = ir_measures.calc_aggregate(
            [ir_measures.nDCG @ 10, ir_measures.RR, ir_measures.Success @ 5], truth, run
        )
        assert ndcg(ranking, relevant) == pytest.approx(theirs[ir_measures.nDCG @ 10])
        assert reciprocal_rank(ranking, relevant) == pytest.approx(theirs[ir_measures.RR])
        assert hit(ranking, relevant) == theirs[ir_measures.Success @ 5]

        scores = random.integers(0, 5, size=len(ids)).astype(float)
        positive = np.array([id_ in relevant for id_ in ids])
        assert auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores))
