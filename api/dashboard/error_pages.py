"""Errors as pages: what is wrong, in plain words, and where to go from there."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.access.refusals import NotSignedIn
from api.dashboard.addresses import SIGN_IN, to
from api.dashboard.visits import Look
from api.problems.statuses import RETRY_SECONDS, status_of
from community.phrases import marked
from graph.errors import KinpathError

_TITLES: Mapping[int, str] = {
    401: marked("Please sign in"),
    403: marked("This is not open to you"),
    404: marked("Nothing found here"),
    422: marked("That cannot be used"),
    429: marked("Too many requests"),
    500: marked("Something went wrong"),
    503: marked("Not ready yet"),
    504: marked("The database takes too long"),
}
_WORDS: Mapping[int, str] = {
    401: marked("Your session has ended, or you have not signed in yet."),
    403: marked("Nothing was changed. Ask whoever runs Kinpath here for a role that may do it."),
    404: marked("Perhaps it was moved or forgotten, or the address has a slip in it."),
    422: marked("Please check what you entered. Nothing was changed."),
    429: marked("Please wait a moment and try again."),
    500: marked("This is a fault of Kinpath itself. The server's log says more."),
    503: marked("The community cannot be reached at the moment. Please try again in a moment."),
    504: marked("Please try again in a moment. Nothing was lost."),
}


def add_error_pages(app: FastAPI) -> None:
    """Have an application answer every error with a page, or with a part where htmx asks."""
    app.add_exception_handler(KinpathError, _kinpath_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _fault)


def error_page(request: Request, status: int, detail: str = "") -> Response:
    """The page of an error; `detail` is what Kinpath says of it, in English."""
    look = Look.of(request)
    template = "parts/error.html.jinja" if look.wants_part else "error.html.jinja"
    known = status if status in _TITLES else 404 if status < 500 else 500
    told = look.render(template, title=_TITLES[known], words=_WORDS[known], detail=detail)
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
    return HTMLResponse(told, status, headers)


def _kinpath_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, KinpathError)
    if isinstance(error, NotSignedIn):
        return _to_sign_in(request)
    return error_page(request, status_of(error), str(error))


def _to_sign_in(request: Request) -> Response:
    """Where people sign in, and from there back to the page that was wanted."""
    look = Look.of(request)
    is_page = look.wants_part or request.method == "GET"
    address = to(SIGN_IN, back=look.address if is_page else None)
    if not look.wants_part:
        return RedirectResponse(address, 303)
    answer = error_page(request, 401)
    answer.headers["HX-Redirect"] = address
    return answer


def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    return error_page(request, 422, f"{first['loc'][-1]}: {first['msg']}")


def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return error_page(request, error.status_code)


def _fault(request: Request, _error: Exception) -> Response:
    return error_page(request, 500)
