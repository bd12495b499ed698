"""The dashboard of a small community, asked without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import COMMUNITY, records


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    """Somebody at the machine that serves it, who may change what is there."""
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write(records())
    app = create_app(Settings(store=url, cache=tmp_path / "cache"))
    with TestClient(app, base_url="http://127.0.0.1:8000", follow_redirects=False) as client:
        yield client
