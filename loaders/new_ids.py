"""Which ids may be given anew; those that are there already stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from unicodedata import category

from graph.records import Entity, EntityId, Record, local_part
from graph.schema import EntityKind
from loaders.source import Unreadable

ANY_IDS = frozenset({"entities", "edges"})
"""Tables that say what no other can: by them an export brings back ids that none may give anew."""
_UNSEEN = frozenset({"Cc", "Zl", "Zp"})
"""Categories of characters that steer what shows them: nobody sees or types them."""
_DERIVED = {EntityKind.STAGE: "stages", EntityKind.INSTRUMENT: "instrument"}
"""Columns that ids are made from, where that is not `id`."""
_OF_RELATIONSHIPS = ("event_id", "key")


def fault_in(said: str) -> str:
    """Why nothing may be called so from now on; empty where it may."""
    if not said.isprintable() and any(category(letter) in _UNSEEN for letter in said):
        return "holds a control character, which no new id may"
    return "begins or ends with a blank, which no new id may" if said != said.strip() else ""


def without_faults(said: str) -> str:
    """What is left that may be an id, for names that nobody can be asked to say better."""
    if not said.isprintable():
        said = "".join(letter for letter in said if category(letter) not in _UNSEEN)
    return said.strip()


def check_new_ids(
    said: Mapping[str, object],
    records: Iterable[Record],
    exists: Callable[[EntityId], bool],
) -> None:
    """See to it that a row gives no id that cannot be seen or typed.

    Args:
        said: the row, for the ids of relationships.
        records: what it says.
        exists: whether an entity is there already; asked only about ids that may not be given.

    Raises:
        Unreadable: with the column that the id stands in.
    """
    for column in _OF_RELATIONSHIPS:
        fault = fault_in(str(said.get(column) or ""))
        if fault:
            raise Unreadable(f"{column} {fault}", column)
    for record in records:
        if isinstance(record, Entity):
            fault = fault_in(local_part(record.id))
            if fault and not exists(record.id):
                is_said = said.get("id") == record.id  # with its kind, as `entities` have it
                column = "id" if is_said else _DERIVED.get(record.kind, "id")
                raise Unreadable(f"{column} {fault}", column)
