"""The route that answers with a community's tables and figures as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.access.needs import needs, require
from api.deps import AnyEngine
from api.exports.job import ExportQuery
from api.exports.kinds import ExportName, scopes_of
from api.exports.sending import FILE, send_export
from api.exports.writing import ExportAsked
from api.responses import refusals

# What it takes depends on what is exported: the route looks.
router = APIRouter(prefix="/v1/exports", tags=["data"], dependencies=[needs()])


@router.get(
    "/{export}",
    operation_id="export",
    summary="A table or figures as a file",
    response_class=Response,
    responses={
        200: FILE,
        **refusals(422, 503, 504),
    },
)
def export(
    request: Request,
    engine: AnyEngine,
    export: Annotated[ExportName, Path(description="A table, or what is made of all of them.")],
    query: Annotated[ExportQuery, Query()],
) -> Response:
    """A table of the bundle, all of them as a zip (`bundle`), or what is worked out of them.

    Tables hold every record, also of members who are hidden: they take the scopes `write` and
    `sensitive`. `figures` and `worklist` take `insight`, and name nobody who may not be shown.
    Cells that a spreadsheet would take for a formula begin with an apostrophe, which importing
    takes off again. Of a large community a bundle takes minutes: begin the job `export` for it.
    """
    require(request, scopes_of(export))
    return send_export(engine, ExportAsked(export, query.format, query.bom))
