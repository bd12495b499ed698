"""The routes of every kind of resource: listed, created, read, replaced, changed, deleted."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Body, Header, Path, Query
from pydantic import BaseModel, ConfigDict, Field, SkipValidation, create_model
from starlette.responses import Response

from api.bodies import MERGE_PATCH
from api.deps import AnyEngine
from api.engine import Engine
from api.resources import single
from api.resources.etags import condition
from api.resources.kinds import RESOURCES, Resource
from api.resources.lists import DEFAULT_LIMIT, MAX_LIMIT, ListQuestion, read_list
from api.resources.permissions import deleting, reading, writing
from api.resources.schemas import page_model, patch_model, put_model, row_model
from api.resources.things import Found, thing_id
from api.responses import JsonResponse, refusals
from api.rights.erased import erase_and_tell
from api.webhooks.members import tell_change
from graph.errors import InvalidRequest

_FILTERS = {
    "name": "Only those whose names begin so; capitals count.",
    "kind": "Only those of this kind.",
    "stage": "Only those at this stage.",
    "member": "Only those of this member: `ada` or `member:ada`.",
    "source": "Only those that leave from this id, such as `content:12`.",
    "verb": "Only those with this verb.",
}
_ETAG = {
    "ETag": {"description": "Tells this content from any other.", "schema": {"type": "string"}}
}
_DELETED = {
    "members": "Erases them from everywhere, with their purposes and what they created, as "
    "`POST /v1/members/{member}/erasure` does, which answers with the report."
}
_LOCATION = {"Location": {"description": "Its path.", "schema": {"type": "string"}}}

IfMatch = Annotated[str | None, Header(description="Only if it still has this `ETag`.")]
IfNoneMatch = Annotated[
    str | None, Header(description="`*`: only if it is not there. Reading: unless it has this.")
]


class _ListQuery(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MAX_LIMIT, description="On one page at most.")
    cursor: str | None = Field(None, description="`next` of the page before.")
    changed_since: int = Field(
        0, ge=0, lt=1 << 62, description="Only what was written after this revision."
    )


@cache
def resource_routers() -> tuple[APIRouter, ...]:
    """The routes of every kind; they belong behind all other routes, whose paths are longer."""
    return tuple(_router(resource) for resource in RESOURCES)


def _router(resource: Resource) -> APIRouter:
    router = APIRouter(prefix="/v1", tags=["resources"])
    row, patch = row_model(resource), patch_model(resource)
    _add_list(router, resource, page_model(resource, row))
    _add_create(router, resource, row)
    _add_read(router, resource, row)
    _add_replace(router, resource, row)
    _add_change(router, resource, row, patch)
    _add_delete(router, resource)
    return router


def _add_list(router: APIRouter, resource: Resource, page: type[BaseModel]) -> None:
    filters: dict[str, Any] = {
        name: (str | None, Field(None, max_length=500, description=_FILTERS[name]))
        for name in sorted(resource.filters)
    }
    query_model = create_model(f"{page.__name__}Query", __base__=_ListQuery, **filters)

    def list_resources(engine: AnyEngine, query: Any) -> Response:
        said = query.model_dump(exclude_none=True)
        revision = engine.store.revision()
        own = {name: said[name] for name in resource.filters if said.get(name)}
        question = ListQuestion(said["limit"], said.get("cursor"), own, said["changed_since"])
        listed = read_list(engine.store, resource, question)
        return JsonResponse({"items": listed.rows, "next": listed.next, "revision": revision})

    list_resources.__annotations__["query"] = Annotated[query_model, Query()]
    router.add_api_route(
        f"/{resource.path}",
        list_resources,
        methods=["GET"],
        dependencies=reading(resource),
        operation_id=f"list_{resource.many}",
        summary=f"List {_said(resource.many)}",
        description="Page by page. A page may hold fewer than the limit; only `next` null means "
        "that there are no more.",
        response_model=page,
        responses=refusals(422, 503, 504),
    )


def _add_create(router: APIRouter, resource: Resource, row: type[BaseModel]) -> None:
    def create_resource(engine: AnyEngine, body: Any) -> Response:
        found = single.create(engine.store, resource, _object(body))
        _tell_change(engine, resource, found)
        return _answer(found, resource)

    _takes(create_resource, row)
    router.add_api_route(
        f"/{resource.path}",
        create_resource,
        methods=["POST"],
        dependencies=writing(),
        operation_id=f"create_{resource.one}",
        summary=f"Create {_said(resource.one)}",
        description="409 where it is there already. Further fields are kept as properties.",
        response_model=row,
        status_code=201,
        responses={
            201: {"headers": {**_ETAG, **_LOCATION}},
            **refusals(400, 409, 413, 415, 422, 503, 504),
        },
    )


def _add_read(router: APIRouter, resource: Resource, row: type[BaseModel]) -> None:
    def read_resource(engine: AnyEngine, local: str, if_none_match: IfNoneMatch = None) -> Response:
        found = single.read(engine.store, resource, local)
        if condition(None, if_none_match).is_known(found.tag):
            return Response(status_code=304, headers={"ETag": found.tag})
        return _tagged(found)

    _add_single(
        router,
        resource,
        read_resource,
        methods=["GET"],
        dependencies=reading(resource),
        operation_id=f"read_{resource.one}",
        summary=f"Read {_said(resource.one)}",
        description="With its `ETag`; 304 where `If-None-Match` holds that.",
        response_model=row,
        responses={
            200: {"headers": _ETAG},
            304: {"description": "It is what the caller holds."},
            **refusals(404, 422, 503, 504),
        },
    )


def _add_replace(router: APIRouter, resource: Resource, row: type[BaseModel]) -> None:
    def replace_resource(
        engine: AnyEngine,
        local: str,
        body: Any,
        if_match: IfMatch = None,
        if_none_match: IfNoneMatch = None,
    ) -> Response:
        holds = condition(if_match, if_none_match)
        found = single.replace(engine.store, resource, local, _object(body), holds)
        _tell_change(engine, resource, found)
        return _answer(found, resource)

    _takes(replace_resource, put_model(resource))
    _add_single(
        router,
        resource,
        replace_resource,
        methods=["PUT"],
        dependencies=writing(),
        operation_id=f"replace_{resource.one}",
        summary=f"Replace {_said(resource.one)}, or create it",
        description="Afterwards it says what the body says, and nothing else. `If-Match` holds "
        "off what would overwrite somebody else's change; `If-None-Match: *` only creates.",
        response_model=row,
        responses={
            200: {"headers": _ETAG},
            201: {"model": row, "description": "Created.", "headers": {**_ETAG, **_LOCATION}},
            **refusals(400, 412, 413, 415, 422, 503, 504),
        },
    )


def _add_change(
    router: APIRouter, resource: Resource, row: type[BaseModel], patch: type[BaseModel]
) -> None:
    def change_resource(
        engine: AnyEngine,
        local: str,
        body: Any,
        if_match: IfMatch = None,
    ) -> Response:
        holds = condition(if_match, None)
        found = single.change(engine.store, resource, local, _object(body), holds)
        _tell_change(engine, resource, found)
        return _answer(found, resource)

    _takes(change_resource, patch, MERGE_PATCH)
    _add_single(
        router,
        resource,
        change_resource,
        methods=["PATCH"],
        dependencies=writing(),
        operation_id=f"change_{resource.one}",
        summary=f"Change {_said(resource.one)}",
        description="A JSON merge patch (RFC 7396): only the fields in it change, and null takes "
        "one away. `If-Match` holds off what would overwrite somebody else's change.",
        response_model=row,
        responses={
            200: {"headers": _ETAG},
            **refusals(400, 404, 412, 413, 415, 422, 503, 504),
        },
    )


def _add_delete(router: APIRouter, resource: Resource) -> None:
    def delete_resource(engine: AnyEngine, local: str, if_match: IfMatch = None) -> Response:
        holds = condition(if_match, None)
        if resource.table == "members":
            holds.check(single.read(engine.store, resource, local).tag, resource.one, local)
            erase_and_tell(engine, thing_id(resource, local))
        else:
            single.delete(engine.store, resource, local, holds)
        return Response(status_code=204)

    _add_single(
        router,
        resource,
        delete_resource,
        methods=["DELETE"],
        dependencies=deleting(resource),
        operation_id=f"delete_{resource.one}",
        summary=f"Delete {_said(resource.one)}",
        description=_DELETED.get(resource.table, "With all that touches it."),
        status_code=204,
        responses=refusals(404, 412, 422, 503, 504),
    )


def _tell_change(engine: Engine, resource: Resource, found: Found) -> None:
    if resource.table == "members":
        tell_change(engine, found.local)


def _add_single(router: APIRouter, resource: Resource, endpoint: Any, **described: Any) -> None:
    """The route of one resource, and the one for ids with a slash."""
    said = f"Id: as in the resource, percent-encoded; `{resource.one}:` may stand before it."
    if resource.thing is None:
        said = "Id: as in the resource."
    parameter = Path(description=said, alias=resource.parameter)
    endpoint.__annotations__["local"] = Annotated[str, parameter]
    path = f"/{resource.path}/{{{resource.parameter}"
    router.add_api_route(f"{path}}}", endpoint, **described)
    if resource.thing is not None:
        hidden = {"include_in_schema": False, **described}
        router.add_api_route(f"{path}:path}}", endpoint, **hidden)


def _takes(endpoint: Any, model: type[BaseModel], media_type: str = "application/json") -> None:
    """The body is checked as loading checks it, and not by the model that describes it."""
    body = Body(media_type=media_type)
    endpoint.__annotations__["body"] = Annotated[SkipValidation[model], body]  # type: ignore[misc, valid-type] # a model made elsewhere is a type


def _object(body: object) -> dict[str, object]:
    if not isinstance(body, dict):
        raise InvalidRequest("body", "must be an object")
    return body


def _answer(found: Found, resource: Resource) -> Response:
    if not found.is_new:
        return _tagged(found)
    created = _tagged(found)
    created.status_code = 201
    created.headers["Location"] = f"/v1/{resource.path}/{quote(found.local, safe='')}"
    return created


def _tagged(found: Found) -> Response:
    response = JsonResponse(found.row)
    response.headers["ETag"] = found.tag
    return response


def _said(name: str) -> str:
    return name.replace("_", " ")
