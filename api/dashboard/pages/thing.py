"""Something that members do, write, learn or belong to: its words, and who is around it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import RedirectResponse, Response

from api.access.needs import needs
from api.access.principals import Scope
from api.dashboard.addresses import to
from api.dashboard.copying import Call, copies, cypher_text
from api.dashboard.surroundings import around
from api.dashboard.visits import AnyVisit
from api.dashboard.wording import KINDS, TIES
from graph.errors import EntityNotFound
from graph.records import Entity, kind_of
from graph.schema import EntityKind
from graph.texts import text_of

router = APIRouter(dependencies=[needs(Scope.READ)])

NEIGHBOURS = 50


@router.get("/thing")
def thing(visit: AnyVisit, id: Annotated[str, Query(max_length=600)]) -> Response:  # noqa: A002
    """Its page; members have one of their own."""
    picture = visit.engine.picture()
    node = picture.snapshot.find(id)
    if node is None:
        raise EntityNotFound(id, visit.community)
    asked = picture.snapshot.id(node)
    if kind_of(asked) is EntityKind.MEMBER:
        return RedirectResponse(to("member", id=asked))
    entity = visit.engine.store.entity(asked)
    community, label = cypher_text(visit.community), kind_of(asked).label
    cypher = (
        f"MATCH (n:{label} {{community: {community}, id: {cypher_text(asked)}}})-[r]-(m)\n"
        "RETURN n, r, m LIMIT 100"
    )
    call = Call("recommendations", body={"goal": "members", "seeds": [asked], "k": 10})
    return visit.page(
        "thing.html.jinja", here="", thing=entity, words=words_of(entity), kinds=KINDS, ties=TIES,
        neighbours=around(picture, asked, NEIGHBOURS),
        copies=copies(visit.request, call, cypher),
    )  # fmt: skip


def words_of(entity: Entity) -> str:
    """What it says beside its name, which stands above."""
    first, _, rest = text_of(entity).partition("\n")
    return rest if first == entity.name else f"{first}\n{rest}".rstrip()
