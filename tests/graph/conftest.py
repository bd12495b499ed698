"""A SQLite file for the tests that look at the file itself, and the real embedding model."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.embeddings import SentenceTransformerEmbedder


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file will be; it does not exist yet."""
    return tmp_path / "kinpath.db"


@pytest.fixture
def url(path: Path) -> str:
    """The address of the file."""
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def embedder() -> SentenceTransformerEmbedder:
    """The real default model, loaded once for all tests."""
    return SentenceTransformerEmbedder()
