"""How OpenAPI describes whom an answer names: one, or many of whom some are named."""

from __future__ import annotations

from pydantic import BaseModel, Field


class NamedOne(BaseModel):
    """Somebody or something."""

    id: str
    name: str


class CountedMembers(BaseModel):
    """Members, some of whom are named, as far as they may be."""

    count: int
    named: list[NamedOne] = Field(description="The first twenty; of a link on the map, three.")
