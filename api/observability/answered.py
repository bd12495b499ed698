"""What is told of a request that has been answered, and where its scope holds it meanwhile."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass

REQUEST_ID = "kinpath.request_id"
"""Where a scope holds the id of its request."""
OPERATION = "kinpath.operation"
"""Where a scope holds the operation of a request that is answered before any route."""
COMMUNITY = "kinpath.community"
"""Where a scope holds the community that a request is about."""
PROBLEM = "kinpath.problem"
"""Where a scope holds the type of the problem that a request was answered with."""
PRESENT: ContextVar[str | None] = ContextVar("kinpath_request_id", default=None)
"""The id of the request that is being answered, for whatever is logged meanwhile."""
GOALS = "kinpath.goals"
"""Where a scope holds the goals of those of its questions that got recommendations."""
GONE = 499
"""In place of a status where whoever asked has gone before the answer."""
UNKNOWN = "unknown"
"""In place of an operation where a path leads nowhere, or nobody may go."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A request that has been answered. Nothing here names a member or says what was asked.

    Attributes:
        request_id: its id.
        method: of HTTP; `OTHER` for one that no route has.
        operation: id in the OpenAPI document, else the template of the path, else `unknown`.
        route: template of the path, such as `/v1/members/{member}/stream`; None: no route fits.
        status: of the answer; `GONE` when nobody waited for it.
        seconds: from the first byte to the last.
        community: whose; None before that is known.
        problem: type of the problem that was answered, if one was.
        goals: of the questions that got recommendations.
    """

    request_id: str
    method: str
    operation: str
    route: str | None
    status: int
    seconds: float
    community: str | None
    problem: str | None
    goals: tuple[str, ...] = ()
