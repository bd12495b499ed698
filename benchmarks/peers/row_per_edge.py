"""How a community's edges are read without a packed export: a row each, through the driver.

Two ways for each database. The *usual* rows hold what anybody would ask for: both ids, kind, verb
and time. The *leanest* hold the database's own numbers and Kinpath's packed facts, which only
somebody who knows Kinpath's tables could ask for; that is why this one file outside `graph` may
import the drivers.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import neo4j
import numpy as np
import numpy.typing as npt

from graph.neo4j_address import parse_address
from graph.packing import seconds
from graph.records import parse_time
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind

Columns = npt.NDArray[np.int64]


class Rows(Protocol):
    """Edges of one community, read row by row into an array."""

    def usual(self) -> Columns:
        """(E, 5): source and target, numbered as they are met, then kind, verb and time."""

    def leanest(self) -> Columns:
        """(E, 3): source and target in the database's own numbers, and packed facts."""


_SQLITE_USUAL = """
SELECT source, target, kind, json_extract(properties, '$.verb'), at
FROM relationships WHERE community = ?"""
_SQLITE_LEANEST = """
SELECT source, target, packed FROM relationship
WHERE community = (SELECT number FROM community WHERE id = ?)"""
_FACTS_BEGIN = 16
"""Byte at which the facts stand in SQLite's packed form."""


class SqliteRows:
    """Python's own driver on the file."""

    def __init__(self, path: Path, community: str) -> None:
        self._path, self._community = path, community

    def usual(self) -> Columns:
        return _usual(self._rows(_SQLITE_USUAL), parse_time)

    def leanest(self) -> Columns:
        return _as_array(
            (source, target, int.from_bytes(packed[_FACTS_BEGIN:], "little", signed=True))
            for source, target, packed in self._rows(_SQLITE_LEANEST)
        )

    def _rows(self, query: str) -> list[Any]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as connection:
            return connection.execute(query, (self._community,)).fetchall()


_CYPHER_USUAL = """
MATCH (source)-[edge]->(target) WHERE edge.community = $community
RETURN source.id, target.id, type(edge), edge.verb, edge.at"""
_CYPHER_LEANEST = """
MATCH (source)-[edge]->(target) WHERE edge.community = $community
RETURN id(source), id(target), edge.facts"""


class Neo4jRows:
    """Neo4j's own driver; it keeps its connection, as Kinpath's store does."""

    def __init__(self, url: str, password: str | None, community: str) -> None:
        address = parse_address(url, password)
        self._database, self._community = address.database, community
        self._driver = neo4j.GraphDatabase.driver(
            address.server,
            auth=(address.user, address.password),
            notifications_min_severity="OFF",
        )

    def usual(self) -> Columns:
        return _usual(self._rows(_CYPHER_USUAL), neo4j.time.DateTime.to_native)

    def leanest(self) -> Columns:
        return _as_array(self._rows(_CYPHER_LEANEST))

    def _rows(self, query: str) -> list[Any]:
        with self._driver.session(database=self._database) as session:
            return session.run(query, community=self._community).values()

    def close(self) -> None:
        self._driver.close()


class _Moment(Protocol):
    def __call__(self, told: Any, /) -> datetime: ...


def _usual(rows: Iterable[Any], moment: _Moment) -> Columns:
    places: defaultdict[str, int] = defaultdict(lambda: len(places))
    return _as_array(
        (
            places[source],
            places[target],
            RELATIONSHIP_CODES[RelationshipKind(kind)],
            VERB_CODES.get(verb or "", 0),
            seconds(moment(at)),
        )
        for source, target, kind, verb, at in rows
    )


def _as_array(rows: Iterable[Iterable[Any]]) -> Columns:
    return np.array([tuple(row) for row in rows], dtype=np.int64)
