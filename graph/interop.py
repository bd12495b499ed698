"""The graph in the forms that other tools read: networkx, polars, GraphML.

These are the raw data, for whoever may read the whole store: members who hide, or who did not
consent to matching, are in them like everyone else. Recommendations are never made from here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import polars as pl

from graph.records import Entity, EntityId, Relationship, Value, isoformat
from graph.store import GraphStore

if TYPE_CHECKING:
    Graph = nx.MultiDiGraph[str]

Scalar = str | int | float | bool
Columns = dict[str, pl.DataType | type[pl.DataType]]

_TIME = pl.Datetime("us", "UTC")
_ENTITY_COLUMNS: Columns = {
    "id": pl.String,
    "kind": pl.String,
    "name": pl.String,
    "at": _TIME,
    "properties": pl.String,
}
_RELATIONSHIP_COLUMNS: Columns = {
    "source": pl.String,
    "kind": pl.String,
    "target": pl.String,
    "key": pl.String,
    "at": _TIME,
    "properties": pl.String,
}
_ROWS_AT_ONCE = 50_000

# What XML 1.0 cannot hold; half characters never enter the store.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def to_networkx(store: GraphStore, around: EntityId | None = None, hops: int = 1) -> Graph:
    """The community, or what surrounds one entity, as a networkx MultiDiGraph.

    Nodes are ids, with `kind`, `name`, `at` (datetime or None) and `properties` (dict). Edges have
    the key `KIND`, or `KIND:key` where several of a kind may join the same two, with `kind`, `key`,
    `at` and `properties`. Hidden members are in it: these are raw data, not recommendations.

    Args:
        store: the community.
        around: only what can be reached from this entity, along relationships in either direction.
        hops: how many relationships away; those between two of the outermost are left out.

    Raises:
        EntityNotFound: there is no `around`.
        ValueError: `hops` is negative.
    """
    graph: Graph = nx.MultiDiGraph(community=store.community, revision=store.revision())
    if around is None:
        _add_nodes(graph, store.entities())
        _add_edges(graph, store.relationships())
    else:
        _add_surroundings(graph, store, around, hops)
    return graph


def to_polars(store: GraphStore) -> dict[str, pl.DataFrame]:
    """The community as two polars frames, ordered as the store streams them.

    `entities` has id, kind, name, at (UTC, null: always), properties; `relationships` has source,
    kind, target, key, at, properties. Properties are JSON text, since every kind and source has its
    own: `frame.with_columns(pl.col("properties").str.json_path_match("$.bio").alias("bio"))`.
    Hidden members are in it: these are raw data, not recommendations.
    """
    return {
        "entities": _frame(
            ((e.id, e.kind.value, e.name, e.at, _json(e.properties)) for e in store.entities()),
            _ENTITY_COLUMNS,
        ),
        "relationships": _frame(
            (
                (r.source, r.kind.value, r.target, r.key, r.at, _json(r.properties))
                for r in store.relationships()
            ),
            _RELATIONSHIP_COLUMNS,
        ),
    }


def write_graphml(store: GraphStore, path: Path) -> None:
    """Write the community to a GraphML file, compressed when its name ends in `.gz`.

    Each property is an attribute of its own (`property_…` where the name is taken); lists are
    joined by `|`, what is unknown is left out, and characters that XML cannot hold become U+FFFD.
    Hidden members are in it: these are raw data, not recommendations.
    """
    source = to_networkx(store)
    flat: Graph = nx.MultiDiGraph()
    names: dict[str, str] = {}
    taken: set[str] = set()
    for node, said in source.nodes(data=True):
        names[node] = _unused(_writable(node), taken)
        flat.add_nodes_from([(names[node], _flat(said))])
    for number, (one, other, said) in enumerate(source.edges(data=True)):
        flat.add_edge(names[one], names[other], f"e{number}")
        flat.edges[names[one], names[other], f"e{number}"].update(_flat(said))
    nx.write_graphml_xml(flat, path)


def _add_nodes(graph: Graph, entities: Iterable[Entity]) -> None:
    graph.add_nodes_from(
        (
            entity.id,
            {
                "kind": entity.kind.value,
                "name": entity.name,
                "at": entity.at,
                "properties": dict(entity.properties),
            },
        )
        for entity in entities
    )


def _add_edges(graph: Graph, relationships: Iterable[Relationship]) -> None:
    for edge in relationships:
        key = f"{edge.kind.value}:{edge.key}" if edge.key else edge.kind.value
        graph.add_edge(edge.source, edge.target, key)
        graph.edges[edge.source, edge.target, key].update(
            kind=edge.kind.value, key=edge.key, at=edge.at, properties=dict(edge.properties)
        )


def _add_surroundings(graph: Graph, store: GraphStore, around: EntityId, hops: int) -> None:
    """Ring by ring; nodes are added before the edges that name them."""
    if hops < 0:
        raise ValueError(f"hops must not be negative, and is {hops}")
    _add_nodes(graph, [store.entity(around)])
    ring = [around]
    for _ in range(hops):
        edges = [edge for node in ring for edge in store.relationships(touching=node)]
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        ring = sorted(end for end in ends if end not in graph)
        _add_nodes(graph, map(store.entity, ring))
        _add_edges(graph, edges)


def _frame(rows: Iterator[tuple[object, ...]], columns: Columns) -> pl.DataFrame:
    """The rows as one frame, built in parts so that Python objects never hold all of them."""
    frames = [pl.DataFrame(schema=columns)]
    part: list[tuple[object, ...]] = []
    for row in rows:
        part.append(row)
        if len(part) == _ROWS_AT_ONCE:
            frames.append(pl.DataFrame(part, schema=columns, orient="row"))
            part = []
    frames.append(pl.DataFrame(part, schema=columns, orient="row"))
    return pl.concat(frames, rechunk=True)


def _json(properties: Mapping[str, Value]) -> str:
    return json.dumps(dict(properties), ensure_ascii=False, sort_keys=True)


def _flat(said: Mapping[str, object]) -> dict[str, Scalar]:
    """A node's or an edge's attributes as GraphML can hold them."""
    properties = said["properties"]
    assert isinstance(properties, dict)
    flat: dict[str, Scalar] = {}
    taken = set(said)
    for name, value in properties.items():
        free = f"property_{name}" if name in said else _writable(name)
        flat[_unused(free, taken)] = _scalar(value)
    for name in ("kind", "name", "key"):
        if said.get(name):
            flat[name] = _writable(str(said[name]))
    at = said["at"]
    moment = isoformat(at) if isinstance(at, datetime) else None
    return flat if moment is None else {**flat, "at": moment}


def _scalar(value: Value) -> Scalar:
    if isinstance(value, tuple):
        return _writable("|".join(value))
    return _writable(value) if isinstance(value, str) else value


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)


def _unused(name: str, taken: set[str]) -> str:
    """`name`, with a number behind it if two became the same; added to `taken`."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    taken.add(found)
    return found
