"""What the OpenAPI document says beyond what each route says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI

from api.idempotency.middleware import QUESTIONS
from api.idempotency.refusals import HEADER
from api.responses import refusals

_KEY = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "The same key with the same request is carried out once, and answered again.",
    "schema": {
        "type": "string",
        "examples": ['"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
    },
}


def describe_further(app: FastAPI) -> None:
    """Have the application's document say what middleware takes and answers."""
    written = app.openapi

    def further(document: dict[str, Any]) -> None:
        for operation in _writes(document):
            operation.setdefault("parameters", []).append(_KEY)
            _may_answer(operation, 409, 422)
        for path, methods in document["paths"].items():
            for method, operation in methods.items() if path.startswith("/v1/") else ():
                _may_answer(operation, *((400,) if method == "get" else (400, 413, 415)))

    def openapi() -> dict[str, Any]:
        is_new = app.openapi_schema is None
        document = written()
        if is_new:
            further(document)
        return document

    app.openapi = openapi  # type: ignore[method-assign] # what FastAPI's documentation has one do


def _writes(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The operations that take an `Idempotency-Key`."""
    for path, methods in document["paths"].items():
        if path.startswith("/v1/") and path not in QUESTIONS:
            yield from (methods[each] for each in ("post", "patch") if each in methods)


def _may_answer(operation: dict[str, Any], *statuses: int) -> None:
    for status, told in refusals(*statuses).items():
        operation["responses"].setdefault(str(status), told)
