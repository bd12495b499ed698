"""The tables of a bundle: their columns, which of them a row must have, and how each is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.records import Value
from loaders import cells
from loaders.source import Unreadable

PROPERTIES = "properties"
"""A column of every table: a JSON object of whatever no other column can hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: of the file, without its endings.
        columns: how each known column is read, in the order of writing.
        required: columns that no row may lack.
    """

    name: str
    columns: Mapping[str, cells.Reader]
    required: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A row that was read: values by column without the absent ones, and further properties."""

    values: Mapping[str, Any]
    extra: Mapping[str, Value]

    def text(self, column: str) -> str:
        """The value of a required column."""
        value: str = self.values[column]
        return value

    def time(self, column: str) -> datetime | None:
        """The time in a column, or None."""
        moment: datetime | None = self.values.get(column)
        return moment

    def listed(self, column: str) -> tuple[str, ...]:
        """The list in a column; empty when there is none."""
        items: tuple[str, ...] = self.values.get(column, ())
        return items

    def properties(self, *columns: str) -> dict[str, Value]:
        """What the named columns and the unknown ones say, as properties."""
        said = {name: self.values[name] for name in columns if name in self.values}
        return {**said, **self.extra}


def read_row(table: Table, cells_by_name: Mapping[str, object]) -> Row:
    """Read each cell. Raises Unreadable with the column's name in front of the reason."""
    values: dict[str, Any] = {}
    extra: dict[str, Value] = {}
    for name, cell in cells_by_name.items():
        if cell is None:
            continue
        reader = table.columns.get(name)
        try:
            if reader is not None:
                value = reader(cell)
                if value is not None:
                    values[name] = value
            elif name == PROPERTIES:
                extra.update(cells.read_properties(cell))
            else:
                extra[cells.checked_text(name)] = cells.read_property(cell)
        except Unreadable as error:
            shown = _printable(name)
            raise Unreadable(f"{shown} {error}", shown) from None
    for name in table.columns:
        if name in table.required and _is_blank(values.get(name)):
            raise Unreadable(f"lacks {name}, which is required", name)
    return Row(values, extra)


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _printable(name: str) -> str:
    return name.encode(errors="backslashreplace").decode()


def _table(name: str, required: str, /, **columns: cells.Reader) -> Table:
    return Table(name, columns, frozenset(required.split()))


_TABLES = (
    _table(
        "community",
        "id name",
        id=cells.read_id,
        name=cells.read_text,
        purpose=cells.read_text,
        brand_promise=cells.read_text,
        values=cells.read_list,
        founded_at=cells.read_time,
    ),
    _table(
        "members",
        "id",
        id=cells.read_id,
        name=cells.read_text,
        kind=cells.read_text,
        headline=cells.read_text,
        bio=cells.read_text,
        joined_at=cells.read_time,
        location=cells.read_text,
        timezone=cells.read_text,
        languages=cells.read_list,
        roles=cells.read_words,
        capacity=cells.read_count,
        organisation=cells.read_text,
        age_band=cells.one_of("minor", "adult"),
        visibility=cells.one_of("community", "hidden"),
        consent=cells.read_words,
        profiling=cells.one_of("on", "off"),
        preferences=cells.read_factors,
    ),
    _table(
        "purposes",
        "member_id statement",
        member_id=cells.read_id,
        statement=cells.read_text,
        stated_at=cells.read_time,
        stage=cells.read_text,
        values=cells.read_list,
        for_whom=cells.read_text,
        brings=cells.read_text,
        because=cells.read_text,
        horizon=cells.read_text,
        id=cells.read_id,
        revises=cells.read_ids,
    ),
    _table(
        "skills",
        "id name",
        id=cells.read_id,
        name=cells.read_text,
        description=cells.read_text,
        broader=cells.read_id,
    ),
    _table(
        "member_skills",
        "member_id skill_id relation",
        member_id=cells.read_id,
        skill_id=cells.read_id,
        relation=cells.one_of("has", "seeks"),
        level=cells.read_level,
        since=cells.read_time,
    ),
    _table(
        "content",
        "id kind",
        id=cells.read_id,
        kind=cells.read_text,
        title=cells.read_text,
        body=cells.read_text,
        author_id=cells.read_id,
        parent_id=cells.read_id,
        created_at=cells.read_time,
        skills=cells.read_ids,
        purposes=cells.read_list,
    ),
    _table(
        "activities",
        "id name",
        id=cells.read_id,
        name=cells.read_text,
        description=cells.read_text,
        host_id=cells.read_id,
        group_id=cells.read_id,
        created_at=cells.read_time,
        starts_at=cells.read_time_text,
        ends_at=cells.read_time_text,
        place=cells.read_text,
        capacity=cells.read_count,
        skills=cells.read_ids,
    ),
    _table(
        "groups",
        "id name",
        id=cells.read_id,
        name=cells.read_text,
        description=cells.read_text,
        organiser_id=cells.read_id,
        created_at=cells.read_time,
        skills=cells.read_ids,
    ),
    _table(
        "interactions",
        "member_id verb object_kind object_id",
        member_id=cells.read_id,
        verb=cells.read_text,
        object_kind=cells.one_of("content", "activity", "group", "skill", "community"),
        object_id=cells.read_id,
        at=cells.read_time,
        value=cells.read_number,
        event_id=cells.read_text,
    ),
    _table(
        "relationships",
        "member_id verb other_id",
        member_id=cells.read_id,
        verb=cells.read_text,
        other_id=cells.read_id,
        at=cells.read_time,
        value=cells.read_number,
        event_id=cells.read_text,
    ),
    _table(
        "journeys",
        "id name",
        id=cells.read_id,
        name=cells.read_text,
        accomplishment=cells.read_text,
        stages=cells.read_list,
    ),
    _table(
        "progress",
        "member_id journey_id stage at",
        member_id=cells.read_id,
        journey_id=cells.read_id,
        stage=cells.read_text,
        at=cells.read_time,
    ),
    _table(
        "surveys",
        "member_id instrument item_or_score value wave",
        member_id=cells.read_id,
        instrument=cells.read_id,
        item_or_score=cells.read_text,
        value=cells.read_number_or_text,
        wave=cells.read_wave,
        at=cells.read_time,
    ),
    _table(
        "entities",
        "id",
        id=cells.read_any_text,
        at=cells.read_time,
    ),
    _table(
        "edges",
        "kind source target",
        kind=cells.read_any_text,
        source=cells.read_any_text,
        target=cells.read_any_text,
        key=cells.read_any_text,
        at=cells.read_time,
    ),
)

TABLES: dict[str, Table] = {table.name: table for table in _TABLES}
"""Every table by its name."""

PROPERTY_COLUMNS: dict[str, tuple[str, ...]] = {
    "community": ("name", "purpose", "brand_promise", "values"),
    "members": (
        "name", "kind", "headline", "bio", "location", "timezone", "languages", "roles",
        "capacity", "organisation", "age_band", "visibility", "consent",
        "profiling", "preferences",
    ),
    "purposes": ("statement", "stage", "values", "for_whom", "brings", "because", "horizon"),
    "skills": ("name", "description"),
    "member_skills": ("level",),
    "content": ("kind", "title", "body"),
    "activities": ("name", "description", "starts_at", "ends_at", "place", "capacity"),
    "groups": ("name", "description"),
    "interactions": ("verb", "value"),
    "relationships": ("verb", "value"),
    "journeys": ("name", "accomplishment"),
    "entities": (),
    "edges": (),
}  # fmt: skip
"""Columns that become properties of the same name; the others become times and relationships."""

STATED_WHEN_EMPTY = frozenset({"consent", "revises"})
"""Columns in which an empty cell of CSV says `none` rather than nothing.

Who notes consent, and none for a member, has none; an export says which statements revise none.
"""
