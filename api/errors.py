"""Answers that tell of errors, each as a problem of RFC 9457."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.access.refusals import ServerBusy, TooManyRequests
from api.idempotency.refusals import RequestInFlight
from api.observability.answered import PROBLEM, REQUEST_ID
from api.observability.request_ids import HEADER
from api.problems.locating import located, pointer_of
from api.problems.statuses import PROBLEM_JSON, RETRY_SECONDS, http_problem, problem_of
from graph.errors import InvalidRequest, KinpathError
from matcher.json_text import write_json

_MOST = 100
"""Errors of one request that an answer lists."""
_SHOWN = 200
"""Letters of a path that an answer repeats."""


class ProblemResponse(Response):
    """A problem as JSON, with its status, and the place in the request of what is wrong."""

    media_type = PROBLEM_JSON

    def __init__(self, content: Mapping[str, object], headers: Mapping[str, str] | None = None):
        super().__init__(None, int(str(content["status"])), dict(headers or {}))
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        told = self._content
        scope[PROBLEM] = str(told["type"])
        if isinstance(told.get("field"), str) and "errors" not in told:
            place = located(str(told["field"]), scope)
            told = {**told, "errors": [{**place, "detail": told["detail"]}]}
        self.body = write_json(told).encode()
        self.headers["content-length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


def add_error_handlers(app: FastAPI) -> None:
    """Have the application answer every error with a problem."""
    app.add_exception_handler(KinpathError, _kinpath_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _fault)


def kinpath_problem(
    error: KinpathError, headers: Mapping[str, str] | None = None, status: int | None = None
) -> Response:
    """The answer that tells of an error."""
    told = problem_of(error, status)
    return ProblemResponse(told, {**_headers(error, told["status"]), **(headers or {})})


def _headers(error: KinpathError, status: object) -> dict[str, str]:
    if isinstance(error, TooManyRequests | RequestInFlight):
        return {"Retry-After": str(error.seconds)}
    if isinstance(error, ServerBusy):
        return {"Retry-After": "1"}
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    return {"Retry-After": str(RETRY_SECONDS)} if status in (429, 503) else {}


def _kinpath_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, KinpathError)
    return kinpath_problem(error)


def _validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()[:_MOST]
    first = found[0]
    wrong = InvalidRequest(_field_of(first["loc"]), _reason(first))
    places = [{**_place_of(each["loc"]), "detail": _reason(each)} for each in found]
    return ProblemResponse({**problem_of(wrong), "errors": places})


def _reason(error: Mapping[str, object]) -> str:
    reason = str(error["msg"])
    return f"is wrong: {reason[:1].lower()}{reason[1:]}"


def _place_of(location: tuple[int | str, ...]) -> dict[str, str]:
    """`("body", "many", "requests", 3)` is the pointer `#/requests/3`."""
    kind, *rest = location
    if kind == "body":
        said = (each for each in rest if each not in ("one", "many"))
        return {"pointer": pointer_of(said)}
    name = str(rest[0]) if rest else str(kind)
    return {"header" if kind == "header" else "parameter": name}


def _field_of(location: tuple[int | str, ...]) -> str:
    """`("body", "batch", "requests")` is `requests`: as the caller wrote it."""
    _, *rest = location or ("",)
    return ".".join(str(part) for part in rest if part not in ("one", "many")) or str(location[0])


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"there is nothing at {request.url.path[:_SHOWN]}; /docs lists what there is"
    if error.status_code == 405:
        detail = f"{request.method} is not possible here"
    return ProblemResponse(http_problem(error.status_code, detail), error.headers)


def _fault(request: Request, _error: Exception) -> Response:
    # This answer goes out around all middleware, so it gets its id here.
    request_id = str(request.scope.get(REQUEST_ID, ""))
    detail = "something went wrong in Kinpath itself; the server's log says what"
    headers = {HEADER: request_id} if request_id else None
    return ProblemResponse(http_problem(500, detail, request_id=request_id or None), headers)
