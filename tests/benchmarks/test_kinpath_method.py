"""Kinpath as a method of the benchmark: whole, by texts alone, and by the graph alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.kinpath_method import (
    BY_GRAPH,
    BY_TEXT,
    KinpathFeatures,
    Variant,
    answer,
    tells_apart,
    variants,
)
from benchmarks.protocols import answered_questions, members_later
from benchmarks.tasks import Task
from matcher.features import FEATURES
from matcher.goals import default_goals
from matcher.matching import Matcher
from tests.benchmarks.question_community import question_community
from tests.benchmarks.small_communities import (
    Meanings,
    joining_community,
    snapshot_of_records,
    texts_of_records,
)

MENTORS, GROUPS = default_goals()["mentors"], default_goals()["groups"]


@pytest.fixture
def task() -> Task:
    records = list(question_community())
    return answered_questions(
        snapshot_of_records(records), texts_of_records(records), MENTORS, True
    )


def test_the_variants_are_kinpath_and_its_parts() -> None:
    names = [variant.name for variant in variants(MENTORS.weights)]
    assert names == ["Kinpath", "Kinpath, text only", "Kinpath, graph only"]
    learned = variants(MENTORS.weights, {"profile": 2.0})[1]
    assert (learned.name, learned.weights) == ("Kinpath, learned", {"profile": 2.0})
    assert set(FEATURES) == BY_TEXT | BY_GRAPH


def test_scores_are_those_that_an_application_would_get(task: Task) -> None:
    result = answer(task, variants(MENTORS.weights)[0])
    assert result is not None
    assert result.fits is not None
    for row, query in enumerate(task.queries):
        asked = Matcher(query.past.snapshot, Meanings()).recommend(query.request)
        found = {recommended.id: recommended for recommended in asked.results}
        for place in query.candidates:
            recommended = found[query.past.targets[place]]
            assert result.scores[row, place] == pytest.approx(recommended.score)
            assert result.fits[row, place] == pytest.approx(recommended.fit)
    assert result.scores[0].argmax() == task.queries[0].relevant[0]
    assert result.probabilities is None


def test_texts_alone_tell_who_answered_the_like(task: Task) -> None:
    result = answer(task, variants(MENTORS.weights)[1])
    assert result is not None
    bob, guy, nan = result.scores[0]
    assert guy > nan
    bob, guy, nan = result.scores[1]
    assert nan > guy > bob


def test_the_graph_alone_does_not_hear_what_is_said(task: Task) -> None:
    silent = Variant(
        "by meaning, graph alone", {"own_text": 1.0}, variants(MENTORS.weights)[2].heard
    )
    assert answer(task, silent) is None, "nothing tells candidates apart"
    result = answer(task, variants(MENTORS.weights)[2])
    assert result is not None
    assert result.scores[1].argmax() == 2, "nan answered what is about noise"


def test_a_method_that_says_the_same_of_all_tells_nothing_apart() -> None:
    assert not tells_apart(np.array([[0.0, 0.0, np.nan], [3.0, 3.0, 3.0]]))
    assert not tells_apart(np.full((2, 3), np.nan))
    assert tells_apart(np.array([[0.0, 0.0, 0.0], [np.nan, 1.0, 2.0]]))
    assert tells_apart(np.array([[np.nan, 1.0]])), "there was one to rank"


def test_what_the_rules_forbid_is_left_out() -> None:
    records = joining_community()
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    task = members_later(snapshot, texts, GROUPS, True)
    every = np.arange(len(task.targets), dtype=np.int32)
    everything = Task(task.name, tuple(replace(each, candidates=every) for each in task.queries))
    result = answer(everything, variants(GROUPS.weights)[0])
    assert result is not None
    # ann knows chess and choir, cat choir and hiking.
    assert np.isnan(result.scores).tolist() == [[True, True, False], [False, True, True]]


def test_features_are_those_of_the_candidates(task: Task) -> None:
    features = KinpathFeatures()
    places, values = features(task.queries[0])
    suiting = [name for name, feature in FEATURES.items() if feature.suits(MENTORS)]
    assert places.tolist() == task.queries[0].candidates.tolist()
    assert values.shape == (len(places), len(suiting))
    column = suiting.index("evidence_near")
    assert values[1, column] == values[:, column].max(), "guy answered about gates"
    assert features(task.queries[0])[1] is values, "kept"
