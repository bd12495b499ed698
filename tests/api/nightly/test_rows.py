"""Answers as rows, by hand: lists that are empty stay empty lists."""

from __future__ import annotations

from api.nightly.rows import ROWS, rows_of
from graph.records import EntityId
from matcher.request import (
    Explanation,
    ExplanationPath,
    Recommendation,
    RecommendationList,
    RecommendationRequest,
)


def test_a_row_for_each_result() -> None:
    ada, bob, cleo = (EntityId(f"member:{name}") for name in ("ada", "bob", "cleo"))
    path = ExplanationPath((ada, bob), (), ("Ada", "Bob"), 0.5)
    why = Explanation({"walk": 1.5, "profile": -0.5}, (path,), ("helped Ada", "knows optics"))
    results = (
        Recommendation(bob, "Bob", 1, 1.0, 0.9, why, 0.25),
        Recommendation(cleo, "Cleo", 2, 0.0, 0.1, Explanation()),
    )
    nobody = RecommendationList(RecommendationRequest("peers", member=bob), (), 7)
    answer = RecommendationList(RecommendationRequest("peers", member=ada), results, 7, "learned-1")
    rows = rows_of([nobody, answer])
    assert dict(rows.schema) == ROWS
    common = {"asker": "member:ada", "revision": 7, "model": "learned-1"}
    assert rows.to_dicts() == [
        {
            **common, "rank": 1, "recommended": "member:bob", "name": "Bob", "score": 1.0,
            "fit": 0.9, "probability": 0.25, "reasons": ["helped Ada", "knows optics"],
            "shares": [{"feature": "walk", "share": 1.5}, {"feature": "profile", "share": -0.5}],
            "path": ["member:ada", "member:bob"],
        },
        {
            **common, "rank": 2, "recommended": "member:cleo", "name": "Cleo", "score": 0.0,
            "fit": 0.1, "probability": None, "reasons": [], "shares": [], "path": [],
        },
    ]  # fmt: skip


def test_no_answers_are_no_rows_of_the_same_columns() -> None:
    assert dict(rows_of([]).schema) == ROWS
