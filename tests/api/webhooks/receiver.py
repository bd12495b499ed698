"""A receiver of webhooks on loopback that does as it is told: hears, refuses, dawdles."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

WAIT_SECONDS = 60


@dataclass
class Receiver:
    """What it was sent, and what it answers next; when nothing is left, 204."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    dawdles: float = 0.0
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.received]

    def told(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, body in self.received]

    def await_messages(self, count: int, seconds: float = WAIT_SECONDS) -> None:
        limit = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < limit:
            time.sleep(0.02)
        assert len(self.received) >= count, "no message came"


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    """A receiver for the time of the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            time.sleep(receiver.dawdles)
            receiver.received.append((headers, body))
            self.send_response(receiver.answers.pop(0) if receiver.answers else 204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/kinpath"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
