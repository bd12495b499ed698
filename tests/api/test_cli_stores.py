"""Stores that cannot be used: each ends with exit code 3 and a line that helps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from api.cli.exit_codes import ExitCode
from api.settings import Settings
from tests.api.conftest import CommandLine
from tests.conftest import StoreAddress

COMMANDS = (("stats",), ("recommend", "ada"), ("forget", "ada", "--yes"), ("export", "out"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_server_that_does_not_answer(kinpath: CommandLine, command: tuple[str, ...]) -> None:
    kinpath.env["KINPATH_DEADLINE"] = "3"
    url = "bolt://neo4j:secret@127.0.0.1:9/neo4j"
    result = kinpath(*command, "--store", url, "--community", "any")
    assert result.exit_code == ExitCode.STORE
    assert "127.0.0.1:9" in result.stderr
    assert "secret" not in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.neo4j
def test_a_wrong_password(kinpath: CommandLine, neo4j_address: StoreAddress) -> None:
    kinpath.env["KINPATH_PASSWORD"] = "not the password"
    result = kinpath("stats", "--store", neo4j_address.url)
    assert result.exit_code == ExitCode.STORE
    assert "not the password" not in result.stderr


def test_a_database_of_a_newer_kinpath(kinpath: CommandLine, settings: Settings) -> None:
    path = settings.store.removeprefix("sqlite:///")
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    result = kinpath("stats")
    assert result.exit_code == ExitCode.STORE
    assert "upgrade Kinpath" in result.stderr


def test_a_file_that_is_no_database(kinpath: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("hello " * 1000)
    result = kinpath("stats", "--store", f"sqlite:///{path}")
    assert result.exit_code == ExitCode.STORE
    assert path.read_text() == "hello " * 1000


def test_a_missing_model(kinpath: CommandLine) -> None:
    kinpath.env["KINPATH_MODEL"] = "no-such-model"
    result = kinpath("recommend", "--text", "lenses", "--goal", "mentors")
    assert result.exit_code == ExitCode.MODEL
    assert "no-such-model" in result.stderr
    assert "Traceback" not in result.stderr
    batch = '{"id": "q", "goal": "mentors", "text": "lenses"}'
    assert kinpath("recommend", "--requests", "-", stdin=batch).exit_code == ExitCode.MODEL
