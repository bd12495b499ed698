"""Connections that stay open, read by one thread; a question takes it some 0.1 ms.

Libraries for clients take several times that, which the server would lack on the same machine.
"""

from __future__ import annotations

import selectors
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import suppress

from graph.closing import Closing

_AT_ONCE = 1 << 18
_LENGTH = b"\r\ncontent-length: "


class Connections(Closing):
    """Connections to a server, all open from the beginning, for one question after the other.

    Attributes:
        free: those that nothing was asked on yet; whoever is answered puts a connection back.
    """

    def __init__(self, port: int, count: int) -> None:
        self._ready = selectors.DefaultSelector()
        self.free = deque(Line(port) for _ in range(count))
        for line in self.free:
            line.open(self._ready)

    def answers(self, seconds: float) -> Iterator[tuple[Line, int]]:
        """Connections that were asked, and the status of the answer, 0 for none.

        Those that are lost, or that the server is done with, are opened again. It ends with what is
        there by now, or after that time if there is nothing.
        """
        for key, _ in self._ready.select(max(seconds, 0.0)):
            line: Line = key.data
            was_asked, status = line.is_asked, line.status()
            if status is not None:
                if line.is_over:
                    line.close(self._ready)
                    line.open(self._ready)
                if was_asked:
                    yield line, status

    def close(self) -> None:
        """Close all of them."""
        for key in list(self._ready.get_map().values()):
            key.data.close(self._ready)
        self._ready.close()


class Line:
    """One connection.

    Attributes:
        due: when what was asked last was due.
        is_asked: whether an answer is waited for.
        is_over: whether the server is done with the connection.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self.due = 0.0
        self.is_asked = self.is_over = False
        self._found = b""
        self._end = 0

    def open(self, ready: selectors.BaseSelector) -> None:
        """Connect; `ready` tells when there is something to read."""
        self._socket = socket.create_connection(("127.0.0.1", self._port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.is_over = False
        ready.register(self._socket, selectors.EVENT_READ, self)

    def close(self, ready: selectors.BaseSelector) -> None:
        """Close it."""
        ready.unregister(self._socket)
        self._socket.close()

    def ask(self, request: bytes, due: float) -> None:
        """Ask what was due at that time. If the connection is lost, its status tells."""
        self.due, self.is_asked = due, True
        self._found, self._end = b"", 0
        with suppress(OSError):
            self._socket.sendall(request)

    def status(self) -> int | None:
        """Read what is there: the status of the answer, 0 for none, None while some is missing."""
        try:
            read = self._socket.recv(_AT_ONCE)
        except OSError:
            read = b""
        self._found += read
        if not self._end and (head := self._found.find(b"\r\n\r\n")) >= 0:
            fields = self._found[:head].lower()
            self._end = head + 4 + int(fields.partition(_LENGTH)[2].split(b"\r\n", 1)[0])
            self.is_over = b"\r\nconnection: close" in fields
        if read and not 0 < self._end <= len(self._found):
            return None
        self.is_over |= not read
        self.is_asked = False
        return int(self._found[9:12]) if read else 0
