"""A session with a Neo4j, for the rivals that live on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import neo4j

from graph.neo4j_address import Neo4jAddress


@contextmanager
def connected(address: Neo4jAddress) -> Iterator[neo4j.Session]:
    """A session for as long as the block lasts."""
    with (
        neo4j.GraphDatabase.driver(
            address.server,
            auth=(address.user, address.password),
            notifications_min_severity="OFF",
        ) as driver,
        driver.session(database=address.database) as session,
    ):
        yield session
