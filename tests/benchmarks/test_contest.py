"""Kinpath and rivals on one task: who takes part, who is left out, and why."""

from __future__ import annotations

import sys

import pytest

from benchmarks.contest import (
    NO_VALIDATION,
    NOT_REFITTED,
    NOTHING,
    Contest,
    Entrants,
    answers_of,
    hold,
)
from benchmarks.inner import Validation, inner_task
from benchmarks.periods import Period
from benchmarks.protocols import answered_questions
from benchmarks.quality_report import as_json, as_text
from benchmarks.rivals import make
from benchmarks.task_report import Provenance
from graph.packing import seconds
from matcher.goals import default_goals
from tests.benchmarks.question_community import day, question_community
from tests.benchmarks.small_communities import snapshot_of_records, texts_of_records
from tests.graph.packed import snapshot

MENTORS = default_goals()["mentors"]


def contest(*rivals: str, frozen: bool = True) -> Contest:
    records = list(question_community())
    known, texts = snapshot_of_records(records), texts_of_records(records)
    task = answered_questions(known, texts, MENTORS, frozen)
    inner = inner_task(known, texts, task, seed=1)
    return hold(task, Validation(inner, 1), Entrants(rivals, seed=1))


def test_all_who_can_take_part_and_kinpath_comes_first() -> None:
    held = contest("popularity", "recency", "embedding", "ease")
    assert [method.name for method in held.result.methods] == [
        "Kinpath",
        "Kinpath, text only",
        "Kinpath, graph only",
        "popularity",
        "recency-weighted popularity",
        "embedding only",
        "EASE",
    ]
    assert held.left_out == {}
    popularity = held.result.methods[3]
    # guy leads with 5 answers before nan with 3: right at once for one question of two.
    assert popularity.measures["MRR"].mean == pytest.approx(0.75)
    assert held.result.methods[0].measures["MRR"].mean == 1.0
    assert held.result.methods[4].settings == {"fading_days": 60.0}


def test_fresh_evidence_is_for_those_who_learn_quickly() -> None:
    held = contest("popularity", "als", "lambdamart", frozen=False)
    assert held.left_out == {"als": NOT_REFITTED, "lambdamart": NOT_REFITTED}


def test_who_has_nothing_to_go_by_is_left_out() -> None:
    assert contest("lambdamart").left_out == {"lambdamart": NO_VALIDATION}
    records = list(question_community())
    without_vectors = snapshot(records)
    task = answered_questions(without_vectors, texts_of_records(records), MENTORS, True)
    held = hold(task, Validation(None, 1), Entrants(["embedding"], seed=1))
    assert held.left_out == {"Kinpath, text only": NOTHING, "embedding": NOTHING}


def test_a_missing_library_leaves_a_rival_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "implicit.cpu.als", None)
    left_out = contest("als").left_out
    assert "pip install 'kinpath[bench]'" in left_out["als"]


def test_trees_learn_from_earlier_questions() -> None:
    records = list(question_community())
    known, texts = snapshot_of_records(records), texts_of_records(records)
    task = answered_questions(known, texts, MENTORS, True)
    earlier = Period(seconds(day(15)), seconds(day(80)))
    inner = answered_questions(known, texts, MENTORS, True, period=earlier)
    held = hold(task, Validation(inner, 1), Entrants(["lambdamart"], seed=1))
    assert held.result.methods[-1].name == "LambdaMART (LightGBM)"


def test_each_past_is_fitted_anew() -> None:
    records = list(question_community())
    known, texts = snapshot_of_records(records), texts_of_records(records)
    task = answered_questions(known, texts, MENTORS, False)
    result = answers_of(make("popularity"), task, {}, 1)
    assert result.scores.tolist() == [[1.0, 5.0, 3.0], [1.0, 6.0, 3.0]]


def test_the_report_says_who_is_missing() -> None:
    held = contest("popularity", "lambdamart")
    provenance = Provenance("ten questions", "abc", 1, {"kinpath": "0"})
    assert f"- lambdamart: {NO_VALIDATION}" in as_text([held], provenance)
    report = as_json([held], provenance)
    assert report["left_out"] == [
        {"task": held.result.name, "methods": {"lambdamart": NO_VALIDATION}}
    ]
    assert len(report["tasks"]) == 1
