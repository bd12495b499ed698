"""Answers as the rows of a table, the same columns whatever was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized

import numpy as np
import polars as pl

from matcher.request import Recommendation, RecommendationList

Columns = dict[str, pl.DataType | type[pl.DataType]]

_SHARE: Columns = {"feature": pl.String, "share": pl.Float64}
ROWS: Columns = {
    "asker": pl.String,
    "rank": pl.Int32,
    "recommended": pl.String,
    "name": pl.String,
    "score": pl.Float64,
    "fit": pl.Float64,
    "probability": pl.Float64,
    "reasons": pl.List(pl.String),
    "shares": pl.List(pl.Struct(_SHARE)),
    "path": pl.List(pl.String),
    "revision": pl.Int64,
    "model": pl.String,
}
"""Columns of a part: `probability` is null where none is known."""


def rows_of(answers: Iterable[RecommendationList]) -> pl.DataFrame:
    """A row for each result, in the order of the answers and then of the ranks."""
    found = [(answer, result) for answer in answers for result in answer.results]
    results = [result for _, result in found]
    paths = [result.explanation.paths[:1] for result in results]
    columns = {
        "asker": [answer.request.member for answer, _ in found],
        "rank": [result.rank for result in results],
        "recommended": [result.id for result in results],
        "name": [result.name for result in results],
        "score": [result.score for result in results],
        "fit": [result.fit for result in results],
        "probability": [result.probability for result in results],
        "reasons": _lists([result.explanation.reasons for result in results]),
        "shares": _shares(results),
        "path": _lists([path[0].nodes if path else () for path in paths]),
        "revision": [answer.revision for answer, _ in found],
        "model": [answer.model for answer, _ in found],
    }
    return pl.DataFrame(columns, schema=ROWS)


def _shares(results: Sequence[Recommendation]) -> pl.Series:
    told = [result.explanation.shares for result in results]
    table = {
        "feature": [feature for shares in told for feature in shares],
        "share": [share for shares in told for share in shares.values()],
    }
    frame = pl.DataFrame(table, schema=_SHARE)
    return _gathered(frame.select(each=pl.struct(*_SHARE))["each"], told)


def _lists(told: Sequence[Sequence[str]]) -> pl.Series:
    return _gathered(pl.Series([each for one in told for each in one], dtype=pl.String), told)


def _gathered(values: pl.Series, lists: Sequence[Sized]) -> pl.Series:
    """The values in lists as long as these: twenty times faster than polars takes lists apart."""
    places = np.arange(len(lists), dtype=np.uint32)
    owners = np.repeat(places, [len(each) for each in lists])
    table = pl.DataFrame({"place": pl.Series(owners, dtype=pl.UInt32), "each": values})
    filled = table.group_by("place", maintain_order=True).agg("each")
    every = pl.DataFrame({"place": pl.Series(places, dtype=pl.UInt32)})
    found = every.join(filled, on="place", how="left", maintain_order="left")["each"]
    return found.fill_null(pl.lit([], dtype=found.dtype)) if found.null_count() else found
