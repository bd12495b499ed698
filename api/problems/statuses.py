"""Errors as problems of RFC 9457, with the status that HTTP has for each: nobody else knows it."""

from __future__ import annotations

from collections.abc import Mapping

from api.access.accounts import AccountExists, LastOwner
from api.access.openid import ProviderFailed
from api.access.refusals import (
    NotAllowed,
    NotSignedIn,
    ServerBusy,
    TooManyRequests,
    WrongPassword,
)
from api.events import EventConflict
from api.idempotency.refusals import AnswerNotKept, OutcomeUnknown, RequestInFlight
from api.imports.refusals import ChangedSince, ImportConflict
from api.jobs.refusals import FileGone, JobNotDone, ResultWithdrawn, TooManyJobs
from api.problems.catalogue import KINDS, PREFIX
from api.resources.bulk import BodyTooLarge
from api.resources.refusals import AlreadyExists, PreconditionFailed
from graph.errors import (
    CommunityNotFound,
    EntityNotFound,
    InvalidRecord,
    InvalidRequest,
    KinpathError,
    LoadError,
    ModelError,
    NotEnoughMemory,
    SnapshotInvalid,
    StoreError,
    StoreTimeout,
    StoreUnavailable,
    VersionConflict,
    WeightsInvalid,
)
from matcher.request_json import problem

PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = 5
"""When somebody who was told that the service is unavailable should ask again."""

STATUSES: Mapping[type[KinpathError], int] = {
    EntityNotFound: 404,
    VersionConflict: 412,
    AlreadyExists: 409,
    EventConflict: 409,
    ImportConflict: 409,
    LoadError: 422,
    BodyTooLarge: 413,
    PreconditionFailed: 412,
    InvalidRequest: 422,
    InvalidRecord: 422,
    StoreTimeout: 504,
    StoreUnavailable: 503,
    StoreError: 503,
    CommunityNotFound: 503,
    SnapshotInvalid: 503,
    NotEnoughMemory: 503,
    ModelError: 503,
    WeightsInvalid: 503,
    AccountExists: 409,
    LastOwner: 409,
    NotSignedIn: 401,
    WrongPassword: 422,
    ProviderFailed: 422,
    NotAllowed: 403,
    TooManyRequests: 429,
    ServerBusy: 503,
    JobNotDone: 409,
    FileGone: 410,
    ResultWithdrawn: 410,
    TooManyJobs: 429,
    RequestInFlight: 409,
    OutcomeUnknown: 409,
    AnswerNotKept: 409,
}
"""The status of each error; the most special one in the tree counts."""

TITLES: Mapping[int, str] = {
    400: "Bad request",
    403: "Forbidden",
    404: "Not found",
    405: "Method not allowed",
    412: "Changed meanwhile",
    409: "Conflict",
    410: "Gone",
    413: "Body too large",
    415: "Unsupported media type",
    422: "Invalid request",
    429: "Too many requests",
    500: "Internal error",
    503: "Not ready",
}
"""What a problem of HTTP itself is called, by its status."""


def status_of(error: KinpathError) -> int:
    """The HTTP status of an error; 500 for one that nobody has decided on."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def problem_of(error: KinpathError, status: int | None = None) -> dict[str, object]:
    """The error as a problem with its HTTP status."""
    told = problem(error)
    if isinstance(error, ChangedSince):
        told["changed"] = error.changed
    return {
        "type": told.pop("type"),
        "title": told.pop("title"),
        "status": status_of(error) if status is None else status,
        **told,
    }


def http_problem(status: int, detail: str, **more: object) -> dict[str, object]:
    """A problem of HTTP itself, such as a path that leads nowhere."""
    title = TITLES.get(status, "Error")
    name = title.lower().replace(" ", "-")
    kind = f"{PREFIX}{name}" if name in KINDS else "about:blank"
    return {"type": kind, "title": title, "status": status, "detail": detail, **more}
