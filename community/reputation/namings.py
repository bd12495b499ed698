"""Whom a member may be told by name, and what people and things are called."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.packing import MINOR, NO_CONSENT
from graph.records import EntityId
from graph.schema import RelationshipKind


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
    """What others (n,) are called, None for those whom the member is not told of.

    These did not consent to matching, are of the other age band, or one has blocked the other.
    """
    flags = picture.snapshot.flags
    apart = (flags[others] & MINOR) != (flags[member] & MINOR)
    untold = (flags[others] & NO_CONSENT != 0) | apart | np.isin(others, _blocked(picture, member))
    return [
        None if kept else naming(picture, node)
        for node, kept in zip(others.tolist(), untold.tolist(), strict=True)
    ]


def _blocked(picture: Picture, member: int) -> npt.NDArray[np.int32]:
    """Whom the member blocked, and who blocked them."""
    blocks = picture.events_of(RelationshipKind.BLOCKS)
    theirs = blocks.targets[blocks.sources == member]
    return np.concatenate([theirs, blocks.sources[blocks.targets == member]])
