"""The shape of a figure about a community, as OpenAPI tells it."""

from __future__ import annotations

from pydantic import BaseModel, Field


class FigureTold(BaseModel):
    """A number that can be read without its source."""

    name: str
    value: float | None = Field(description="null where it cannot be told; `note` says why.")
    unit: str = Field(examples=["share", "members", "hours"])
    definition: str
    low: float | None = Field(description="Lower end of the 95 % interval.")
    high: float | None
    n: int | None = Field(description="From how many it was worked out.")
    note: str
    action: str
    members: list[str] = Field(description="Whom it is about, as far as they may be named.")
