"""Sharing exposure over all parts: who could be shown, one plan for all, answers by it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import polars as pl

from api.nightly.askers import askers_of
from api.nightly.folder import write_frame
from api.nightly.job import Job, matcher_of
from api.nightly.rows import Columns
from graph.records import EntityId
from matcher.exposure import Pool, Values
from matcher.parted import PartOfBatch
from matcher.request import RecommendationRequest
from matcher.sharing import Asked

_POOLS: Columns = {
    "key": pl.String,
    "nodes": pl.List(pl.Int32),
    "scores": pl.List(pl.Float64),
    "fits": pl.List(pl.Float64),
    "usual": pl.List(pl.Int32),
    "limited": pl.List(pl.Int32),
    "places": pl.List(pl.Int64),
}
_PLANS: Columns = {"asker": pl.String, "nodes": pl.List(pl.Int32), "values": pl.List(pl.Float64)}


def pool_part(job: Job, part: int) -> int:
    """Write whom each question of one part could show; returns how many were asked."""
    batch = PartOfBatch(matcher_of(job), job.evenness)
    askers = askers_of(job.folder, part)
    rows = [_pool_row(batch.asked(job.request(asker))) for asker in askers]
    write_frame(job.folder.pool(part), pl.DataFrame(rows, schema=_POOLS, orient="row"))
    return len(askers)


def plan_parts(job: Job, parts: int, earlier: Sequence[Sequence[EntityId]] = ()) -> None:
    """Decide for all questions together who is shown to whom, and write it part by part.

    Everything that every question could show is held in memory for it: about 9 KB per member.
    """
    asked = [_asked(row, job.asked.k) for part in range(parts) for row in _pools(job, part)]
    batch = PartOfBatch(matcher_of(job), job.evenness)
    decided = zip(asked, batch.plan(job.asked.goal, asked, earlier), strict=True)
    for part in range(parts):
        askers = askers_of(job.folder, part)
        rows = [
            (asker, question.pool.nodes, values)
            for asker, (question, values) in zip(askers, islice(decided, len(askers)), strict=True)
            if values is not None
        ]
        write_frame(job.folder.plan(part), pl.DataFrame(rows, schema=_PLANS, orient="row"))


def planned_batch(job: Job, part: int, requests: Sequence[RecommendationRequest]) -> PartOfBatch:
    """What answers the questions of a part by the plan."""
    batch = PartOfBatch(matcher_of(job), job.evenness)
    plan = {row["asker"]: row for row in pl.read_parquet(job.folder.plan(part)).to_dicts()}
    for request in requests:
        row = plan.get(request.member)
        if row is not None:  # the others show whom they show by themselves
            nodes = np.array(row["nodes"], dtype=np.int32)
            batch.heed(request, nodes, np.array(row["values"], dtype=np.float64))
    return batch


def _pools(job: Job, part: int) -> list[dict[str, Any]]:
    return pl.read_parquet(job.folder.pool(part)).to_dicts()


def _pool_row(asked: Asked) -> tuple[object, ...]:
    limited = list(asked.places)
    places = [asked.places[node] for node in limited]
    pool = asked.pool
    return pool.key, pool.nodes, pool.scores, asked.fits, asked.usual, limited, places


def _asked(row: dict[str, Any], k: int) -> Asked:
    scores: Values = np.array(row["scores"], dtype=np.float64)
    return Asked(
        pool=Pool(np.array(row["nodes"], dtype=np.int32), scores, k, row["key"]),
        fits=np.array(row["fits"], dtype=np.float64),
        usual=np.array(row["usual"], dtype=np.int32),
        places=dict(zip(row["limited"], row["places"], strict=True)),
    )
