"""Which rows remain when those go that name what does not exist, and those that name these."""

from __future__ import annotations

from collections.abc import Mapping

from graph.records import entity_id
from graph.schema import EntityKind
from loaders.source import Exists


def settled_ids(
    kind: EntityKind, ids: set[str], names: Mapping[str, tuple[str, ...]], exists: Exists
) -> set[str]:
    """Those of the ids that only name each other, or what exists elsewhere.

    Args:
        kind: of the ids.
        ids: of rows that are good but for what they name.
        names: what a row names, by its id; rows that name nothing may be left out.
        exists: whether something outside the table exists.
    """
    settled = set(ids)
    namers: dict[str, list[str]] = {}
    lost: list[str] = []
    for local, named in names.items():
        for other in named:
            if other in ids:
                namers.setdefault(other, []).append(local)
            elif not exists(entity_id(kind, other)):
                lost.append(local)
    while lost:
        local = lost.pop()
        if local in settled:
            settled.discard(local)
            if not exists(entity_id(kind, local)):
                lost += namers.get(local, [])
    return settled
