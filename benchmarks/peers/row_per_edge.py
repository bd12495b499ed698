"""How a community's edges are usually read: one row each, through the database's own driver.

Knows the stores' tables and labels, as whoever reads around Kinpath has to; that is why this one
file outside `graph` may import the drivers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import neo4j
import numpy as np
import numpy.typing as npt

from graph.neo4j_address import parse_address

Edges = npt.NDArray[np.int64]

_SQLITE = """
SELECT source, target, packed FROM relationship
WHERE community = (SELECT number FROM community WHERE id = ?)"""

_CYPHER = """
MATCH (source)-[edge]->(target) WHERE edge.community = $community
RETURN id(source), id(target), edge.facts"""

_FACTS_BEGIN = 16
"""Byte at which the facts stand in SQLite's packed form."""


def sqlite_edges(path: Path, community: str) -> Edges:
    """(E, 3) source, target and facts, in the database's order."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = connection.execute(_SQLITE, (community,)).fetchall()
    return _as_array(
        (source, target, int.from_bytes(packed[_FACTS_BEGIN:], "little", signed=True))
        for source, target, packed in rows
    )


class Neo4jRows:
    """A driver on one Neo4j; it keeps its connection, as Kinpath's store does."""

    def __init__(self, url: str, password: str | None) -> None:
        address = parse_address(url, password)
        self._database = address.database
        self._driver = neo4j.GraphDatabase.driver(
            address.server,
            auth=(address.user, address.password),
            notifications_min_severity="OFF",
        )

    def edges(self, community: str) -> Edges:
        """(E, 3) source, target and facts, in the database's order."""
        with self._driver.session(database=self._database) as session:
            return _as_array(session.run(_CYPHER, community=community).values())

    def close(self) -> None:
        self._driver.close()


def _as_array(rows: Iterable[Iterable[Any]]) -> Edges:
    return np.array([tuple(row) for row in rows], dtype=np.int64).reshape(-1, 3)
