"""The reference of one application, which every test here asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.reference.operations import Reference, read_reference
from api.settings import Settings
from tests.api.conftest import client_of


@pytest.fixture(scope="module")
def served(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The HTTP API of a community that the tests of one module share."""
    folder = tmp_path_factory.mktemp("reference")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder, data=folder)
    app = create_app(settings)
    yield client_of(app)  # not entered: nothing is made ready in the background
    app.state.jobs.close()
    app.state.serving.close()


@pytest.fixture(scope="module")
def document(served: TestClient) -> dict[str, object]:
    """Its OpenAPI document."""
    found: dict[str, object] = served.get("/openapi.json").json()
    return found


@pytest.fixture(scope="module")
def reference(document: dict[str, object]) -> Reference:
    """What its reference tells."""
    return read_reference(document)
