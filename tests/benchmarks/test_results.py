"""What is published of a task, worked out by hand for two queries and three methods."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.results import MethodResult, TaskResult, compare
from benchmarks.rival import Scores
from benchmarks.tasks import Task
from matcher.bootstrap import Interval
from tests.benchmarks.measured_task import measured_past, measured_query, measured_snapshot

SECOND = 1 / math.log2(3)
"""nDCG of one relevant target at place 2."""


@pytest.fixture
def task(tmp_path: Path) -> Task:
    """Ann suits the first two queries and Ben the third, of which Dan is no candidate."""
    past = measured_past(measured_snapshot(tmp_path), chosen=(0, 1))
    return Task(
        "by hand",
        (
            measured_query(past, [0], experience=0),
            measured_query(past, [0], experience=7),
            measured_query(past, [1], candidates=[0, 1, 2], experience=9),
        ),
    )


def method(name: str, scores: Scores, fits: Scores | None = None) -> MethodResult:
    return MethodResult(name, scores, fits, None, {"depth": 2}, fit_seconds=1.5, score_seconds=0.25)


RIGHT = np.array([[4.0, 3, 2, 1], [4.0, 3, 2, 1], [3.0, 4, 2, 1]])
ANN_FIRST = np.array([[4.0, 3, 2, 1]] * 3)
BEN_FIRST = np.array([[3.0, 4, 2, 1]] * 3)


@pytest.fixture
def result(task: Task) -> TaskResult:
    methods = [
        method("Kinpath", RIGHT, fits=np.array([[0.9] * 4, [0.5] * 4, [0.5] * 4])),
        method("Ann first", ANN_FIRST),
        method("Ben first", BEN_FIRST),
    ]
    return compare(task, methods, seed=1)


def test_a_task_says_how_large_it_is(result: TaskResult) -> None:
    assert (result.name, result.goal) == ("by hand", "mentors")
    assert (result.queries, result.targets) == (3, 4)
    assert result.candidates == pytest.approx((4 + 4 + 3) / 3)
    assert result.judged_targets == 1, "only Ann suits two queries and does not suit another"
    assert result.strata == {"0": 1, "5+": 2}


def test_each_method_has_its_means(result: TaskResult) -> None:
    means = {
        each.name: {name: interval.mean for name, interval in each.measures.items()}
        for each in result.methods
    }
    same = {"recall@10": 1.0, "hit@5": 1.0}
    assert means["Kinpath"] == pytest.approx({"nDCG@10": 1, "MRR": 1, **same, "mentor AUC": 0.75})
    assert means["Ann first"] == pytest.approx(
        {"nDCG@10": (2 + SECOND) / 3, "MRR": 2.5 / 3, **same, "mentor AUC": 0.5}
    )


def test_each_stratum_has_its_own_ndcg(result: TaskResult) -> None:
    _, _, ben_first = result.methods
    assert ben_first.strata["0"] == Interval(SECOND, SECOND, SECOND)
    assert ben_first.strata["5+"].mean == pytest.approx((SECOND + 1) / 2)


def test_leads_over_each_method_are_corrected_together(result: TaskResult) -> None:
    kinpath, ann_first, ben_first = result.methods
    assert kinpath.leads == {}
    over_ann, over_ben = ann_first.leads["nDCG@10"], ben_first.leads["nDCG@10"]
    assert over_ann.difference.mean == pytest.approx((1 - SECOND) / 3)
    assert (over_ann.wins, over_ann.ties, over_ann.losses) == (1, 2, 0)
    # One query differs: both signs are as far from 0. Two differ alike: two of the four ways are.
    assert (over_ann.p, over_ben.p) == (1.0, 0.5)
    assert (over_ann.p_holm, over_ben.p_holm) == (1.0, 1.0)
    # Differences of 0, 0 and d: a mean of d / 3 over a standard deviation of d / sqrt(3).
    assert over_ann.d_z == pytest.approx(1 / math.sqrt(3))
    assert (over_ben.wins, over_ben.ties, over_ben.losses) == (2, 1, 0)


def test_a_method_that_is_the_same_is_no_different(task: Task) -> None:
    _, twin = compare(task, [method("Kinpath", RIGHT), method("twin", RIGHT)], seed=1).methods
    lead = twin.leads["MRR"]
    assert lead.difference == Interval(0.0, 0.0, 0.0)
    assert (lead.p, lead.p_holm, lead.d_z) == (1.0, 1.0, None)
    assert (lead.wins, lead.ties, lead.losses) == (0, 3, 0)


def test_fits_are_for_the_auc_alone(task: Task) -> None:
    one = compare(task, [method("with", RIGHT, fits=-RIGHT)], seed=1).methods[0]
    other = compare(task, [method("without", RIGHT)], seed=1).methods[0]
    assert one.measures["nDCG@10"] == other.measures["nDCG@10"]
    assert one.measures["mentor AUC"].mean == 1 - other.measures["mentor AUC"].mean


def test_without_a_target_to_judge_there_is_no_auc(task: Task) -> None:
    short = Task("short", task.queries[:1])
    result = compare(short, [method("Kinpath", RIGHT[:1]), method("it", RIGHT[:1])], seed=1)
    assert result.judged_targets == 0
    assert "mentor AUC" not in result.methods[0].measures
    assert "mentor AUC" not in result.methods[1].leads


def test_settings_and_times_are_passed_on(result: TaskResult) -> None:
    for each in result.methods:
        assert each.settings == {"depth": 2}
        assert (each.fit_seconds, each.score_seconds) == (1.5, 0.25)


def test_the_seed_alone_decides(task: Task) -> None:
    methods = [method("Kinpath", RIGHT), method("Ann first", ANN_FIRST)]
    assert compare(task, methods, seed=3) == compare(task, methods, seed=3)


def test_scores_of_another_shape_are_refused(task: Task) -> None:
    with pytest.raises(ValueError, match=r"scores of it are \(3, 2\), not \(3, 4\)"):
        compare(task, [method("it", RIGHT[:, :2])], seed=1)
