"""Which ids may be given anew; those that are there already stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from unicodedata import category

from graph.records import Entity, EntityId, Record, local_part
from graph.schema import EntityKind
from loaders.source import Unreadable

ANY_IDS = frozenset({"entities", "edges"})
"""Tables by which an export says what no other can, and that a whole bundle brings back exactly."""
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
                column = _DERIVED.get(record.kind, "id")
                raise Unreadable(f"{column} {fault}", column)
