"""The route of the audit log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.audit.entries import entry_json, find_entries
from api.audit.schemas import AuditList, AuditQuery
from api.deps import AnyEngine
from api.responses import JsonResponse, refusals

router = APIRouter(prefix="/v1", tags=["access"])


@router.get(
    "/audit",
    operation_id="audit_log",
    summary="Who changed what, and saw what is sensitive",
    response_model=AuditList,
    responses=refusals(422, 503, 504),
    dependencies=[needs(Scope.ADMIN)],
)
def read_audit(engine: AnyEngine, query: Annotated[AuditQuery, Query()]) -> Response:
    """The latest first. Where few entries fit, a page may hold fewer than its limit."""
    found = find_entries(engine.documents, query.asked())
    told = [entry_json(entry) for entry in found.entries]
    return JsonResponse({"items": told, "next": found.next})
