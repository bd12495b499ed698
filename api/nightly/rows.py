"""Answers as the rows of a table, the same columns whatever was asked."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from matcher.request import Recommendation, RecommendationList

Columns = dict[str, pl.DataType | type[pl.DataType]]

ROWS: Columns = {
    "asker": pl.String,
    "rank": pl.Int32,
    "recommended": pl.String,
    "name": pl.String,
    "score": pl.Float64,
    "fit": pl.Float64,
    "probability": pl.Float64,
    "reasons": pl.List(pl.String),
    "shares": pl.List(pl.Struct({"feature": pl.String, "share": pl.Float64})),
    "path": pl.List(pl.String),
    "revision": pl.Int64,
    "model": pl.String,
}
"""Columns of a part: `probability` is null where none is known."""


def rows_of(answers: Iterable[RecommendationList]) -> pl.DataFrame:
    """A row for each result, in the order of the answers and then of the ranks."""
    rows = [_row(answer, result) for answer in answers for result in answer.results]
    return pl.DataFrame(rows, schema=ROWS, orient="row")


def _row(answer: RecommendationList, result: Recommendation) -> tuple[object, ...]:
    why = result.explanation
    return (
        answer.request.member,
        result.rank,
        result.id,
        result.name,
        result.score,
        result.fit,
        result.probability,
        list(why.reasons),
        [{"feature": feature, "share": share} for feature, share in why.shares.items()],
        list(why.paths[0].nodes) if why.paths else [],
        answer.revision,
        answer.model,
    )
