"""What the host says it is for, in all its versions, and who belongs to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Nodes, Picture
from graph.records import Entity, Value
from graph.schema import EntityKind, RelationshipKind

STAFF = "staff"
"""The kind of members who act for the host."""
UNNAMED = "member"
"""The kind of those of whom none is said."""
_SHORTEST_CLAIM = 3
"""Words that a part of a sentence needs to be a claim of its own."""
_BREAKS = re.compile(r"[.;:!?\n]+|\s[-–—]\s|,\s+(?=and\b|so\b|by\b|where\b|while\b)")


@dataclass(frozen=True, eq=False)
class Host:
    """The host of a community.

    Attributes:
        name: what it is called.
        promise: its brand promise; empty where it gives none.
        values: in its own words.
        purposes: (V,) nodes of its statements of purpose, the earliest first.
        since: (V,) int32, seconds since 2000 from which each was said; NO_TIME: always.
        texts: V statements.
    """

    name: str
    promise: str
    values: tuple[str, ...]
    purposes: Nodes
    since: npt.NDArray[np.int32]
    texts: tuple[str, ...]

    def version_at(self, seconds: npt.NDArray[np.int32]) -> npt.NDArray[np.int64]:
        """(n,) which of its statements held at these times; the first before any of them."""
        found = np.searchsorted(self.since, seconds, side="right") - 1
        return np.maximum(found, 0)


def read_host(picture: Picture) -> Host:
    """What the community's own entity says; empty where it says nothing."""
    found = next((entity for _, entity in picture.entities(EntityKind.COMMUNITY)), None)
    said = {} if found is None else found.properties
    pursued = picture.events_of(RelationshipKind.PURSUES)
    order = np.lexsort((pursued.targets, ~_revised(picture, pursued.targets), pursued.times))
    nodes = pursued.targets[order]
    texts = tuple(_statement(picture, node) for node in nodes.tolist())
    return Host(
        name=picture.snapshot.community if found is None else found.name,
        promise=str(said.get("brand_promise", "")).strip(),
        values=listed(said.get("values")),
        purposes=nodes,
        since=pursued.times[order],
        texts=texts,
    )


def _revised(picture: Picture, purposes: Nodes) -> npt.NDArray[np.bool_]:
    """Which of the purposes gave way to a later version: first among those of one time."""
    return np.isin(purposes, picture.events_of(RelationshipKind.REVISES).targets)


def _statement(picture: Picture, node: int) -> str:
    return str(picture.store.entity(picture.snapshot.id(node)).properties.get("statement", ""))


def claims_of(text: str) -> tuple[str, ...]:
    """The parts of a statement that can be carried or not, each of three words or more.

    A part that is shorter stays with the one before it.
    """
    parts: list[str] = []
    for part in (piece.strip(" ,") for piece in _BREAKS.split(text)):
        if parts and 0 < len(part.split()) < _SHORTEST_CLAIM:
            parts[-1] = f"{parts[-1]}, {part}"
        elif part:
            parts.append(part)
    return tuple(dict.fromkeys(parts))


def listed(value: Value | None) -> tuple[str, ...]:
    """The words of a property that holds several, without the empty ones."""
    if value is None:
        return ()
    words = value if isinstance(value, tuple) else str(value).split("|")
    return tuple(word.strip() for word in words if word.strip())


def kinds_of(picture: Picture) -> npt.NDArray[np.str_]:
    """(M,) the stakeholder type of each member, `member` where none is said."""
    kinds = [UNNAMED] * len(picture.members)
    places = {node: place for place, node in enumerate(picture.members.tolist())}
    for node, entity in picture.entities(EntityKind.MEMBER):
        kinds[places[node]] = _kind(entity)
    return np.array(kinds, dtype=np.str_)


def _kind(entity: Entity) -> str:
    return str(entity.properties.get("kind") or UNNAMED).strip().lower() or UNNAMED
