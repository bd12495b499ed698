"""What is refused before any application sees it: bytes that are no request of HTTP."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.problems.statuses import PROBLEM_JSON, http_problem
from matcher.json_text import write_json

_DETAIL = "these bytes are no request of HTTP/1.1: its first line, a header or a length is wrong"


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's own, but for the answer to what cannot be read, which is plain text there."""

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - says less than the problem
        """Answer with a problem, and end the connection, as nobody knows what would follow."""
        body = write_json(http_problem(400, _DETAIL)).encode()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", PROBLEM_JSON.encode()),
            (b"content-length", b"%d" % len(body)),
            (b"connection", b"close"),
        ]
        lines = [b"HTTP/1.1 400 Bad Request", *(b"%b: %b" % pair for pair in headers), b"", body]
        self.transport.write(b"\r\n".join(lines))
        self.transport.close()
