"""Tables, fields and states of imports in the words of the dashboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.dashboard.languages import Language
from api.imports.kept import Import
from community.phrases import marked
from loaders.bundle_tables import TABLES
from loaders.sheets import SHOWN, Sheet

TABLE_NAMES: Mapping[str, str] = {
    "members": marked("Members"),
    "purposes": marked("Purposes"),
    "skills": marked("Skills"),
    "member_skills": marked("Who has or seeks which skill"),
    "content": marked("Content"),
    "activities": marked("Activities"),
    "groups": marked("Groups"),
    "interactions": marked("What members did"),
    "relationships": marked("Who has to do with whom"),
    "journeys": marked("Journeys"),
    "progress": marked("How far members are on journeys"),
    "surveys": marked("Answers to surveys"),
}
"""The tables that a file of one's own may be."""
EXPORT_NAMES: Mapping[str, str] = {
    **TABLE_NAMES,
    "bundle": marked("Everything"),
    "figures": marked("Figures"),
    "worklist": marked("Worklist"),
}
"""What can be taken along."""
FIELD_NAMES: Mapping[str, str] = {
    "id": marked("What tells it apart (a number, an address)"),
    "name": marked("Name"),
    "kind": marked("Kind"),
    "headline": marked("A line about them"),
    "bio": marked("About them, in their own words"),
    "joined_at": marked("When they joined"),
    "location": marked("Where they are"),
    "timezone": marked("Time zone"),
    "languages": marked("Languages"),
    "roles": marked("Roles, such as mentor"),
    "capacity": marked("For how many there is room"),
    "organisation": marked("Organisation"),
    "age_band": marked("Minor or adult"),
    "visibility": marked("Visible or hidden"),
    "consent": marked("What they agreed to"),
    "member_id": marked("Whose it is: the member"),
    "other_id": marked("The other member"),
    "statement": marked("The purpose, in their words"),
    "stated_at": marked("When they said it"),
    "skill_id": marked("The skill"),
    "relation": marked("Has or seeks"),
    "level": marked("Level, 0 to 1"),
    "description": marked("Description"),
    "title": marked("Title"),
    "body": marked("Text"),
    "author_id": marked("Who wrote it"),
    "created_at": marked("When it was made"),
    "skills": marked("Skills"),
    "starts_at": marked("When it begins"),
    "ends_at": marked("When it ends"),
    "host_id": marked("Who leads it"),
    "organiser_id": marked("Who organises it"),
    "place": marked("Where it is"),
    "verb": marked("What was done"),
    "object_kind": marked("With what kind of thing"),
    "object_id": marked("With which thing"),
    "at": marked("When"),
    "value": marked("Value"),
}
"""What people read for a field; others are shown as they are called."""
STATES: Mapping[str, str] = {
    "uploaded": marked("Not tried yet"),
    "running": marked("Under way"),
    "checked": marked("Tried, not written"),
    "done": marked("Written"),
    "interrupted": marked("Stopped halfway"),
    "half_undone": marked("Undone halfway"),
    "undone": marked("Undone"),
}
_LONGEST = 60
"""Characters of a cell that are shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file, and what it fills.

    Attributes:
        name: as the file has it.
        values: what the first rows say.
        field: the table's field; empty: it is left out.
    """

    name: str
    values: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a table that a column may fill."""

    name: str
    words: str
    is_required: bool


def columns_of(sheet: Sheet, brought: Import) -> list[Column]:
    """The columns of a file with examples, and what each fills."""
    return [
        Column(
            name,
            tuple(each[:_LONGEST] for each in sheet.values(name)[:SHOWN]),
            brought.fields.get(name, ""),
        )
        for name in sheet.columns
    ]


def fields_of(table: str, language: Language) -> list[Field]:
    """What a column of such a file may fill."""
    known = TABLES[table]
    gettext = language.texts.gettext
    return [
        Field(name, gettext(FIELD_NAMES[name]) if name in FIELD_NAMES else name,
              name in known.required)
        for name in known.columns
    ]  # fmt: skip
