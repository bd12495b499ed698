"""The kinds of resources: where each is found, and the table of the bundle that it is a row of."""

from __future__ import annotations

from dataclasses import dataclass

from loaders.bundle_tables import TABLES, Table
from loaders.event_rows import EVENT_KINDS
from loaders.thing_rows import THINGS, Thing


@dataclass(frozen=True, slots=True)
class Resource:
    """One kind of resource.

    Attributes:
        path: below `/v1/`.
        table: the bundle's table whose rows they are.
        one: what one of them is called.
        many: what several are called.
        filters: what a list may be narrowed to, besides `changed_since`.
    """

    path: str
    table: str
    one: str
    many: str
    filters: frozenset[str]

    @property
    def columns(self) -> Table:
        """How its fields are read."""
        return TABLES[self.table]

    @property
    def thing(self) -> Thing | None:
        """How its rows tell an entity; None where they tell a relationship."""
        return THINGS.get(self.table)

    @property
    def parameter(self) -> str:
        """What stands for the id in paths."""
        return self.one


def _resource(table: str, one: str, many: str, *filters: str, path: str = "") -> Resource:
    return Resource(path or table.replace("_", "-"), table, one, many, frozenset(filters))


RESOURCES: tuple[Resource, ...] = (
    _resource("members", "member", "members", "name", "kind"),
    _resource("purposes", "purpose", "purposes", "name", "stage"),
    _resource("skills", "skill", "skills", "name"),
    _resource("content", "content", "content", "name", "kind"),
    _resource("activities", "activity", "activities", "name"),
    _resource("groups", "group", "groups", "name"),
    # `/v1/journeys` tells how journeys go; these are what they are made of.
    _resource("journeys", "journey_plan", "journey_plans", "name", path="journey-plans"),
    _resource("member_skills", "member_skill", "member_skills", "member"),
    _resource("interactions", "interaction", "interactions", "member", "verb"),
    _resource("relationships", "relationship", "relationships", "member", "verb"),
    _resource("progress", "progress", "progress", "member"),
    _resource("surveys", "survey_answer", "survey_answers", "member"),
    _resource("edges", "edge", "edges", "source", "kind"),
)

assert {resource.table for resource in RESOURCES} == {*THINGS, *EVENT_KINDS} - {"community"}
