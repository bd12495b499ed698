"""The HTTP API from Python: `from api.client import Kinpath`. It imports nothing of a server."""

from api.client.errors import (
    ApiError,
    Conflict,
    InvalidAnswer,
    InvalidRequest,
    NotAllowed,
    NotFound,
    NotReachable,
    NotSignedIn,
    Precondition,
    Problem,
    ServerFault,
    TooManyRequests,
    Unavailable,
)
from api.client.kinpath import Kinpath

__all__ = [
    "ApiError",
    "Conflict",
    "InvalidAnswer",
    "InvalidRequest",
    "Kinpath",
    "NotAllowed",
    "NotFound",
    "NotReachable",
    "NotSignedIn",
    "Precondition",
    "Problem",
    "ServerFault",
    "TooManyRequests",
    "Unavailable",
]
