"""The server that tests start: it never outlives its parent, and says what it lacks."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import Entity, EntityId, open_store
from tests.neo4j_server import Neo4jMissing, prepared_folder, running_server

REPOSITORY = Path(__file__).parent.parent


def test_a_missing_tool_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr("tests.neo4j_server._CACHE", tmp_path / "cache")
    with pytest.raises(Neo4jMissing, match="apt-get install"):
        prepared_folder()


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_password_too_short_is_explained() -> None:
    with pytest.raises(Neo4jMissing, match="at least 8 characters"), running_server(password="x"):
        pass


@pytest.mark.neo4j
@pytest.mark.slow
def test_kept_data_are_there_again_under_the_same_password(tmp_path: Path) -> None:
    for expected in (0, 1):
        with (
            running_server(tmp_path, password="long enough") as server,
            open_store(server.url, "acme", password=server.password) as store,
        ):
            assert store.revision() == expected
            store.write([Entity(EntityId("member:ada"))])


@pytest.mark.neo4j
@pytest.mark.slow
def test_the_server_ends_with_its_parent(tmp_path: Path) -> None:
    script = (
        "import time, pathlib, sys; from tests.neo4j_server import running_server\n"
        "with running_server(pathlib.Path(sys.argv[1])) as server:\n"
        "    print(server.process.pid, flush=True); time.sleep(300)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "home")],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout is not None
    with parent:
        server = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    give_up = time.monotonic() + 60
    while _runs(server):
        assert time.monotonic() < give_up
        time.sleep(0.2)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    # A process that nobody waited for is a zombie: it has ended.
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
