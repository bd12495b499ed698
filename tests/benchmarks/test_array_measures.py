"""Measures of score arrays by hand, and against `ir_measures` and scikit-learn."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from benchmarks.calibration import expected_calibration_error
from benchmarks.diversity import intra_list_diversity, target_vector
from benchmarks.judging import per_query, rankings, target_auc, target_auc_name
from benchmarks.measures import auc, hit_at, ndcg_at, recall_at, reciprocal_rank_of
from benchmarks.tasks import Past, Places, Task
from benchmarks.whole_run import gini, load_of_the_top_three, novelty, whole_run
from tests.benchmarks.measured_task import (
    TARGETS,
    measured_past,
    measured_query,
    measured_snapshot,
    measured_task,
)


@pytest.fixture
def past(tmp_path: Path) -> Past:
    return measured_past(measured_snapshot(tmp_path), chosen=(0, 0, 0, 1))


def places(*numbers: int) -> Places:
    return np.array(numbers, dtype=np.int32)


def test_measures_of_one_ranking_by_hand() -> None:
    found = np.array([False, True, False, True])  # and a third that was not ranked
    best = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert ndcg_at(found, 3) == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / best)
    assert recall_at(found, 3) == pytest.approx(2 / 3)
    assert recall_at(found, 3, depth=3) == pytest.approx(1 / 3)
    assert reciprocal_rank_of(found) == 0.5
    assert hit_at(found) == 1.0
    assert hit_at(found, depth=1) == 0.0


def test_places_beyond_the_depth_count_for_the_reciprocal_rank_alone() -> None:
    found = np.array([False] * 10 + [True])
    assert [ndcg_at(found, 1), recall_at(found, 1), hit_at(found)] == [0.0, 0.0, 0.0]
    assert reciprocal_rank_of(found) == pytest.approx(1 / 11)


def test_an_empty_ranking_has_found_nothing() -> None:
    found = np.array([], dtype=np.bool_)
    assert [ndcg_at(found, 1), recall_at(found, 1), reciprocal_rank_of(found), hit_at(found)] == [
        0.0
    ] * 4


def test_more_relevant_than_places_can_be_perfect() -> None:
    assert ndcg_at(np.ones(12, dtype=np.bool_), 12) == pytest.approx(1.0)


def test_agreement_with_ir_measures() -> None:
    random = np.random.default_rng(5)
    judged = [ir_measures.nDCG @ 10, ir_measures.R @ 10, ir_measures.RR, ir_measures.Success @ 5]
    for _ in range(50):
        found = random.random(int(random.integers(1, 30))) < 0.2
        missed = int(random.integers(0 if found.any() else 1, 3))
        ids = [f"d{place}" for place in range(len(found) + missed)]
        suits = [*found.tolist(), *[True] * missed]
        truth = [
            ir_measures.Qrel("q", id_, int(suit)) for id_, suit in zip(ids, suits, strict=True)
        ]
        run = [ir_measures.ScoredDoc("q", ids[place], -place) for place in range(len(found))]
        theirs = ir_measures.calc_aggregate(judged, truth, run)
        relevant = int(found.sum()) + missed
        ours = [
            ndcg_at(found, relevant),
            recall_at(found, relevant),
            reciprocal_rank_of(found),
            hit_at(found),
        ]
        assert ours == pytest.approx([theirs[measure] for measure in judged], abs=1e-9)


def test_candidates_are_ranked_by_score_then_id_and_not_without_one(past: Past) -> None:
    task = Task(
        "some",
        (measured_query(past, [1]), measured_query(past, [1], candidates=[1, 2, 3])),
    )
    scores = np.array([[1.0, 2.0, 1.0, np.nan], [9.0, -np.inf, 0.0, 0.0]])
    assert [order.tolist() for order in rankings(task, scores)] == [[1, 0, 2], [2, 3, 1]]


def test_every_query_has_a_value_of_each_measure(past: Past) -> None:
    task = measured_task(past, [0, 3], [2])
    ranked = rankings(task, np.array([[4.0, 3.0, 2.0, np.nan], [4.0, 3.0, 2.0, 1.0]]))
    values = per_query(task, ranked)
    assert list(values) == ["nDCG@10", "recall@10", "MRR", "hit@5"]
    assert values["nDCG@10"] == pytest.approx([1 / (1 + 1 / math.log2(3)), 0.5])
    assert values["recall@10"].tolist() == [0.5, 1.0]
    assert values["MRR"] == pytest.approx([1.0, 1 / 3])
    assert values["hit@5"].tolist() == [1.0, 1.0]


def test_a_targets_auc_by_hand(past: Past) -> None:
    # Ann suits the first two of four queries, Ben two of the two that he is a candidate of.
    task = Task(
        "four",
        tuple(
            measured_query(past, relevant, candidates)
            for relevant, candidates in (
                ([0, 1], [0, 1, 2]),
                ([0, 1], [0, 1, 2]),
                ([2], [0, 2]),
                ([3], [0, 3]),
            )
        ),
    )
    fits = np.full((4, 4), np.nan)
    fits[:, 0] = [3.0, np.nan, 3.0, 1.0]
    # Ann's positives 3 and -inf against 3 and 1: tied, won, lost, lost. No other target counts.
    assert target_auc(task, fits).tolist() == [1.5 / 4]
    assert target_auc_name(task) == "mentor AUC"


def test_the_auc_of_other_goals_has_a_plain_name(past: Past) -> None:
    peers = measured_past(past.snapshot, goal="peers")
    assert target_auc_name(measured_task(peers, [0])) == "target AUC"


def test_agreement_of_the_auc_with_scikit_learn() -> None:
    random = np.random.default_rng(6)
    for _ in range(20):
        scores = random.integers(0, 5, size=30).astype(float)
        positive = np.array([True, False, *(random.random(28) < 0.4)])
        assert auc(scores, positive) == pytest.approx(roc_auc_score(positive, scores))


def test_novelty_is_the_surprise_of_a_choice_in_bits(past: Past) -> None:
    # Chosen 3, 1, 0 and 0 times; with one more of each 4/8, 2/8, 1/8 and 1/8.
    task = measured_task(past, [0], [0], [0])
    shown = [places(0, 1), places(2), places()]
    assert novelty(task, shown) == pytest.approx(((1 + 2) / 2 + 3) / 2)


def test_each_query_is_measured_by_its_own_past(past: Past) -> None:
    later = measured_past(past.snapshot, chosen=(2, 2, 2, 2))
    task = Task("two", (measured_query(past, [0]), measured_query(later, [0])))
    assert novelty(task, [places(2), places(2)]) == pytest.approx((3 - math.log2(5 / 8)) / 2)


def test_a_target_is_where_its_words_are_or_what_it_wrote(past: Past) -> None:
    vectors = [target_vector(past.snapshot, target) for target in TARGETS]
    assert vectors[3] is None
    assert np.array(vectors[:3]) == pytest.approx(
        np.array([[1, 0], [math.sqrt(0.5), math.sqrt(0.5)], [0, 1]]), abs=1e-6
    )
    assert target_vector(past.snapshot, "member:nobody") is None


def test_diversity_is_the_mean_distance_of_pairs(past: Past) -> None:
    task = measured_task(past, [0], [0], [0])
    # Of the first three at 0, 45 and 90 degrees; the second and the third have no pair.
    shown = [places(0, 1, 2), places(0, 3), places()]
    near = 1 - math.sqrt(0.5)
    assert intra_list_diversity(task, shown) == pytest.approx((near + near + 1) / 3, abs=1e-6)
    assert intra_list_diversity(task, [places(3)] * 3) is None


def test_gini_by_hand() -> None:
    assert gini(np.array([2, 2, 2])) == 0.0
    assert gini(np.array([0, 0, 0, 8])) == pytest.approx(3 / 4)
    assert gini(np.array([3, 1])) == pytest.approx(1 / 4)


def test_gini_is_half_the_relative_mean_difference() -> None:
    counts = np.random.default_rng(7).integers(0, 50, size=40)
    differences = np.abs(counts[:, None] - counts[None, :]).mean()
    assert gini(counts) == pytest.approx(differences / (2 * counts.mean()))


def test_the_top_three_are_those_that_come_first_most_often() -> None:
    firsts = (0, 0, 0, 1, 1, 2, 3, 2)
    assert load_of_the_top_three([places(first, 9) for first in firsts] + [places()]) == 7 / 8


def test_calibration_error_by_hand() -> None:
    # Two bins: 0.2 was said twice and came true once, 0.9 twice and came true twice.
    said = np.array([0.9, 0.2, 0.2, 0.9])
    came_true = np.array([True, True, False, True])
    assert expected_calibration_error(said, came_true, bins=2) == pytest.approx((0.3 + 0.1) / 2)


def test_equal_probabilities_are_judged_together_in_any_order() -> None:
    said = np.full(20, 0.25)
    came_true = np.arange(20) < 5
    assert expected_calibration_error(said, came_true) == 0.0
    assert expected_calibration_error(said, came_true[::-1]) == 0.0


def test_what_is_no_probability_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        expected_calibration_error(np.array([0.5, 1.5]), np.array([True, False]))


def test_a_whole_run_by_hand(past: Past) -> None:
    task = measured_task(past, [0], [1])
    ranked = [places(0, 1), places(1, 0)]
    probabilities = np.array([[0.5, np.nan, np.nan, np.nan]] * 2)
    found = whole_run(task, ranked, probabilities)
    assert found == pytest.approx(
        {
            "coverage@10": 0.5,
            "novelty@10": 1.5,
            "diversity@10": 1 - math.sqrt(0.5),
            "exposure Gini@10": 0.5,
            "top-3 load": 1.0,
            "calibration error": 0.0,
        },
        abs=1e-6,
    )


def test_what_is_not_known_of_a_run_is_left_out(past: Past) -> None:
    task = measured_task(past, [0])
    assert whole_run(task, [places()], None) == {"coverage@10": 0.0}
    assert "diversity@10" not in whole_run(task, [places(3)], None)
    unsaid = np.full((1, 4), np.nan)
    assert "calibration error" not in whole_run(task, [places(0)], unsaid)


def test_only_the_first_ten_are_shown(past: Past) -> None:
    many = replace(past, targets=tuple(TARGETS[0] for _ in range(12)))
    task = measured_task(many, [0])
    assert whole_run(task, [np.arange(12, dtype=np.int32)], None)["coverage@10"] == 10 / 12
