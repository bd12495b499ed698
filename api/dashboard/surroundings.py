"""Who and what is around somebody or something, and where to draw it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from api.dashboard.members_found import may_be_named
from community.picture import Picture
from graph.adjacency import Adjacency
from graph.packing import NO_TIME, moment_of
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_K = RelationshipKind
PRIVATE = frozenset(
    {_K.BLOCKS, _K.DISMISSED, _K.DECLINED, _K.REJECTED, _K.LEFT, _K.ANSWERED, _K.RELATED}
)
"""What members said no to, answered in surveys, or were proposed: nobody else's business."""
_KINDS = {code: kind for kind, code in RELATIONSHIP_CODES.items()}
WIDTH, HEIGHT = 760, 460
"""Of the drawing, in its own units."""
_LETTERS = 22
"""Of a name that stand in the drawing."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody or something beside.

    Attributes:
        ties: what joins the two, each kind once, the latest first, and whether it leads away.
        latest: when the latest of these came to be; None where nothing says.
    """

    id: EntityId
    name: str
    kind: EntityKind
    ties: tuple[tuple[RelationshipKind, bool], ...]
    latest: datetime | None


@dataclass(frozen=True, slots=True)
class Placed:
    """A neighbour in the drawing: where its dot is, and where its name begins or ends.

    Attributes:
        is_left: whether it is left of the middle, so that its name ends at the dot.
    """

    neighbour: Neighbour
    short: str
    x: float
    y: float
    text_x: float
    is_left: bool


def around(picture: Picture, entity: EntityId, most: int) -> tuple[Neighbour, ...]:
    """The neighbours that most joins it to, the latest first among equals; people before things.

    Nobody is among them who may not be named, and no tie of PRIVATE kind.
    """
    snapshot = picture.snapshot
    node = snapshot.node(entity)
    ties: dict[int, list[tuple[int, RelationshipKind, bool]]] = {}
    for side, leads_away in ((snapshot.out, True), (snapshot.into, False)):
        for other, kind, time in _edges(side, node):
            if kind not in PRIVATE and other != node and may_be_named(picture, other):
                ties.setdefault(other, []).append((time, kind, leads_away))
    found = [_neighbour(picture, other, joined) for other, joined in ties.items()]
    return tuple(sorted(found, key=_weight)[:most])


def placed(neighbours: tuple[Neighbour, ...]) -> tuple[Placed, ...]:
    """The neighbours on an ellipse, beginning at the top."""
    return tuple(_place(each, place, len(neighbours)) for place, each in enumerate(neighbours))


def _place(neighbour: Neighbour, place: int, count: int) -> Placed:
    turn = 2 * math.pi * (place + 0.5) / count
    x = WIDTH / 2 + 190 * math.sin(turn)
    y = HEIGHT / 2 - (HEIGHT / 2 - 30) * math.cos(turn)
    is_left = x < WIDTH / 2
    text_x = x - 14 if is_left else x + 14
    name = neighbour.name
    short = name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1].rstrip()}…"
    return Placed(neighbour, short, round(x, 1), round(y, 1), round(text_x, 1), is_left)


def _edges(side: Adjacency, node: int) -> Iterator[tuple[int, RelationshipKind, int]]:
    row = slice(*side.spans[node].tolist())
    columns = side.neighbours[row].tolist(), side.kinds[row].tolist(), side.times[row].tolist()
    for other, code, time in zip(*columns, strict=True):
        yield other, _KINDS[code], time


def _neighbour(
    picture: Picture, node: int, joined: list[tuple[int, RelationshipKind, bool]]
) -> Neighbour:
    latest_first = sorted(joined, key=lambda tie: (-tie[0], tie[1].value))
    times = [time for time, _, _ in joined if time != NO_TIME]
    snapshot = picture.snapshot
    return Neighbour(
        snapshot.id(node), snapshot.name(node), snapshot.kind(node),
        tuple(dict.fromkeys((kind, leads_away) for _, kind, leads_away in latest_first)),
        moment_of(max(times)) if times else None,
    )  # fmt: skip


def _weight(neighbour: Neighbour) -> tuple[bool, int, float, str]:
    latest = 0.0 if neighbour.latest is None else -neighbour.latest.timestamp()
    return neighbour.kind is not EntityKind.MEMBER, -len(neighbour.ties), latest, neighbour.id
