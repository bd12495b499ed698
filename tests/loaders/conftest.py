"""A store for the tests of what does not depend on the kind of store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graph import GraphStore
from tests.conftest import StoreAddress


@pytest.fixture
def sqlite_store(sqlite_address: StoreAddress, community: str) -> Iterator[GraphStore]:
    """An empty community in SQLite."""
    with sqlite_address.open(community) as store:
        yield store
