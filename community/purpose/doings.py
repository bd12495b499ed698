"""What a member did that may carry a purpose: activities, groups, content and help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.phrases import phrase
from community.picture import Picture
from graph.packing import moment_of
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_K = RelationshipKind
_WORDS: Mapping[RelationshipKind, str] = {
    _K.CREATED: phrase("wrote"),
    _K.HOSTS: phrase("led"),
    _K.ATTENDED: phrase("took part in"),
    _K.JOINED: phrase("joined"),
    _K.HELPED: phrase("helped"),
    _K.MENTORS: phrase("mentors"),
}
_BY_CODE = {RELATIONSHIP_CODES[kind]: word for kind, word in _WORDS.items()}
_REPLIES = RELATIONSHIP_CODES[_K.REPLIES_TO]


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing that a member did, or one person whom they helped; each once.

    Attributes:
        node, id, kind: of the thing, or of the person.
        how: `wrote`, `answered`, `led`, `took part in`, `joined`, `helped` or `mentors`.
        at: when, the last time; None where it does not say.
    """

    node: int
    id: EntityId
    kind: EntityKind
    how: str
    at: datetime | None


def doings_of(picture: Picture, member: int) -> tuple[Doing, ...]:
    """What a member wrote, led, took part in and joined, and whom they helped; latest first."""
    out = picture.snapshot.out
    row = slice(*out.spans[member].tolist())
    found: dict[int, tuple[int, str]] = {}
    columns = (out.neighbours[row], out.kinds[row], out.times[row])
    for node, code, time in zip(*(column.tolist() for column in columns), strict=True):
        if code in _BY_CODE and (node not in found or time > found[node][0]):
            found[node] = time, _BY_CODE[code]
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    return tuple(_doing(picture, node, how, time) for node, (time, how) in ordered)


def _doing(picture: Picture, node: int, how: str, time: int) -> Doing:
    snapshot = picture.snapshot
    replies = slice(*snapshot.out.spans[node].tolist())
    if how == "wrote" and np.any(snapshot.out.kinds[replies] == _REPLIES):
        how = phrase("answered")
    return Doing(node, snapshot.id(node), snapshot.kind(node), how, moment_of(time))
