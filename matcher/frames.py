"""Answers as a table that data scientists go on from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from matcher.request import RecommendationList

if TYPE_CHECKING:
    import polars as pl


def to_frame(answers: Iterable[RecommendationList]) -> pl.DataFrame:
    """A row for each result: whose request, rank, id, scores, reasons, and a column per share.

    The columns `share_…` are null where a feature had no part in an answer's score.
    """
    # Loaded by those who want a table: whoever only asks does not wait for it.
    import polars as pl  # noqa: PLC0415

    rows, names = [], dict[str, None]()
    for answer in answers:
        for result in answer.results:
            shares = {f"share_{name}": v for name, v in result.explanation.shares.items()}
            names |= dict.fromkeys(shares)
            rows.append(
                {
                    "request": answer.request.id or answer.request.member or answer.request.text,
                    "goal": answer.request.goal,
                    "rank": result.rank,
                    "id": result.id,
                    "name": result.name,
                    "score": result.score,
                    "fit": result.fit,
                    "probability": result.probability,
                    "model": answer.model,
                    "reasons": list(result.explanation.reasons),
                    **shares,
                }
            )
    columns: dict[str, pl.DataType | type[pl.DataType]] = {
        "request": pl.String,
        "goal": pl.String,
        "rank": pl.Int64,
        "id": pl.String,
        "name": pl.String,
        "score": pl.Float64,
        "fit": pl.Float64,
        "probability": pl.Float64,
        "model": pl.String,
        "reasons": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema={**columns, **dict.fromkeys(names, pl.Float64)})
