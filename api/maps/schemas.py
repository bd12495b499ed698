"""What is asked of the map, and how OpenAPI describes it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.maps.spots import Spot
from api.named_schemas import CountedMembers, NamedOne


class MapQuery(BaseModel):
    """Which map, and which of its areas."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    by: Literal["purpose", "ties"] = Field(
        "purpose", description="What members are for, or who has to do with whom."
    )
    inside: str = Field(
        "",
        alias="in",
        pattern=r"^([0-9]{1,3}(-[0-9]{1,3}){0,5})?$",
        description="The numbers of areas that lead to one, such as `3-1`; empty: the whole.",
    )

    def spot(self) -> Spot:
        """The place."""
        return Spot.of(self.by, self.inside)


class SharedThing(NamedOne):
    """A group or a skill that many of an area have in common."""

    count: int


class Person(NamedOne):
    """A member, and to how many of those who are here they are tied."""

    ties: int


class HostTold(BaseModel):
    """How near the host is to what an area is for."""

    spoken_of: Literal["words", "deeds", "nowhere"] = Field(description="By the host.")
    close: int = Field(description="Members who are close to something that the host says.")
    low: float | None = Field(description="Of their share; lower end of the 95 % interval.")
    high: float | None
    example: str = Field(description="A statement from the middle; empty where none may be quoted.")


class AreaTold(BaseModel):
    """Members who belong together."""

    number: int = Field(description="What `in` leads to it by.")
    name: str
    members: int
    shared: list[SharedThing]
    middle: NamedOne | None = Field(
        description="Who has the most ties inside, if they may be named."
    )
    ties: int = Field(description="Pairs of its members who are tied.")
    alone: int = Field(description="Those of its members who are tied to nobody in it.")
    bridges: CountedMembers = Field(
        description="Those whose leaving would cut a group off the community."
    )
    is_island: bool = Field(description="Whether no tie leads from it toward the largest area.")
    host: HostTold | None = Field(description="null in a map by ties.")


class LinkTold(BaseModel):
    """The ties between two areas."""

    one: int
    other: int
    ties: int = Field(description="Pairs of members who are tied across.")
    carriers: CountedMembers = Field(description="The fewest whose leaving would surely end it.")


class MapTold(BaseModel):
    """A map, or what is within one of its areas: areas, or the members where they are few."""

    revision: int
    worked_out_at: str = Field(description="ISO time.")
    by: Literal["purpose", "ties"]
    in_: str = Field(alias="in")
    members: int = Field(description="Everybody who is on it.")
    areas: list[AreaTold] = Field(description="The largest first, thirty at most.")
    ties: list[LinkTold] = Field(description="Between areas, the most first.")
    islands: list[int] = Field(description="Areas that are cut off from the largest one.")
    scattered: int = Field(description="Members in areas that are too small, or too many, to show.")
    apart: int = Field(description="Members who are tied to nobody here.")
    people: list[Person] = Field(description="Members one by one, where they are few.")
    pairs: list[tuple[str, str]] = Field(description="Two of them who are tied.")
    notes: list[str] = Field(description="What is left out, and why.")
