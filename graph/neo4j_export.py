"""How a whole community leaves Neo4j as arrays: thousands of facts a row, not a row for each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from graph import cypher
from graph.errors import StoreError
from graph.neo4j_connection import Neo4jConnection
from graph.schema import EntityKind
from graph.store import PackedGraph, revision_in
from graph.store_rules import unpacked_vectors

ENTITIES_IN_A_ROW = 10_000
SOURCES_IN_A_ROW = 1_000
ROWS_IN_A_CALL = 20
VECTORS_IN_A_ROW = 2_000
_BITS = 31
_LARGEST_NUMBER = 1 << _BITS


@dataclass(slots=True)
class _Entities:
    """Columns of the entities, in the order in which Neo4j told them."""

    numbers: list[int] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    facts: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def export_arrays(
    connection: Neo4jConnection, community: str, stamp: str, model: str
) -> PackedGraph:
    """The community as it has this stamp, provided that nobody writes meanwhile."""
    entities = _read_entities(connection, community)
    numbers = np.array(entities.numbers, np.int64)
    ends, edge_facts = _read_relationships(connection, numbers)
    rows_of_text, vectors = _read_vectors(connection, community, model)
    vector_rows = np.array([rows_of_text.get(text, -1) for text in entities.texts], np.int64)
    has_vector = vector_rows >= 0
    return PackedGraph(
        revision=revision_in(stamp),
        stamp=stamp,
        numbers=numbers,
        ids=entities.ids,
        names=entities.names,
        facts=np.array(entities.facts, np.int64),
        starts=np.array(entities.starts, np.int32),
        sources=ends >> _BITS,
        targets=ends & (_LARGEST_NUMBER - 1),
        edge_facts=edge_facts,
        vector_numbers=numbers[has_vector],
        vectors=vectors[vector_rows[has_vector]],
    )


def _read_entities(connection: Neo4jConnection, community: str) -> _Entities:
    entities = _Entities()
    for kind in EntityKind:
        query = cypher.PACKED_ENTITIES[kind]
        for numbers, ids, names, facts, starts, texts in _pages(
            connection, query, ENTITIES_IN_A_ROW, 1, community=community
        ):
            entities.numbers += numbers
            entities.ids += ids
            entities.names += names
            entities.facts += facts
            entities.starts += starts
            entities.texts += texts
    return entities


def _read_relationships(
    connection: Neo4jConnection, numbers: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """(E,) both ends of each relationship as `source << 31 | target`, and (E,) its facts."""
    if len(numbers) and numbers.max() >= _LARGEST_NUMBER:
        raise StoreError(f"{connection.url}: the database has too many nodes to number in 31 bits")
    blocks = [
        numbers[start : start + SOURCES_IN_A_ROW].tolist()
        for start in range(0, len(numbers), SOURCES_IN_A_ROW)
    ]
    ends, facts = [], []
    for start in range(0, len(blocks), ROWS_IN_A_CALL):
        some = blocks[start : start + ROWS_IN_A_CALL]
        for row_ends, row_facts in connection.rows(cypher.PACKED_RELATIONSHIPS, blocks=some):
            ends.append(np.array(row_ends, np.int64))
            facts.append(np.array(row_facts, np.int64))
    nothing = np.zeros(0, np.int64)
    return np.concatenate([nothing, *ends]), np.concatenate([nothing, *facts])


def _read_vectors(
    connection: Neo4jConnection, community: str, model: str
) -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    """The row of each text's vector, and the vectors (texts, D)."""
    rows_of_text: dict[str, int] = {}
    packed: list[bytes] = []
    for texts, vectors in _pages(
        connection, cypher.PACKED_VECTORS, VECTORS_IN_A_ROW, 0, community=community, model=model
    ):
        rows_of_text.update(zip(texts, range(len(packed), len(packed) + len(texts)), strict=True))
        packed += vectors
    return rows_of_text, unpacked_vectors(packed)


def _pages(
    connection: Neo4jConnection, query: str, size: int, ordered_by: int, **parameters: Any
) -> Iterator[list[list[Any]]]:
    """The columns of one page after another; each continues behind the last one's last row."""
    after = ""
    while True:
        (columns,) = connection.rows(query, after=after, limit=size, **parameters)
        if columns[0]:
            yield columns
        if len(columns[0]) < size:
            return
        after = columns[ordered_by][-1]
