"""The route that answers with a community's tables and figures as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.needs import needs, require
from api.deps import AnyEngine
from api.exports.kinds import ExportName, FileFormat, scopes_of
from api.exports.writing import ExportAsked, send_export
from api.responses import refusals

# What it takes depends on what is exported: the route looks.
router = APIRouter(prefix="/v1/exports", tags=["data"], dependencies=[needs()])


class ExportQuery(BaseModel):
    """How it is written."""

    model_config = ConfigDict(extra="forbid")

    format: FileFormat = Field("csv", description="Of tables; figures and worklist are CSV.")
    bom: bool = Field(False, description="Begin CSV with a byte order mark, as Excel wants it.")


@router.get(
    "/{export}",
    operation_id="export",
    summary="A table or figures as a file",
    response_class=Response,
    responses={
        200: {
            "description": "The file.",
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                "application/x-ndjson": {"schema": {"type": "string"}},
                "application/vnd.apache.parquet": {
                    "schema": {"type": "string", "format": "binary"}
                },
                "application/zip": {"schema": {"type": "string", "format": "binary"}},
            },
        },
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
    takes off again.
    """
    require(request, scopes_of(export))
    return send_export(engine, ExportAsked(export, query.format, query.bom))
