"""A Neo4j of its own: its very first use, by many at once, and what a restart leaves."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graph import Entity, EntityId
from graph.errors import CommunityNotFound
from graph.store import list_communities, open_store
from tests.neo4j_server import Neo4jServer, running_server

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]

OPENERS = 6


def write_one(server: Neo4jServer, number: int) -> int:
    with open_store(server.url, "acme", password=server.password) as store:
        return store.write([Entity(EntityId(f"member:{number}"))]).revision


def test_first_use_and_restart(tmp_path: Path) -> None:
    with running_server(tmp_path / "home") as server:
        assert list_communities(server.url, password=server.password) == []
        with pytest.raises(CommunityNotFound, match="no community at all"):
            open_store(server.url, "acme", create=False, password=server.password)
        with ThreadPoolExecutor(OPENERS) as openers:
            revisions = openers.map(lambda number: write_one(server, number), range(OPENERS))
            assert sorted(revisions) == list(range(1, OPENERS + 1))
    with running_server(tmp_path / "home", password="another-one") as server:
        assert server.password == "another-one"
        with open_store(server.url, "acme", create=False, password=server.password) as store:
            assert store.revision() == OPENERS
            assert store.counts() == {"member": OPENERS}
