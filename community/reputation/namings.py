"""Whom a member may be told by name, and what people and things are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.records import EntityId


@dataclass(frozen=True, slots=True)
class Naming:
    """Somebody or something: its id, and what a person would call it."""

    id: EntityId
    name: str


def naming(picture: Picture, node: int) -> Naming:
    """What a node is called."""
    return Naming(picture.snapshot.id(node), picture.snapshot.name(node))


def namings_for(
    picture: Picture, member: int, others: npt.NDArray[np.int32]
) -> list[Naming | None]:
    """What others (n,) are called, None for those whom the member is not told of."""
    told = picture.may_be_told(member, others)
    return [
        naming(picture, node) if kept else None
        for node, kept in zip(others.tolist(), told.tolist(), strict=True)
    ]
