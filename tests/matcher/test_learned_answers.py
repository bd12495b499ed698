"""Answers by learned weights: only where they were learned, signed, and as probabilities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.records import EntityId, Record
from graph.snapshot import Snapshot
from matcher import Matcher, RecommendationRequest
from matcher.models import DEFAULT, Calibration, Learned, Model, QuestionKind
from tests.graph.packed import snapshot
from tests.matcher.conftest import edge, node
from tests.matcher.learning.club import club

ASK = RecommendationRequest("peers", member=EntityId("member:m01"), k=20)


@pytest.fixture(scope="module")
def past() -> Snapshot:
    told: list[Record] = [*club("popular", meetings=60), node("skill:s", name="s")]
    return snapshot([*told, edge("member:m07", "HAS_SKILL", "skill:s")])


def model(
    weights: dict[str, float], kind: QuestionKind = "member", calibration: Calibration | None = None
) -> Model:
    return Model("acme", 1, {f"peers/{kind}": Learned(weights, 40, {}, calibration)}, "learned-x")


def test_learned_weights_rank_and_sign(past: Snapshot) -> None:
    answer = Matcher(past, model=model({"number_of_ties": 2.0})).recommend(ASK)
    assert answer.model == "learned-x"
    for result in answer.results:
        assert set(result.explanation.shares) == {"number_of_ties"}
        assert result.score == pytest.approx(sum(result.explanation.shares.values()))
        assert result.probability is None
    assert answer.results[0].score == max(result.score for result in answer.results)


def test_what_was_not_learned_is_answered_by_the_default(past: Snapshot) -> None:
    usual = Matcher(past)
    learned = Matcher(past, model=model({"number_of_ties": 2.0}, kind="asked"))
    assert learned.recommend(ASK) == usual.recommend(ASK)
    mentors = replace(ASK, goal="mentors")
    assert learned.recommend(mentors) == usual.recommend(mentors)
    assert learned.recommend(mentors).model == DEFAULT
    seeded = replace(ASK, seeds=(EntityId("skill:s"),))
    assert learned.recommend(seeded).model == "learned-x"


def test_probabilities_follow_the_scores(past: Snapshot) -> None:
    calibrated = model({"number_of_ties": 2.0}, calibration=Calibration(-0.5, 0.3, 0.4, 0.02))
    answer = Matcher(past, model=calibrated).recommend(ASK)
    found = sorted((result.score, result.probability or 0.0) for result in answer.results)
    assert len(found) == 20
    assert [each for _, each in found] == sorted(each for _, each in found)
    assert all(0 < each < 1 for _, each in found)
    assert all(result.probability is None for result in Matcher(past).recommend(ASK).results)


def test_nobody_to_recommend_has_no_probability() -> None:
    calibrated = model({"number_of_ties": 2.0}, calibration=Calibration(0.0, 1.0, 1.0, 0.0))
    alone = Matcher(snapshot([node("member:m01")]), model=calibrated)
    assert alone.recommend(ASK).results == ()
