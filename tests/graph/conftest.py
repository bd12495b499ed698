"""A SQLite file for the tests that look at the file itself."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file will be; it does not exist yet."""
    return tmp_path / "kinpath.db"


@pytest.fixture
def url(path: Path) -> str:
    """The address of the file."""
    return f"sqlite:///{path}"
