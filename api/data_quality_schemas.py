"""The shape of what may be wrong in a community's data, as OpenAPI tells it."""

from __future__ import annotations

from pydantic import BaseModel, Field

from api.figure_schemas import FigureTold


class LikelyTwins(BaseModel):
    """Two members who are likely one person; nothing is put together by itself."""

    one: str
    other: str
    names: float = Field(description="How much their names have in common, 0 to 1.")
    texts: float | None = Field(description="The same of their texts; null: one says nothing.")


class DataQualityAnswer(BaseModel):
    """What a community's data lacks or may have wrong."""

    community: str
    revision: int
    figures: list[FigureTold] = Field(description="Of each, at most 200 members are listed.")
    twins: list[LikelyTwins] = Field(description="The surest first, at most 200.")
