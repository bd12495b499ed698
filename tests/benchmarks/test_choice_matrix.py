"""A past as a matrix, by hand."""

from __future__ import annotations

import math

import numpy as np

from benchmarks.choice_matrix import choice_matrix
from benchmarks.tasks import Past
from tests.benchmarks.peers.planted_blocks import context, past_of, query, topic


def three_contexts() -> Past:
    """Targets m0, m1; q0 chose m0 twice and has t1, q1 chose both and has t1 and t2, q2 nothing."""
    chosen = [[0, 0], [0, 1], []]
    items = [[topic(1)], [topic(2), topic(1)], []]
    return past_of(chosen, items, 2, days=[3.0, 1.0, 0.0, 2.0])


def test_targets_come_first_then_items_in_the_order_of_their_ids() -> None:
    matrix = choice_matrix(three_contexts())
    assert matrix.rows.toarray().tolist() == [[1, 0, 1, 0], [1, 1, 1, 1], [0, 0, 0, 0]]
    assert matrix.target_count == 2
    assert matrix.item_columns == {topic(1): 2, topic(2): 3}
    assert matrix.average.tolist() == [2 / 3, 1 / 3, 2 / 3, 1 / 3]


def test_choices_fade_items_weigh_and_of_repeated_choices_the_latest_counts() -> None:
    matrix = choice_matrix(three_contexts(), fading_days=2.0, item_weight=0.5)
    expected = [[math.exp(-0.5), 0.0, 0.5, 0.0], [1.0, math.exp(-1), 0.5, 0.5], [0.0] * 4]
    assert np.allclose(matrix.rows.toarray(), expected)


def test_what_has_faded_away_is_no_entry() -> None:
    past = past_of([[0]], [[]], 1, days=[1e6])
    assert choice_matrix(past, fading_days=1.0).rows.nnz == 0


def test_a_query_has_the_row_of_its_known_context_or_a_new_basket_or_the_average() -> None:
    past = three_contexts()
    matrix = choice_matrix(past, item_weight=0.5)
    queries = [
        query(past, past.contexts[0], [0], known=0),
        query(past, context(9, [topic(2), topic(7), topic(2)]), [0]),
        query(past, context(9, [topic(7)]), [0]),
        query(past, past.contexts[2], [0], known=2),
    ]
    baskets = [[1, 0, 0.5, 0], [0, 0, 0, 0.5]]
    average = [2 / 3, 1 / 3, 1 / 3, 1 / 6]
    assert matrix.baskets_of(queries).toarray().tolist() == [*baskets, [0] * 4, [0] * 4]
    assert np.allclose(matrix.rows_of(queries).toarray(), [*baskets, average, average])


def test_a_past_without_contexts_or_targets_is_an_empty_matrix() -> None:
    past = past_of([], [], 0)
    matrix = choice_matrix(past)
    assert matrix.rows.shape == (0, 0)
    assert matrix.rows_of([query(past, context(9, [topic(1)]), [])]).shape == (1, 0)
