"""Routes for learned weights: which versions there are, and which of them is in use."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Body
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from api.access.needs import needs
from api.access.principals import Scope
from api.deps import AnyEngine
from api.engine import Engine
from api.learning import versions_json
from api.responses import JsonResponse, refusals
from graph.errors import InvalidRequest
from matcher.models import DEFAULT

router = APIRouter(prefix="/v1/weights", tags=["weights"])


class WeightsVersion(BaseModel):
    """Weights as they were learned once."""

    version: int
    name: str = Field(description="`model` of the answers that were ranked with it.")
    revision: int = Field(description="The community's revision that it was learned from.")
    learned: list[str] = Field(description="Goals, and who asks: `mentors/member`, `peers/asked`.")
    in_use: bool


class Weights(BaseModel):
    """The versions there are."""

    in_use: int | None = Field(description="The version in use; null: the default weights.")
    versions: list[WeightsVersion]


class Choice(BaseModel):
    """Which weights are to be used."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"version": 2}]})

    version: Annotated[int, Field(ge=1, le=1_000_000, strict=True)] | Literal["default"]


@router.get(
    "",
    operation_id="weights",
    summary="Versions of the learned weights",
    response_model=Weights,
    responses=refusals(503, 504),
    dependencies=[needs(Scope.INSIGHT)],
)
def tell_weights(engine: AnyEngine) -> Response:
    """What was learned from the community's own past; a job of the kind `learn` adds a version."""
    return JsonResponse(_told(engine))


@router.post(
    "/use",
    operation_id="use_weights",
    summary="Use a version of the weights",
    response_model=Weights,
    responses=refusals(400, 413, 415, 422, 503, 504),
    dependencies=[needs(Scope.ADMIN)],
)
def use_weights(engine: AnyEngine, body: Annotated[Choice, Body()]) -> Response:
    """From the next answer on; `default` goes back to the weights that need no history."""
    version = None if body.version == DEFAULT else int(body.version)
    if version is not None and version not in engine.weights.versions():
        raise InvalidRequest("version", f"{version} was never learned; `GET /v1/weights` lists all")
    engine.weights.use(version)
    return JsonResponse(_told(engine))


def _told(engine: Engine) -> dict[str, object]:
    return {"in_use": engine.weights.version_in_use(), "versions": versions_json(engine.weights)}
