"""The program serving a store in a process of its own, and what is asked of it over HTTP."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.large.generating import MODEL
from graph.closing import Closing

START_SECONDS = 600
_PROGRAM = (sys.executable, "-c", "from api.cli import main; main()", "serve")


class Client(Closing):
    """One connection that stays open; for one thread."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)

    def answer(self, member: str, goal: str = "peers") -> dict[str, Any]:
        """Recommendations for a member."""
        return self._post("/v1/recommendations", {"goal": goal, "member": member, "k": 10})

    def tell(self, events: list[dict[str, str]]) -> int:
        """Tell what happened; the revision that it is in."""
        return int(self._post("/v1/events", events)["revision"])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _post(self, path: str, body: object) -> dict[str, Any]:
        headers = {"Content-Type": "application/json"}
        self._connection.request("POST", path, json.dumps(body), headers)
        response = self._connection.getresponse()
        found: dict[str, Any] = json.loads(response.read())
        if response.status != 200:
            raise RuntimeError(f"{path}: {response.status} {found}")
        return found


@dataclass(frozen=True, slots=True)
class Server:
    """Where a server listens, and its process."""

    port: int
    pid: int


@contextmanager
def serving(store: str, cache: Path, member: str) -> Iterator[int]:
    """The port of a server of one process; the rest is as in `served_by`."""
    with served_by(store, cache, member) as server:
        yield server.port


@contextmanager
def served_by(store: str, cache: Path, member: str, workers: int = 1) -> Iterator[Server]:
    """A server that has answered once.

    Args:
        store: URL of the store.
        cache: where snapshots lie.
        member: who is asked for to see whether it answers.
        workers: processes that answer.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    said = {"STORE": store, "CACHE": str(cache), "MODEL": MODEL, "PORT": str(port)}
    variables = [f"KINPATH_{name}={value}" for name, value in said.items()]
    program = ("env", *variables, *_PROGRAM, "--workers", str(workers))
    quiet = subprocess.DEVNULL
    # Its own program, with no word from outside.
    with subprocess.Popen(program, stdout=quiet, stderr=quiet) as server:  # noqa: S603
        try:
            _wait(server, port, member)
            yield Server(port, server.pid)
        finally:
            server.terminate()


def _wait(server: subprocess.Popen[bytes], port: int, member: str) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with Client(port) as client:
                client.answer(member)
        except (OSError, RuntimeError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server does not answer")
