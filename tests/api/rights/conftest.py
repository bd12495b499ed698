"""The club that Vera is in, in a real SQLite file, and both doors to it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import CommandLine, client_of, environment
from tests.api.rights.club import COMMUNITY, records


@pytest.fixture(scope="session")
def club_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The club in a file that is copied and never changed."""
    path = tmp_path_factory.mktemp("club") / "kinpath.db"
    with open_store(f"sqlite:///{path}", COMMUNITY) as store:
        store.write(records())
    return path


@pytest.fixture
def settings(club_file: Path, tmp_path: Path) -> Settings:
    """Settings that lead to a fresh copy of the club."""
    folder = tmp_path / "store"
    folder.mkdir()
    shutil.copy(club_file, folder / "kinpath.db")
    return Settings(
        store=f"sqlite:///{folder / 'kinpath.db'}", cache=tmp_path / "cache", data=tmp_path / "data"
    )


@pytest.fixture
def kinpath(settings: Settings) -> CommandLine:
    """The command line on the club."""
    return CommandLine({**environment(settings), "KINPATH_DATA": str(settings.data)})


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """The HTTP API of the club."""
    with client_of(create_app(settings)) as client:
        yield client
