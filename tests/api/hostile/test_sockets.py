"""Bytes that no client sends, to a real `kinpath serve`: refused, and the server lives on."""

from __future__ import annotations

import json
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from api.settings import Settings
from tests.api.test_processes import serving

pytestmark = pytest.mark.slow  # it starts a server

SECONDS = 10
MEGABYTES = 60
"""What the server may grow by while 200 MB are sent to it, several times."""
HOST = b"Host: 127.0.0.1\r\n"
JSON = HOST + b"Content-Type: application/json\r\n"
ASK = b"POST /v1/recommendations HTTP/1.1\r\n" + JSON
CHUNKED = ASK + b"Transfer-Encoding: chunked\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    port: int
    pid: int

    def megabytes(self) -> float:
        """Of memory that it has in use."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1_000

    def lives(self) -> bool:
        """Whether it answers, soon."""
        began = time.monotonic()
        with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=SECONDS) as answer:
            return bool(json.load(answer) == {"status": "ok"} and time.monotonic() - began < 2)


@pytest.fixture(scope="module")
def server(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("raw")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder, data=folder)
    with serving(settings) as (url, process):
        yield Server(urlsplit(url).port or 0, process.pid)


WEB_SOCKET = (
    b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)


def _get(target: bytes, headers: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\n" + HOST + headers + b"\r\n"


RAW: dict[str, tuple[bytes, set[int]]] = {
    "no request at all": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"x" * 600, {400}),
    "a line of null bytes": (b"\x00" * 100 + b"\r\n\r\n", {400}),
    "a method of bytes": (b"G\xffT / HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    "a method in small letters": (b"get /health HTTP/1.1\r\n" + HOST + b"\r\n", {400, 405}),
    "another protocol": (b"GET / SIP/2.0\r\n" + HOST + b"\r\n", {400}),
    "a version to come": (b"GET / HTTP/9.9\r\n" + HOST + b"\r\n", {400, 505}),
    "HTTP/0.9": (b"GET /health\r\n\r\n", {200, 400}),
    "a path with a null byte": (_get(b"/v1/\x00"), {400}),
    "a path of bytes": (_get(b"/v1/\xff\xfe"), {400}),
    "a path with a space": (b"GET /v1/a b HTTP/1.1\r\n" + HOST + b"\r\n", {400}),
    "a percent alone": (_get(b"/v1/members/%zz"), {400, 404}),
    "a path of 100 KB": (_get(b"/" + b"a" * 100_000), {400, 404, 414}),
    "a query of 100 KB": (_get(b"/v1/x?" + b"a" * 100_000), {400, 404, 414}),
    "up and away": (_get(b"/v1/../../etc/passwd"), {404}),
    "another host": (b"GET /v1/members HTTP/1.1\r\nHost: evil.example\r\n\r\n", {403}),
    "no host": (b"GET /v1/members HTTP/1.1\r\n\r\n", {400, 403}),
    "two hosts": (_get(b"/v1/members", b"Host: evil.example\r\n"), {400, 403}),
    "two hosts turned": (
        b"GET /v1/members HTTP/1.1\r\nHost: evil.example\r\n" + HOST + b"\r\n", {400, 403}
    ),
    "an address as the path": (_get(b"http://evil.example/v1/x"), {400, 403, 404}),
    "a star": (b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n", {400, 404, 405}),
    "a tunnel": (b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n", {400, 403, 404, 405}),
    "a header without a colon": (_get(b"/v1/x", b"nothing\r\n"), {400}),
    "a space before the colon": (_get(b"/v1/x", b"A : b\r\n"), {400}),
    "a header of null bytes": (_get(b"/v1/x", b"A: \x00\r\n"), {400}),
    "a header of 200 KB": (_get(b"/v1/x", b"A: " + b"b" * 200_000 + b"\r\n"), {400, 404, 431}),
    "10,000 headers": (_get(b"/v1/x", b"A: b") * 10_000 + b"\r\n", {400, 404, 431}),
    "a length and chunks": (
        ASK + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400, 413, 422}
    ),
    "two lengths": (ASK + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", {400}),
    "a length below nothing": (ASK + b"Content-Length: -1\r\n\r\n{}", {400}),
    "a length with a plus": (ASK + b"Content-Length: +2\r\n\r\n{}", {400}),
    "a length in words": (ASK + b"Content-Length: two\r\n\r\n{}", {400}),
    "a length beyond 64 bits": (ASK + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n{}", {400, 413}),
    "200 MB are announced": (ASK + b"Content-Length: 200000000\r\n\r\n{", {413}),
    "an unknown coding": (ASK + b"Transfer-Encoding: gzip\r\n\r\n", {400, 411, 413, 422, 501}),
    "chunks twice": (
        ASK + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", {400, 422, 501}
    ),
    "a chunk of no size": (CHUNKED + b"xyz\r\n{}\r\n0\r\n\r\n", {400}),
    "a chunk below nothing": (CHUNKED + b"-2\r\n{}\r\n0\r\n\r\n", {400}),
    "a chunk beyond 64 bits": (CHUNKED + b"F" * 20 + b"\r\n{}\r\n0\r\n\r\n", {400}),
    "a chunk that is longer than it says": (CHUNKED + b"1\r\n{}\r\n0\r\n\r\n", {400}),
    "an upgrade to nothing": (
        _get(b"/v1/x", b"Connection: Upgrade\r\nUpgrade: nothing\r\n"), {400, 404, 426}
    ),
    "a web socket": (_get(b"/v1/members", WEB_SOCKET), {200, 400, 403, 404, 426}),
}  # fmt: skip


@pytest.mark.parametrize("cause", RAW)
def test_bytes_are_refused(server: Server, cause: str) -> None:
    sent, allowed = RAW[cause]
    said = _said(server, sent)
    status = _status(said)
    assert status in allowed
    # Whoever answers, the server or the application behind it, answers with a problem.
    assert status == 200 or b"\r\ncontent-type: application/problem+json\r\n" in said.lower()
    assert server.lives()


def test_what_is_no_request_is_a_problem_like_any_other(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as line:
        line.sendall(b"\x16\x03\x01\r\n\r\n")
        said = b"".join(iter(lambda: line.recv(4_096), b""))  # it ends the connection
    head, _, body = said.partition(b"\r\n\r\n")
    problem = json.loads(body)
    assert (problem["type"], problem["status"]) == ("/problems/bad-request", 400)
    assert b"connection: close" in head
    with urlopen(f"http://127.0.0.1:{server.port}{problem['type']}", timeout=SECONDS) as page:
        assert page.status == 200


def test_200_megabytes_cost_nothing(server: Server) -> None:
    server.lives()
    before = server.megabytes()
    part = b"%x\r\n" % 100_000 + b" " * 100_000 + b"\r\n"
    bulk = b"POST /v1/bulk HTTP/1.1\r\n" + HOST + b"Content-Type: application/x-ndjson\r\n"
    for head in (CHUNKED, bulk + b"Transfer-Encoding: chunked\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", server.port), SECONDS) as line:
            line.sendall(head)
            with suppress(OSError):  # it was refused before all of it came
                for _ in range(2_000):
                    line.sendall(part)
            assert _status(_received(line)) in (413, None)
    assert server.megabytes() - before < MEGABYTES
    assert server.lives()


def test_whoever_says_half_and_goes_harms_nobody(server: Server) -> None:
    lines = []
    for sent in (
        b"",
        b"GET /v1",
        ASK,
        ASK + b"Content-Length: 50\r\n\r\n{",
        CHUNKED + b"5\r\nab",
    ) * 20:
        line = socket.create_connection(("127.0.0.1", server.port), SECONDS)
        lines.append(line)
        line.sendall(sent)
    assert server.lives()
    for line in lines:
        line.close()
    assert server.lives()


def _said(server: Server, sent: bytes) -> bytes:
    """The beginning of the answer; empty: there is none."""
    with socket.create_connection(("127.0.0.1", server.port), SECONDS) as line:
        with suppress(OSError):  # it was answered before all of it came
            line.sendall(sent)
        return _received(line)


def _received(line: socket.socket) -> bytes:
    try:
        return line.recv(4_096)
    except ConnectionError:
        return b""


def _status(said: bytes) -> int | None:
    """The status of an answer; None: there is none."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", said)
    return int(found[1]) if found else None
