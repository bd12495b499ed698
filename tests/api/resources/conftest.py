"""The HTTP API of a small community on each kind of store."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph import GraphStore
from tests.api.conftest import client_of, records
from tests.conftest import StoreAddress


@pytest.fixture
def club(store: GraphStore) -> GraphStore:
    """The community of the API's tests in the test's own store."""
    store.write(records())
    return store


@pytest.fixture
def door(club: GraphStore, address: StoreAddress, tmp_path: Path) -> Iterator[TestClient]:
    """The API of that community, without its snapshot: nothing here asks for one."""
    settings = Settings(
        store=address.url,
        password=address.password,  # type: ignore[arg-type] # made a secret by the model
        community=club.community,
        cache=tmp_path / "cache",
    )
    app = create_app(settings)
    client = client_of(app)  # not entered: no snapshot is taken
    with start_blocking_portal() as client.portal:  # one event loop for all, as servers have
        yield client
    app.state.serving.close()


@pytest.fixture(scope="module")
def refusing(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API of a community in SQLite that several tests share, since it refuses what they ask."""
    folder = tmp_path_factory.mktemp("refusing")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder / "cache")
    app = create_app(settings)
    yield client_of(app)
    app.state.serving.close()
