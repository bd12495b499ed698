"""Figures of a community: how much of what there is, how much of it has vectors, and from when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.packing import NO_TIME, moment_of, unpack_times
from graph.records import isoformat, kind_of
from graph.schema import EMBEDDED_KINDS, KINDS_IN_ORDER, RelationshipKind
from graph.store import GraphStore


@dataclass(frozen=True, slots=True)
class Statistics:
    """Figures of one community.

    Attributes:
        entities: number of each kind that there is.
        relationships: number of each kind that there is.
        with_vector: of each kind that can have vectors, how many entities have one.
        texts_to_embed: different texts that have no vector yet.
        model: the embedding model that these are about.
        earliest, latest: times of what happened, ISO 8601; None when nothing says when.
    """

    community: str
    revision: int
    entities: dict[str, int]
    relationships: dict[str, int]
    with_vector: dict[str, int]
    texts_to_embed: int
    model: str
    earliest: str | None
    latest: str | None


def measure_community(store: GraphStore, model: str) -> Statistics:
    """The figures of the store's community as it stands now."""
    graph = store.export(model)
    counts = store.counts()
    ids = dict(zip(graph.numbers.tolist(), graph.ids, strict=True))
    embedded = [kind_of(ids[number]) for number in graph.vector_numbers.tolist()]
    earliest, latest = _range(np.concatenate((graph.facts, graph.edge_facts)))
    return Statistics(
        community=store.community,
        revision=graph.revision,
        entities={kind.value: counts[kind] for kind in KINDS_IN_ORDER if counts.get(kind)},
        relationships={kind.value: counts[kind] for kind in RelationshipKind if counts.get(kind)},
        with_vector={k.value: embedded.count(k) for k in EMBEDDED_KINDS if counts.get(k)},
        texts_to_embed=len(store.texts_without_vector(model)),
        model=model,
        earliest=earliest,
        latest=latest,
    )


def _range(facts: npt.NDArray[np.int64]) -> tuple[str | None, str | None]:
    times = unpack_times(facts)
    times = times[times != NO_TIME]
    if not len(times):
        return None, None
    return isoformat(moment_of(int(times.min()))), isoformat(moment_of(int(times.max())))
