"""The client that measures servers: what it counts is what a real server did."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Thread

from benchmarks.load.asking import as_fast_as_answered, at_a_rate, question

PAUSE = 0.3


class Handler(BaseHTTPRequestHandler):
    """Refuses every third question, and is done with every tenth connection after its answer."""

    protocol_version = "HTTP/1.1"
    numbers = count()
    pauses_at = -1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        number = next(self.numbers)
        if number == self.pauses_at:
            time.sleep(PAUSE)
        self.answer(503 if number % 3 == 2 else 200, closes=number % 10 == 9)

    def do_GET(self) -> None:
        self.answer(200, closes=False)

    def answer(self, status: int, *, closes: bool) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "20000")
        if closes:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"x" * 20_000)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Loses(Handler):
    """Answers nothing."""

    def do_POST(self) -> None:
        self.close_connection = True


class Server(ThreadingHTTPServer):
    request_queue_size = 512  # all connections are opened at once
    daemon_threads = True
    block_on_close = False


@contextmanager
def served(handler: type[Handler]) -> Iterator[int]:
    with Server(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


QUESTIONS = [question(name) for name in ("ada", "bob")]


def test_all_that_is_due_is_asked_and_counted_as_it_was_answered() -> None:
    class Fresh(Handler):
        numbers = count()

    with served(Fresh) as port:
        found = at_a_rate(port, QUESTIONS, 200.0, 0.5)
    asked = len(found.accepted) + len(found.refused)
    assert 95 <= asked <= 101
    assert len(found.refused) == asked // 3
    assert (found.failed, found.not_asked) == (0, 0)
    assert found.health


def test_questions_wait_from_when_they_were_due() -> None:
    class Pausing(Handler):
        numbers = count()
        pauses_at = 4

    with served(Pausing) as port:
        found = as_fast_as_answered(port, QUESTIONS, 1, 2 * PAUSE)
    assert sum(seconds >= PAUSE for seconds in found.accepted) == 1
    assert len(found.accepted) > 5


def test_lost_connections_are_told_and_opened_again() -> None:
    with served(Loses) as port:
        found = at_a_rate(port, QUESTIONS, 100.0, 0.3)
    assert 25 <= found.failed <= 31
    assert not found.accepted
    assert not found.refused
