from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.graph import facts
from tests.graph.damaged_snapshots.damage import written


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A snapshot that nobody changes."""
    return written(tmp_path_factory.mktemp("sound") / "one", "acme", facts.EVERYTHING)


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of another community."""
    return written(tmp_path_factory.mktemp("other") / "two", "emca", [facts.ADA, facts.BEN])


@pytest.fixture
def directory(sound: Path, tmp_path: Path) -> Path:
    """A snapshot to damage."""
    return shutil.copytree(sound, tmp_path / "one")
