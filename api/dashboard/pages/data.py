"""Data: files of one's own taken in step by step, and tables and figures taken along."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import RedirectResponse, Response

from api.access.needs import needs, principal_of
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, copies, cypher_text
from api.dashboard.importing import (
    EXPORT_NAMES,
    STATES,
    TABLE_NAMES,
    columns_of,
    fields_of,
)
from api.dashboard.pages.exports import latest_files
from api.dashboard.visits import AnyVisit, Visit
from api.deps import jobs_of
from api.engine import Engine
from api.exports.kinds import scopes_of
from api.imports.beginning import begin_import, begin_undo
from api.imports.bringing import (
    BUNDLE,
    add_import,
    check_filled,
    check_table,
    format_by_name,
    sheet_of,
    told,
    uploads_of,
)
from api.imports.kept import Import, Imports
from api.imports.refusals import ImportConflict
from api.imports.told import can_be_undone, moment, standing
from api.jobs.ledger import Ledger
from api.routes.imports import check_rests, refusals_file
from graph.errors import EntityNotFound, InvalidRequest
from loaders.sheet_guessing import guess

router = APIRouter()
_WRITE = [needs(Scope.WRITE)]
_SEE_OTHER = 303
_LATEST = 10
_SHOWN_REFUSALS = 20

Id = Annotated[str, Query(max_length=100)]
FormId = Annotated[str, Form(max_length=100)]


@router.get("/data", dependencies=[needs()])
def data(visit: AnyVisit) -> Response:
    """Where files come in and go out; whoever may do only some of it sees only that."""
    principal = principal_of(visit.request)
    may_write = not principal.lacks([Scope.WRITE])
    imports = Imports(visit.engine.documents)
    latest = imports.latest(_LATEST) if may_write else []
    rows = [(each, standing(visit.engine, each), moment(each.at)) for each in latest]
    cypher = (
        f"MATCH (m:Member {{community: {cypher_text(visit.community)}}})\n"
        "RETURN m.id, m.name ORDER BY m.id"
    )
    return visit.page(
        "data.html.jinja", here="data", may_write=may_write, rows=rows, states=STATES,
        tables=TABLE_NAMES, limit=visit.engine.bulk_bytes // 1_000_000,
        may_export=not principal.lacks(scopes_of("bundle")),
        may_see=not principal.lacks(scopes_of("figures")),
        files=latest_files(visit), exports=EXPORT_NAMES,
        copies=copies(visit.request, Call("exports/members", {}), cypher),
    )  # fmt: skip


@router.post("/data/files", dependencies=_WRITE)
async def bring(request: Request, visit: AnyVisit) -> Response:
    """Take a file in; nothing of it is written yet."""
    async with request.form() as form:
        return await _brought(request, visit, form)


async def _brought(request: Request, visit: Visit, form: FormData) -> Response:
    file, table = form.get("file"), form.get("table")
    if not isinstance(file, UploadFile) or not file.filename:
        raise InvalidRequest("file", "is missing; choose one")
    name = file.filename[:200]
    brought = Import.brought(name, format_by_name(name), principal_of(request).who)

    async def pieces() -> AsyncIterator[bytes]:
        while piece := await file.read(1 << 16):
            yield piece

    await uploads_of(visit.engine).receive(brought.id, pieces(), visit.engine.bulk_bytes)
    chosen = table if isinstance(table, str) and table else None

    def add() -> None:
        try:
            add_import(visit.engine, brought, chosen, None)
        except BaseException:
            uploads_of(visit.engine).remove(brought.id)
            raise

    await run_in_threadpool(add)
    return _to(brought)


@router.get("/data/import", dependencies=_WRITE)
def look(visit: AnyVisit, id: Id, columns: bool = False) -> Response:  # noqa: A002
    """Where an import stands, and what can be done next."""
    imports = Imports(visit.engine.documents)
    return _page(visit, imports.find(id), columns=columns)


@router.get("/data/import/standing", dependencies=_WRITE)
def stand(visit: AnyVisit, id: Id) -> Response:  # noqa: A002
    """How far the job is; once it has ended, the whole page is asked for anew."""
    brought = Imports(visit.engine.documents).find(id)
    said = _standing(visit.engine, brought)
    if said["state"] != "running" and visit.wants_part:
        return Response(status_code=204, headers={"HX-Redirect": to("data/import", id=id)})
    if said["state"] != "running":
        return _to(brought)
    return visit.part(
        "parts/import_standing.html.jinja", brought.file, here="data", brought=brought, **said
    )


@router.get("/data/import/refusals", dependencies=_WRITE)
def refused(visit: AnyVisit, id: Id) -> Response:  # noqa: A002
    """Rows that cannot be used, as a file."""
    imports = Imports(visit.engine.documents)
    return refusals_file(imports, imports.find(id))


@router.post("/data/import/try", dependencies=_WRITE)
async def try_it(request: Request, visit: AnyVisit) -> Response:
    """Keep what the columns say, and try; or, of another table, guess anew."""
    form = {name: str(said) for name, said in (await request.form()).items()}

    def tried() -> Response:
        engine, imports = visit.engine, Imports(visit.engine.documents)
        brought = imports.find(form.get("id", ""))
        check_rests(engine, brought)
        if brought.format != BUNDLE:
            sheet = sheet_of(engine, brought)
            table = form.get("table", brought.table)
            check_table(table)
            if table == brought.table:
                said = {
                    column: form.get(f"column-{place}", "")
                    for place, column in enumerate(sheet.columns)
                }
                fields = {column: field for column, field in said.items() if field}
            else:
                fields = dict(guess(sheet, brought.file, table).fields)
            chosen = told(brought, table, fields, sheet)
            imports.change(brought.id, table=chosen.table, fields=dict(chosen.fields))
            if table != brought.table:
                return _to(brought, columns="true")
            check_filled(chosen)
        begin_import(
            engine, jobs_of(request), imports.find(brought.id), principal_of(request).who,
            dry_run=True,
        )  # fmt: skip
        return _to(brought)

    return await run_in_threadpool(tried)


@router.post("/data/import/run", dependencies=_WRITE)
def run(visit: AnyVisit, id: FormId) -> Response:  # noqa: A002
    """Write it."""
    request = visit.request
    brought = Imports(visit.engine.documents).find(id)
    begin_import(visit.engine, jobs_of(request), brought, principal_of(request).who, dry_run=False)
    return _to(brought)


@router.post("/data/import/undo", dependencies=_WRITE)
def take_back(visit: AnyVisit, id: FormId, rest: Annotated[str, Form()] = "") -> Response:  # noqa: A002
    """Take it back; where others changed some of it since, that is said and nothing done."""
    brought = Imports(visit.engine.documents).find(id)
    begin_undo(visit.engine, jobs_of(visit.request), brought, visit.who, rest=bool(rest))
    return _to(brought)


def _page(visit: Visit, brought: Import, *, columns: bool = False) -> Response:
    engine, imports = visit.engine, Imports(visit.engine.documents)
    said = _standing(engine, brought)
    asks = said["state"] == "uploaded" or (columns and said["state"] == "checked")
    sheet = None
    lost = ""
    try:
        if asks and brought.format != BUNDLE:
            sheet = sheet_of(engine, brought)
        elif said["state"] in ("uploaded", "checked"):
            uploads_of(engine).file(brought.id)
    except ImportConflict as error:
        lost = str(error)
    return visit.page(
        "import.html.jinja", here="data", brought=brought, asks=asks and not lost, lost=lost,
        columns=[] if sheet is None else columns_of(sheet, brought),
        fields=[] if sheet is None else fields_of(brought.table, visit.language),
        tables=TABLE_NAMES, states=STATES, at=moment(brought.at),
        refused=imports.refusals(brought.id)[:_SHOWN_REFUSALS],
        undoable=said["state"] != "running" and can_be_undone(imports, brought), **said,
    )  # fmt: skip


def _standing(engine: Engine, brought: Import) -> dict[str, object]:
    """The state, how far its job is, and why it failed."""
    state, label, share, problem = standing(engine, brought), "", None, ""
    changed: list[dict[str, str]] = []
    try:
        job = Ledger(engine.documents).find(brought.job) if brought.job else None
    except EntityNotFound:
        job = None
    if job is not None:
        label, share = job.label, job.done / job.total if job.total else None
        why = (job.problem or {}) if state != "running" else {}
        changed = why.get("changed", [])
        problem = "" if changed else str(why.get("detail", ""))
    return {
        "state": state, "label": label, "share": share, "problem": problem, "changed": changed,
    }  # fmt: skip


def _to(brought: Import, **said: str) -> Response:
    return RedirectResponse(to("data/import", id=brought.id, **said), _SEE_OTHER)
