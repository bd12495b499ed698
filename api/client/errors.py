"""What can go wrong when the API is asked.

ApiError
NotReachable          nobody answered, also after asking again
InvalidAnswer         an answer that no Kinpath of this version gives
Problem               the server says what is wrong
InvalidRequest      400, 413, 415, 422: `field` names what is wrong
NotSignedIn         401
NotAllowed          403
NotFound            404, 405
Conflict            409
Precondition        412
TooManyRequests     429
Unavailable         503, 504: the store, or the server itself
ServerFault         any other from 500 on
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """Any error of the client."""


class NotReachable(ApiError):
    """Nobody answered."""


class InvalidAnswer(ApiError):
    """An answer that cannot be read."""


class Problem(ApiError):
    """A problem as in RFC 9457.

    Attributes:
        status: of HTTP.
        type: which problem it is.
        title: the same in words.
        detail: what is wrong this time.
        field: which part of the request is wrong, where one is.
        request_id: what the server's log calls the request.
        said: everything that the server said.
    """

    def __init__(self, status: int, said: Mapping[str, Any], request_id: str | None) -> None:
        self.status = status
        self.said = dict(said)
        self.type = str(said.get("type", "about:blank"))
        self.title = str(said.get("title", ""))
        self.detail = str(said.get("detail", ""))
        self.field: str | None = said.get("field")
        self.request_id = request_id
        super().__init__(f"{status} {self.title}: {self.detail}")


class InvalidRequest(Problem):
    """Something in the request is wrong."""


class NotSignedIn(Problem):
    """There is no key, or it does not hold any more."""


class NotAllowed(Problem):
    """The key does not go so far."""


class NotFound(Problem):
    """It is not there."""


class Conflict(Problem):
    """It is there already, or the same is being done at the moment."""


class Precondition(Problem):
    """Somebody else has changed it meanwhile."""


class TooManyRequests(Problem):
    """More than the key may ask for in such a time."""


class Unavailable(Problem):
    """The server cannot answer at the moment."""


class ServerFault(Problem):
    """Something is wrong in the server itself."""


_KINDS: Mapping[int, type[Problem]] = {
    400: InvalidRequest,
    401: NotSignedIn,
    403: NotAllowed,
    404: NotFound,
    405: NotFound,
    409: Conflict,
    412: Precondition,
    413: InvalidRequest,
    415: InvalidRequest,
    422: InvalidRequest,
    429: TooManyRequests,
    503: Unavailable,
    504: Unavailable,
}


def problem_for(status: int, said: Mapping[str, Any], request_id: str | None) -> Problem:
    """The error that tells of an answer that is none."""
    kind = _KINDS.get(status, ServerFault if status >= 500 else InvalidRequest)
    return kind(status, said, request_id)
