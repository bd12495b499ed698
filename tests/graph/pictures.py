"""Forms of a store's content that can be compared: between stores, and with what was written."""

from __future__ import annotations

from typing import Any

from graph import Entity, GraphStore, Relationship
from graph.packing import pack_entity, pack_relationship, starts_at
from graph.schema import RELATIONSHIP_CODES, EntityKind
from graph.store import Changes, PackedGraph

_ENTITY_ORDER = {kind: place for place, kind in enumerate(EntityKind)}


def entity_order(entity: Entity) -> tuple[int, str]:
    """The order of streams: kinds as in the schema, then ids by code points."""
    return _ENTITY_ORDER[entity.kind], entity.id


def relationship_order(edge: Relationship) -> tuple[int, str, str, str]:
    """The order of streams: kinds as in the schema, then source, target and key."""
    return RELATIONSHIP_CODES[edge.kind], edge.source, edge.target, edge.key


def exact(record: Entity | Relationship) -> str:
    """A record to the bit: 1, 1.0 and True are equal in Python, and so are 0.0 and -0.0."""
    return repr(record.checked())


def content(store: GraphStore) -> tuple[list[str], list[str]]:
    """Everything that the store holds, in the order in which it comes."""
    return [exact(each) for each in store.entities()], [
        exact(each) for each in store.relationships()
    ]


def changes(found: Changes) -> tuple[list[str], list[str], list[str]]:
    """What changed, in an order of its own: the protocol promises none."""
    return (
        sorted(map(exact, found.entities)),
        sorted(map(exact, found.relationships)),
        sorted(each.digest for each in found.deletions),
    )


def export_by_id(graph: PackedGraph) -> tuple[Any, ...]:
    """An export with ids in place of the store's own numbers, sorted."""
    id_of = dict(zip(graph.numbers.tolist(), graph.ids, strict=True))
    nodes = zip(graph.ids, graph.names, graph.facts.tolist(), graph.starts.tolist(), strict=True)
    edges = zip(
        map(id_of.__getitem__, graph.sources.tolist()),
        map(id_of.__getitem__, graph.targets.tolist()),
        graph.edge_facts.tolist(),
        strict=True,
    )
    vectors = zip(
        map(id_of.__getitem__, graph.vector_numbers.tolist()), graph.vectors.tolist(), strict=True
    )
    return graph.revision, sorted(nodes), sorted(edges), sorted(vectors)


def export_of_streams(store: GraphStore) -> tuple[Any, ...]:
    """What `export_by_id` must show, worked out from the streams; without vectors."""
    nodes = [(each.id, each.name, pack_entity(each), starts_at(each)) for each in store.entities()]
    edges = [(each.source, each.target, pack_relationship(each)) for each in store.relationships()]
    return store.revision(), sorted(nodes), sorted(edges), []
