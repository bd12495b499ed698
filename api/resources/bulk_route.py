"""The route that takes many rows at once."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.audit.recording import counted
from api.deps import AnyEngine
from api.errors import ProblemResponse
from api.problems.statuses import problem_of
from api.resources.bulk import BULK_PATH, NDJSON, BodyTooLarge, RowsRefused, bulk
from api.responses import JsonResponse, refusals

router = APIRouter(tags=["resources"], dependencies=[needs(Scope.WRITE)])


class BulkTable(BaseModel):
    """What became of the rows of one table."""

    read: int
    written: int = Field(description="Rows that brought something new.")
    unchanged: int = Field(description="Rows that said only what was known.")
    refused: int = Field(description="Rows that cannot be used.")


class BulkRefusal(BaseModel):
    """A row that cannot be used."""

    line: int = Field(description="Of the body, from 1.")
    table: str | None
    reason: str = Field(examples=["author_id names member 'x', which does not exist"])


class BulkReport(BaseModel):
    """What became of many rows."""

    tables: dict[str, BulkTable]
    refused: int = Field(description="How many rows cannot be used.")
    refusals: list[BulkRefusal] = Field(description="The first 1,000 of them.")
    unknown_verbs: dict[str, int] = Field(description="Kept, but without weight in matching.")
    revision: int = Field(description="The community's revision afterwards.")


@router.post(
    BULK_PATH,
    operation_id="write_bulk",
    summary="Write many rows",
    response_model=BulkReport,
    responses=refusals(400, 413, 415, 422, 503, 504),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                NDJSON: {
                    "schema": {"type": "string"},
                    "example": '{"table": "members", "id": "ada", "name": "Ada"}\n'
                    '{"table": "skills", "id": "optics", "name": "optics"}\n',
                }
            },
        }
    },
)
async def write_bulk(
    request: Request,
    engine: AnyEngine,
    strict: Annotated[bool, Query(description="Write nothing if any row is refused.")] = False,
) -> Response:
    """Lines of JSON, each a row of the bundle with the name of its `table`, in any order.

    Rows that are there already change nothing, so the same may be sent again. What cannot be used
    is listed with its line and the reason, and the rest is written.
    """
    with TemporaryDirectory(prefix="kinpath-bulk-") as name:
        folder = Path(name)
        await _receive(request, folder / "body", engine.bulk_bytes)
        (folder / "tables").mkdir()
        try:
            done = await run_in_threadpool(
                bulk, engine.store, folder / "body", folder / "tables", strict=strict
            )
        except RowsRefused as error:
            return ProblemResponse({**problem_of(error), "refusals": error.args[1]})
    counted(request.scope, done.written, ids=done.named)
    return JsonResponse(done.told)


async def _receive(request: Request, path: Path, limit: int) -> None:
    """Put the body into a file, so that its length takes no memory. Raises BodyTooLarge."""
    length = 0
    with path.open("wb") as file:
        async for part in request.stream():
            length += len(part)
            if length > limit:
                raise BodyTooLarge(limit)
            file.write(part)
