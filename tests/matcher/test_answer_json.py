from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas import Answer
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.answer_json import answer_json, to_json
from matcher.request import (
    EvidencePiece,
    Explanation,
    ExplanationEdge,
    ExplanationPath,
    Recommendation,
    RecommendationList,
    RecommendationRequest,
)

ADA, BOB = EntityId("member:ada"), EntityId("member:bob")
PIECE = EvidencePiece(EntityId("content:1"), "On qubits", 0.5)


def answer_of(
    name: str = "Bob",
    score: float = 1.75,
    path_name: str = "On qubits",
    probability: float | None = None,
) -> RecommendationList:
    at = datetime(2018, 3, 12, 16, 59, 28, 317000, tzinfo=UTC)
    edges = (
        ExplanationEdge(RelationshipKind.ENGAGED, ADA, EntityId("content:1"), "vote", at),
        ExplanationEdge(RelationshipKind.CREATED, BOB, EntityId("content:1")),
    )
    path = ExplanationPath(
        (ADA, EntityId("content:1"), BOB), edges, ("Ada", path_name, name), 0.1 + 0.2
    )
    explanation = Explanation(
        {"walk": 1.5, "text": 0.25}, (path,), ("Bob wrote what Ada liked.",), (PIECE,)
    )
    request = RecommendationRequest(goal="peers", member=ADA, id="q1")
    return RecommendationList(
        request,
        (Recommendation(BOB, name, 1, score, 0.5, explanation, probability),),
        revision=412,
        model="default",
    )


def test_an_answer_as_json() -> None:
    assert to_json(answer_of()) == {
        "id": "q1",
        "results": [
            {
                "id": "member:bob",
                "name": "Bob",
                "rank": 1,
                "score": 1.75,
                "fit": 0.5,
                "explanation": {
                    "shares": {"walk": 1.5, "text": 0.25},
                    "evidence": [{"id": "content:1", "name": "On qubits", "worth": 0.5}],
                    "paths": [
                        {
                            "nodes": ["member:ada", "content:1", "member:bob"],
                            "names": ["Ada", "On qubits", "Bob"],
                            "edges": [
                                {
                                    "kind": "ENGAGED",
                                    "source": "member:ada",
                                    "target": "content:1",
                                    "verb": "vote",
                                    "at": "2018-03-12T16:59:28.317000Z",
                                },
                                {
                                    "kind": "CREATED",
                                    "source": "member:bob",
                                    "target": "content:1",
                                },
                            ],
                            "strength": 0.1 + 0.2,
                        }
                    ],
                    "reasons": ["Bob wrote what Ada liked."],
                },
            }
        ],
        "revision": 412,
        "model": "default",
    }


@given(st.text(), st.text(), st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_is_what_was_answered(name: str, title: str, score: float) -> None:
    answer = answer_of(name, score, title, probability=0.25)
    told = json.loads(answer_json(answer))
    assert to_json(answer) == told
    [result] = Answer.model_validate(told, strict=True).results
    assert (result.name, result.score, result.probability) == (name, score, 0.25)
    assert result.explanation.paths[0].names == ["Ada", title, name]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("place", ["score", "fit", "probability", "share", "worth", "strength"])
def test_what_is_no_number_is_refused(place: str, number: float) -> None:
    with pytest.raises(ValueError, match="is not a finite number"):
        answer_json(with_number(place, number))


def with_number(place: str, number: float) -> RecommendationList:
    """An answer with this number at that place."""
    answer = answer_of()
    [result] = answer.results
    told = result.explanation
    if place == "share":
        told = replace(told, shares={"walk": 1.0, "text": number})
    elif place == "worth":
        told = replace(told, evidence=(PIECE._replace(worth=number),))
    elif place == "strength":
        told = replace(told, paths=(told.paths[0]._replace(strength=number),))
    numbers: dict[str, Any] = {place: number} if hasattr(result, place) else {}
    return replace(answer, results=(replace(result, explanation=told, **numbers),))


def test_great_numbers_are_no_infinite_ones() -> None:
    answer = with_number("fit", 1.7e308)
    both = replace(answer, results=(replace(answer.results[0], score=1.7e308),))
    [told] = json.loads(answer_json(both))["results"]
    assert told["score"] == told["fit"] == 1.7e308


def test_a_name_may_look_like_what_is_no_number() -> None:
    assert json.loads(answer_json(answer_of(": NaN")))["results"][0]["name"] == ": NaN"


def test_characters_stand_for_themselves() -> None:
    assert '"name":"Zoë \\"☕\\" 🌍"' in answer_json(answer_of('Zoë "☕" 🌍'))
