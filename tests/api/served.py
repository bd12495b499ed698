"""An application on a real socket, in a thread of the test's own process; free sockets."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from fastapi import FastAPI

START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_answer(
    address: str, server: subprocess.Popen[bytes], seconds: float = START_SECONDS
) -> None:
    """Until a server in a process of its own answers well at an address."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        assert server.poll() is None, "the server ended"
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(address)


@contextmanager
def serving_here(app: FastAPI) -> Iterator[str]:
    """The address on loopback where the application answers for the time of the block."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_config=None, access_log=False)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        limit = time.monotonic() + START_SECONDS
        while not server.started and thread.is_alive() and time.monotonic() < limit:
            time.sleep(0.01)
        assert server.started, "the server did not start"
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
