"""Records turned into what a store exports, without a store, and snapshots as plain values."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.packing import pack_entity, pack_relationship, starts_at
from graph.records import Entity, EntityId, Record, Relationship
from graph.snapshot import Snapshot
from graph.snapshot_taking import snapshot_of
from graph.store import PackedGraph

Vectors = Mapping[EntityId, npt.NDArray[np.float32]]


def packed(
    records: Iterable[Record], vectors: Vectors | None = None, *, seed: int = 0, revision: int = 1
) -> PackedGraph:
    """The records in an order and with numbers that depend on `seed` alone."""
    chance = random.Random(seed)
    records = list(records)
    chance.shuffle(records)
    entities = [record for record in records if isinstance(record, Entity)]
    edges = [record for record in records if isinstance(record, Relationship)]
    # Odd seeds leave large gaps between the numbers, as a store may.
    numbers = chance.sample(range(10 ** (12 if seed % 2 else 3)), len(entities))
    number_of = {entity.id: number for entity, number in zip(entities, numbers, strict=True)}
    embedded = [entity.id for entity in entities if entity.id in (vectors or {})]
    chance.shuffle(embedded)
    rows = [(vectors or {})[entity] for entity in embedded]
    return PackedGraph(
        revision=revision,
        stamp=f"{revision}-{seed}",
        numbers=_int64(numbers),
        ids=[entity.id for entity in entities],
        names=[entity.name for entity in entities],
        facts=_int64([pack_entity(entity) for entity in entities]),
        starts=np.array([starts_at(entity) for entity in entities], dtype=np.int32),
        sources=_int64([number_of[edge.source] for edge in edges]),
        targets=_int64([number_of[edge.target] for edge in edges]),
        edge_facts=_int64([pack_relationship(edge) for edge in edges]),
        vector_numbers=_int64([number_of[entity] for entity in embedded]),
        vectors=np.array(rows, dtype=np.float32) if rows else np.zeros((0, 3), dtype=np.float32),
    )


def snapshot(records: Iterable[Record], vectors: Vectors | None = None, **how: Any) -> Snapshot:
    """A snapshot of the records in memory."""
    return snapshot_of(packed(records, vectors, **how), "acme", "tiny")


def bits(found: Snapshot) -> dict[str, Any]:
    """Every array of a snapshot with its dtype, shape and bytes, but for the revision."""
    arrays: dict[str, npt.NDArray[Any]] = {
        "ids": found.ids.text,
        "id offsets": found.ids.offsets,
        "names": found.names.text,
        "name offsets": found.names.offsets,
        "by id": found.by_id,
        "kinds": np.array(found.kind_offsets),
    }
    for field in ("node_times", "node_starts", "flags", "capacities"):
        arrays[field] = getattr(found, field)
    for field in ("vectors", "vector_scales", "vector_rows", "vector_nodes"):
        arrays[field] = getattr(found, field)
    for field in ("kinds", "offsets", "centres", "scales"):
        arrays[f"cell {field}"] = getattr(found.cells, field)
    for direction in ("out", "into"):
        for field in ("offsets", "neighbours", "kinds", "verbs", "times", "strengths"):
            arrays[f"{direction} {field}"] = getattr(getattr(found, direction), field)
    return {
        name: (str(array.dtype), array.shape, array.tobytes()) for name, array in arrays.items()
    }


def edges(found: Snapshot) -> list[tuple[str, str, int]]:
    """Source, target and time of every edge, from the rows of `out`."""
    owners = found.out.owners().tolist()
    ends = zip(owners, found.out.neighbours.tolist(), found.out.times.tolist(), strict=True)
    return [(found.id(source), found.id(target), time) for source, target, time in ends]


def _int64(numbers: Sequence[int]) -> npt.NDArray[np.int64]:
    return np.array(numbers, dtype=np.int64)
