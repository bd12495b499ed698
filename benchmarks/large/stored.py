"""A large community written into a store, with its texts' vectors."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from graph.packing import moment_of
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import RELATIONSHIP_CODES, VERBS
from graph.snapshot import Snapshot
from graph.store import GraphStore
from graph.texts import TEXT_PROPERTIES

RECORDS_AT_ONCE = 20_000
_KINDS = {code: kind for kind, code in RELATIONSHIP_CODES.items()}


def store_community(snapshot: Snapshot, store: GraphStore) -> None:
    """Write what the snapshot shows; each node's own id is its text, and has its vector."""
    for records in _portions(_entities(snapshot)):
        store.write(records)
    for records in _portions(_relationships(snapshot)):
        store.write(records)
    _write_vectors(snapshot, store)


def _portions(records: Iterator[Record]) -> Iterator[list[Record]]:
    while portion := list(islice(records, RECORDS_AT_ONCE)):
        yield portion


def _entities(snapshot: Snapshot) -> Iterator[Record]:
    times = snapshot.node_times.tolist()
    for node in snapshot.nodes().tolist():
        spoken = TEXT_PROPERTIES.get(snapshot.kind(node), ())
        said = {spoken[0]: snapshot.id(node)} if spoken else {}
        yield Entity(
            snapshot.id(node), moment_of(times[node]), {"name": snapshot.name(node), **said}
        )


def _relationships(snapshot: Snapshot) -> Iterator[Record]:
    out = snapshot.out
    rows = out.owners(), out.neighbours, out.kinds, out.verbs, out.times
    edges = zip(*(column.tolist() for column in rows), strict=True)
    for number, (source, target, kind, verb, time) in enumerate(edges):
        said = {"verb": VERBS[verb]} if verb else {}
        ends = snapshot.id(source), snapshot.id(target)
        yield Relationship(_KINDS[kind], *ends, str(number), moment_of(time), said)


def _write_vectors(snapshot: Snapshot, store: GraphStore) -> None:
    texts = store.texts_without_vector(snapshot.model)
    nodes = np.array([snapshot.node(EntityId(each.text)) for each in texts], dtype=np.int64)
    kept = np.flatnonzero(snapshot.vector_rows[nodes] >= 0)
    for first in range(0, len(kept), RECORDS_AT_ONCE):
        some = kept[first : first + RECORDS_AT_ONCE]
        rows = snapshot.vector_rows[nodes[some]]
        vectors = snapshot.vectors[rows] * snapshot.vector_scales[rows, np.newaxis]
        digests = [texts[place].digest for place in some.tolist()]
        store.write_vectors(snapshot.model, digests, vectors.astype(np.float32))
