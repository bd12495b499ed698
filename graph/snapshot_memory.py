"""How much memory taking a snapshot needs, told from the store's counts before anything is read."""

from __future__ import annotations

from itertools import islice

from graph.errors import shortened
from graph.memory import require_memory
from graph.schema import EMBEDDED_KINDS, EntityKind, RelationshipKind
from graph.store import GraphStore

# Bytes at the peak, measured on SQLite by the growth of resident memory: with ten million edges,
# a million nodes and 300,000 vectors, one of them at a time.
_NODE = 600
_EDGE_READ, _EDGE_ARRANGED = 48, 90
_NUMBER_READ, _NUMBER_ARRANGED, _NUMBER_QUANTISED = 16, 10, 16
_QUANTISED_AT_ONCE = 65_536

_PROBES = 8
"""Entities of each kind that are asked whether they have a vector, and of what length."""


def check_room(store: GraphStore, model: str, free: int | None) -> None:
    """Refuse to take a snapshot that would not fit into `free` bytes; None: nobody knows.

    Raises:
        NotEnoughMemory
    """
    if free is not None:
        what = f"taking a snapshot of community {shortened(store.community)}"
        require_memory(memory_to_take(store, model), what, free)


def memory_to_take(store: GraphStore, model: str) -> int:
    """Bytes that taking a snapshot of the community needs at its peak, about."""
    counts = store.counts()
    nodes = sum(counts.get(kind.value, 0) for kind in EntityKind)
    edges = sum(counts.get(kind.value, 0) for kind in RelationshipKind)
    width = _vector_length(store, model)
    vectors = sum(counts.get(kind.value, 0) for kind in EMBEDDED_KINDS) if width else 0
    return peak_bytes(nodes, edges, vectors, width)


def peak_bytes(nodes: int, edges: int, vectors: int, width: int) -> int:
    """Bytes at the peak: while vectors are read, or while edges are sorted, whichever is more."""
    read = edges * _EDGE_READ + vectors * width * _NUMBER_READ
    at_once = min(vectors, _QUANTISED_AT_ONCE)
    quantised = (vectors * _NUMBER_ARRANGED + at_once * _NUMBER_QUANTISED) * width
    return nodes * _NODE + max(read, edges * _EDGE_ARRANGED + quantised)


def _vector_length(store: GraphStore, model: str) -> int:
    """The length of the model's vectors, from a few entities; 0 when none of them has one."""
    for kind in EMBEDDED_KINDS:
        for entity in islice(store.entities(kind), _PROBES):
            found = store.vector(model, entity.id)
            if found is not None:
                return len(found)
    return 0
