from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas import Answer
from graph.records import EntityId
from graph.schema import RelationshipKind
from matcher.answer_json import answer_json, to_json
from matcher.json_text import write_json
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
def test_what_is_written_is_what_the_standard_library_writes(
    name: str, title: str, score: float
) -> None:
    answer = answer_of(name, score, title, probability=0.25)
    told = to_json(answer)
    assert answer_json(answer) == write_json(told)
    [result] = Answer.model_validate(told, strict=True).results
    assert (result.name, result.score, result.probability) == (name, score, 0.25)
    assert result.explanation.paths[0].names == ["Ada", title, name]


@pytest.mark.parametrize("score", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_refused(score: float) -> None:
    with pytest.raises(ValueError, match="Expecting value"):
        answer_json(answer_of(score=score))


def test_a_name_may_look_like_what_is_no_number() -> None:
    assert '"name": "x: nan"' in answer_json(answer_of("x: nan"))
