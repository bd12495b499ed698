"""Routes that take files of people's own in, and take them back."""

from __future__ import annotations

import csv
import io
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine, AnyPrincipal, jobs_of
from api.errors import ProblemResponse
from api.imports.beginning import begin_import, begin_undo
from api.imports.bringing import FORMATS, add_import, uploads_of
from api.imports.kept import Import, Imports
from api.imports.paths import IMPORTS_PATH
from api.imports.refusals import ImportConflict
from api.imports.schemas import ImportList, ImportTold
from api.imports.told import import_json, standing
from api.problems.statuses import http_problem
from api.responses import JsonResponse, refusals
from graph.errors import InvalidRequest
from loaders.spreadsheet_cells import harmless

router = APIRouter(prefix=IMPORTS_PATH, tags=["imports"], dependencies=[needs(Scope.WRITE)])

ImportPath = Annotated[
    str, Path(alias="import", description="The id that bringing the file answered.")
]

_EXAMPLE = "id,name\nada,Ada\n"


class BringQuery(BaseModel):
    """What the file is, and what is to be done with it."""

    model_config = ConfigDict(extra="forbid")

    file: str = Field("", max_length=200, description="What the file is called.")
    table: str | None = Field(None, description="Of the bundle; without it, guessed.")
    column: list[str] = Field(
        [], max_length=1_000, description="`Column of the file=field`; without any, guessed."
    )
    dry_run: bool = Field(False, description="Only say what it would bring.")
    embed: bool = Field(True, description="Turn new texts into vectors afterwards.")


class UndoQuery(BaseModel):
    """What becomes of what others changed since."""

    model_config = ConfigDict(extra="forbid")

    rest: bool = Field(False, description="Leave that as it is, and take the rest back.")


class RunQuery(BaseModel):
    """What is done afterwards."""

    model_config = ConfigDict(extra="forbid")

    embed: bool = Field(True, description="Turn new texts into vectors afterwards.")


class ImportsQuery(BaseModel):
    """Which imports."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, pattern=r"^[0-9a-f]{24}$", description="`next` before.")


@router.post(
    "",
    operation_id="bring_file",
    summary="Import a file",
    status_code=202,
    response_model=ImportTold,
    responses=refusals(400, 409, 413, 415, 422, 429, 503, 504),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                media: {
                    "schema": {"type": "string", "format": "binary"},
                    **({"example": _EXAMPLE} if media == "text/csv" else {}),
                }
                for media in FORMATS
            },
        }
    },
)
async def bring_file(
    request: Request,
    principal: AnyPrincipal,
    engine: AnyEngine,
    query: Annotated[BringQuery, Query()],
) -> Response:
    """The body is a table as CSV, JSON lines or parquet, or a zip of the bundle's tables.

    Which table it is and what its columns say is guessed, unless it is told. The answer comes
    once the file has arrived; a job reads it, and `dry_run` only tries it. What a file of a single
    table does not speak of stays as it is. Until the next import, for at most 30 days, it can be
    undone.
    """
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in FORMATS:
        return ProblemResponse(http_problem(415, f"the body must be {', '.join(FORMATS)}"))
    columns = _columns(query.column)
    brought = Import.brought(query.file or f"file.{FORMATS[media]}", FORMATS[media], principal.who)
    await uploads_of(engine).receive(brought.id, request.stream(), engine.bulk_bytes)

    def begin() -> Import:
        try:
            kept = add_import(engine, brought, query.table, columns, is_whole=True)
            return begin_import(
                engine, jobs_of(request), kept, principal.who,
                dry_run=query.dry_run, embed=query.embed,
            )  # fmt: skip
        except BaseException:
            uploads_of(engine).remove(brought.id)
            raise

    begun = await run_in_threadpool(begin)
    told = await run_in_threadpool(import_json, engine, begun)
    return JsonResponse(told, 202, {"Location": f"{IMPORTS_PATH}/{begun.id}"})


@router.get(
    "",
    operation_id="list_imports",
    summary="The latest imports",
    response_model=ImportList,
    responses=refusals(422, 503, 504),
)
def list_imports(engine: AnyEngine, query: Annotated[ImportsQuery, Query()]) -> Response:
    """The latest first; each is kept for 30 days."""
    found = Imports(engine.documents).latest(query.limit, query.cursor)
    last = found[-1].id if len(found) == query.limit else None
    return JsonResponse({"items": [import_json(engine, each) for each in found], "next": last})


@router.get(
    "/{import}",
    operation_id="look_at_import",
    summary="What becomes of an import",
    response_model=ImportTold,
    responses=refusals(404, 422, 503, 504),
)
def look_at_import(engine: AnyEngine, import_: ImportPath) -> Response:
    """Its state, what its columns say, and what it brings or has brought."""
    return JsonResponse(import_json(engine, Imports(engine.documents).find(import_)))


@router.get(
    "/{import}/refusals",
    operation_id="refusals_of_import",
    summary="Rows that cannot be used",
    response_class=Response,
    responses={
        200: {
            "description": "Table, line, field and reason.",
            "content": {"text/csv": {"schema": {"type": "string"}}},
        },
        **refusals(404, 422, 503, 504),
    },
)
def refusals_of_import(engine: AnyEngine, import_: ImportPath) -> Response:
    """The first 1,000 as CSV, each with its line, its field and the reason."""
    imports = Imports(engine.documents)
    return refusals_file(imports, imports.find(import_))


@router.post(
    "/{import}/run",
    operation_id="run_import",
    summary="Write an import that was tried",
    status_code=202,
    response_model=ImportTold,
    responses=refusals(404, 409, 422, 429, 503, 504),
)
def run_import(
    request: Request,
    principal: AnyPrincipal,
    engine: AnyEngine,
    import_: ImportPath,
    query: Annotated[RunQuery, Query()],
) -> Response:
    """Begins the job that writes it; so is one finished that was interrupted."""
    brought = Imports(engine.documents).find(import_)
    begun = begin_import(
        engine, jobs_of(request), brought, principal.who, dry_run=False, embed=query.embed
    )
    return JsonResponse(import_json(engine, begun), 202)


@router.post(
    "/{import}/undo",
    operation_id="undo_import",
    summary="Take an import back",
    status_code=202,
    response_model=ImportTold,
    responses=refusals(404, 409, 422, 429, 503, 504),
)
def undo_import(
    request: Request,
    principal: AnyPrincipal,
    engine: AnyEngine,
    import_: ImportPath,
    query: Annotated[UndoQuery, Query()],
) -> Response:
    """Begins the job by which what it made goes, and what it changed is exactly as before.

    Where others changed some of that since, nothing is done, and the `problem` of the job says in
    `changed` what it is; with `rest` that stays as it is, and the rest is taken back. One that is
    cancelled or killed after some was taken back is `half_undone`: asked again, it is finished.
    """
    brought = Imports(engine.documents).find(import_)
    begun = begin_undo(engine, jobs_of(request), brought, principal.who, rest=query.rest)
    return JsonResponse(import_json(engine, begun), 202)


def check_rests(engine: AnyEngine, brought: Import) -> None:
    """Raises ImportConflict while a job is at work on an import."""
    if standing(engine, brought) == "running":
        raise ImportConflict("this import is under way; wait until it has ended, or cancel its job")


def refusals_file(imports: Imports, brought: Import) -> Response:
    """The rows of an import that cannot be used, as CSV."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(("table", "line", "field", "reason"))
    for each in imports.refusals(brought.id):
        cells = (each["table"], each["line"], each["field"] or "", each["reason"])
        rows.writerow([harmless(str(cell)) for cell in cells])
    headers = {"Content-Disposition": 'attachment; filename="refused.csv"'}
    return Response(written.getvalue(), media_type="text/csv", headers=headers)


def _columns(said: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in said:
        column, equals, field = each.rpartition("=")
        if not equals or not column or not field:
            raise InvalidRequest("column", "must be a column of the file, `=`, and a field")
        found[column] = field
    return found
