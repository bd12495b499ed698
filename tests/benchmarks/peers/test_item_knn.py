"""Cosine neighbours, by hand."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.choice_matrix import choice_matrix
from benchmarks.peers.item_knn import ItemKnn, cosine_to_targets
from benchmarks.tasks import Past
from tests.benchmarks.peers.planted_blocks import context, past_of, query, topic


def four_contexts() -> Past:
    """m0 beside m1 once and beside t1 twice; m1 beside t1 once; m2 alone."""
    chosen = [[0, 1], [0], [2], [0]]
    return past_of(chosen, [[topic(1)], [topic(1)], [], []], 3)


def test_cosines_are_those_of_the_columns() -> None:
    similarity = cosine_to_targets(choice_matrix(four_contexts()), 0.0).toarray()
    m0_m1, m0_t1, m1_t1 = 1 / math.sqrt(3), 2 / math.sqrt(6), 1 / math.sqrt(2)
    expected = [[0.0, m0_m1, 0.0, m0_t1], [m0_m1, 0.0, 0.0, m1_t1], [0.0] * 4]
    assert np.allclose(similarity, expected)


def test_shrinkage_trusts_what_was_seen_often() -> None:
    similarity = cosine_to_targets(choice_matrix(four_contexts()), 2.0).toarray()
    assert np.isclose(similarity[0, 3], 2 / (math.sqrt(6) + 2))
    assert np.isclose(similarity[1, 3], 1 / (math.sqrt(2) + 2))


def test_a_score_is_the_sum_of_similarities() -> None:
    past = four_contexts()
    asked = [
        query(past, context(9, [topic(1)]), [0]),
        query(past, past.contexts[0], [2], known=0),
    ]
    m0_m1, m0_t1, m1_t1 = 1 / math.sqrt(3), 2 / math.sqrt(6), 1 / math.sqrt(2)
    scores = ItemKnn().fit(past, {"neighbours": "all", "shrinkage": 0.0}, 0).score(asked)
    assert np.allclose(scores, [[m0_t1, m1_t1, 0], [m0_m1 + m0_t1, m0_m1 + m1_t1, 0]])


def test_only_the_nearest_of_each_target_count() -> None:
    past = four_contexts()
    known = [query(past, past.contexts[0], [2], known=0)]
    scores = ItemKnn().fit(past, {"neighbours": 1, "shrinkage": 0.0}, 0).score(known)
    assert np.allclose(scores, [[2 / math.sqrt(6), 1 / math.sqrt(2), 0]])
