"""The shapes of resources as OpenAPI tells them, made from the tables of the bundle."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from api.resources.kinds import Resource
from api.resources.rows import ID
from loaders import cells
from loaders.bundle_tables import PROPERTIES
from loaders.column_meanings import EXAMPLES, meaning_of
from loaders.thing_rows import THINGS

_TYPES: dict[cells.Reader, Any] = {
    cells.read_list: list[str],
    cells.read_ids: list[str],
    cells.read_words: list[str],
    cells.read_number: float,
    cells.read_count: int,
    cells.read_number_or_text: float | str,
}
_PROPERTIES = "Further properties, where their names or values cannot stand beside the others."


def row_model(resource: Resource) -> type[BaseModel]:
    """A whole resource: what is read, created and put in its place."""
    required = resource.columns.required - _derived(resource)
    return _model(resource, f"{_words(resource.one)}Row", required)


def put_model(resource: Resource) -> type[BaseModel]:
    """What is put in the place of a resource, whose id stands in the path."""
    required = resource.columns.required - {ID}
    return _model(resource, f"{_words(resource.one)}Put", required, without=frozenset({ID}))


def patch_model(resource: Resource) -> type[BaseModel]:
    """A merge patch of a resource."""
    return _model(resource, f"{_words(resource.one)}Change", frozenset())


def page_model(resource: Resource, row: type[BaseModel]) -> type[BaseModel]:
    """A page of a list."""
    fields: dict[str, Any] = {
        "items": (list[row], Field(description="So many as there are, up to the limit.")),  # type: ignore[valid-type] # a model made here is a type
        "next": (
            str | None,
            Field(description="The cursor of the next page; null: this is the last one."),
        ),
        "revision": (int, Field(description="The community's revision before the page was read.")),
    }
    return create_model(f"{_words(resource.many)}Page", **fields)


def _model(
    resource: Resource,
    name: str,
    required: frozenset[str],
    without: frozenset[str] = frozenset(),
) -> type[BaseModel]:
    fields: dict[str, Any] = {}
    if ID not in (*resource.columns.columns, *without):
        fields[ID] = (str | None, Field(None, description="What it is called in paths; made here."))
    for column, reader in resource.columns.columns.items():
        if column in without:
            continue
        meaning = meaning_of(resource.table, column)
        if column in required:
            fields[column] = (_type(reader), Field(description=meaning))
        else:
            fields[column] = (_type(reader) | None, Field(None, description=meaning))
    fields[PROPERTIES] = (dict[str, Any] | None, Field(None, description=_PROPERTIES))
    dropped = _fixed(resource) if name.endswith("Change") else without
    example: dict[str, Any] = {
        key: value for key, value in EXAMPLES[resource.table].items() if key not in dropped
    }
    config = ConfigDict(extra="allow", json_schema_extra={"examples": [example]})
    return create_model(name, __config__=config, **fields)


def _fixed(resource: Resource) -> frozenset[str]:
    """Columns that make the id."""
    if resource.table in THINGS:
        return frozenset({ID})
    return resource.columns.required | {"at", "event_id", "key"}


def _derived(resource: Resource) -> frozenset[str]:
    return frozenset({ID}) if resource.table == "purposes" else frozenset()


def _type(reader: cells.Reader) -> Any:
    if isinstance(reader, cells.OneOf):
        return Literal[reader.words]
    if reader is cells.read_level:
        return float
    return _TYPES.get(reader, str)


def _words(name: str) -> str:
    return "".join(word.capitalize() for word in name.split("_"))
