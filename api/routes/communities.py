"""Routes of communities: the one that is theirs who ask, and no other."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.engine import Engine
from api.resources.rows import JsonRow
from api.responses import JsonResponse, refusals
from graph.errors import EntityNotFound
from graph.paging import EntityQuestion
from graph.schema import KINDS_IN_ORDER, EntityKind, RelationshipKind

router = APIRouter(prefix="/v1/communities", tags=["access"], dependencies=[needs(Scope.READ)])


class CommunityTold(BaseModel):
    """A community: what it says of itself, and how much there is."""

    id: str = Field(description="By which it was loaded.", examples=["optics-club"])
    revision: int = Field(description="One more with each change.")
    record: dict[str, Any] | None = Field(
        description="The row of its `community` table; null where none was loaded."
    )
    entities: dict[str, int] = Field(description="How many of each kind.")
    relationships: int = Field(description="How many join them.")


class CommunityList(BaseModel):
    """The communities that whoever asks can reach."""

    items: list[CommunityTold]


@router.get(
    "",
    operation_id="list_communities",
    summary="The community that a key or account reaches",
    response_model=CommunityList,
    responses=refusals(503, 504),
)
def list_communities(engine: AnyEngine) -> Response:
    """Always one: a key or an account is made for it."""
    return JsonResponse({"items": [_told(engine)]})


@router.get(
    "/{community}",
    operation_id="read_community",
    summary="One community",
    response_model=CommunityTold,
    responses=refusals(404, 422, 503, 504),
)
def read_community(
    engine: AnyEngine, community: Annotated[str, Path(description="Its id.")]
) -> Response:
    """Others are answered as those that do not exist, and looked up no more than those."""
    if community != engine.store.community:
        raise EntityNotFound(f"community {community}", engine.store.community)
    return JsonResponse(_told(engine))


def _told(engine: Engine) -> JsonRow:
    counts = engine.store.counts()
    return {
        "id": engine.store.community,
        "revision": engine.store.revision(),
        "record": _record(engine),
        "entities": {kind.value: counts[kind] for kind in KINDS_IN_ORDER if counts.get(kind)},
        "relationships": sum(counts.get(kind, 0) for kind in RelationshipKind),
    }


def _record(engine: Engine) -> JsonRow | None:
    page = engine.store.page_of_entities(EntityQuestion(EntityKind.COMMUNITY), after=(), limit=1)
    for each in page.records:
        return {"id": each.id.partition(":")[2], **each.properties}
    return None
