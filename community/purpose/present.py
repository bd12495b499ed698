"""What members say now: the statements that count, as far as they can be compared by meaning."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.phrases import phrase
from community.picture import Nodes, Picture
from community.purpose.held import held_statements
from community.purpose.languages import is_comparable
from graph.schema import EntityKind

_FEW = 0.1
"""Share of all statements up to which each is read by itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Stated:
    """The present statements that can be compared: (n,) members and purposes, n texts."""

    members: Nodes
    purposes: Nodes
    texts: list[str]
    left_out: tuple[str, ...]


def present_statements(picture: Picture) -> Stated:
    """What members hold now, as far as it can be compared by meaning."""
    held = held_statements(picture)
    members, purposes = held.members[held.current], held.purposes[held.current]
    texts = texts_of(picture, purposes)
    said = np.array([bool(text.strip()) for text in texts], dtype=np.bool_)
    comparable = np.array([is_comparable(text) for text in texts], dtype=np.bool_)
    has_vector = picture.snapshot.vector_rows[purposes] >= 0
    left_out = {
        "empty": int((~said).sum()),
        "probably not in English, which the model reads best": int((said & ~comparable).sum()),
        "without a vector (kinpath load makes them)": int((comparable & ~has_vector).sum()),
    }
    kept = np.flatnonzero(comparable & has_vector)
    notes = tuple(
        phrase("left out: {number:,} {why}", number=count, why=why)
        for why, count in left_out.items()
        if count
    )
    return Stated(members[kept], purposes[kept], [texts[place] for place in kept], notes)


def texts_of(picture: Picture, purposes: Nodes) -> list[str]:
    """The statements of n purposes, as they were written."""
    if len(purposes) <= _FEW * picture.snapshot.count(EntityKind.PURPOSE):
        entities = (picture.store.entity(entity) for entity in picture.ids(purposes))
        return [str(entity.properties.get("statement", "")) for entity in entities]
    said = {
        node: str(entity.properties.get("statement", ""))
        for node, entity in picture.entities(EntityKind.PURPOSE)
    }
    return [said.get(node, "") for node in purposes.tolist()]
