"""What happened in a community between two moments: who came, asked, answered, helped, met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from community.health.naming import MOST_NAMED
from community.picture import Picture
from graph.packing import ASKS, NO_TIME
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind

_K = RelationshipKind
Nodes = npt.NDArray[np.int32]


class Kind(StrEnum):
    """What can happen."""

    CAME = "came"
    ASKED = "asked"
    ANSWERED = "answered"
    WROTE = "wrote"
    HELPED = "helped"
    MET = "met"
    TOOK_PART = "took_part"
    JOINED = "joined"
    STATED = "stated"


_DEEDS = {
    Kind.HELPED: (_K.HELPED, _K.MENTORS, _K.ENDORSED),
    Kind.MET: (_K.CONNECTED, _K.ACCEPTED),
    Kind.TOOK_PART: (_K.ATTENDED,),
    Kind.JOINED: (_K.JOINED,),
    Kind.STATED: (_K.HOLDS,),
}
"""Relationships from members that are deeds of a kind."""


@dataclass(frozen=True, slots=True)
class Happening:
    """How often something happened.

    Attributes:
        count: in the time asked for.
        before: in the time of the same length before it.
        members: who came or did it, each once, at most 50 who may be named.
    """

    kind: Kind
    count: int
    before: int
    members: tuple[EntityId, ...]


def lately(picture: Picture, begin: int, end: int) -> tuple[Happening, ...]:
    """What happened from `begin` until `end`, in seconds since 2000, and how often before.

    Hidden members did nothing here; members who may not be named are counted alone.
    """
    return tuple(_happening(picture, kind, begin, end) for kind in Kind)


def _happening(picture: Picture, kind: Kind, begin: int, end: int) -> Happening:
    who, times = _dated(picture, kind)
    now = (times > begin) & (times <= end)
    before = (times > begin - (end - begin)) & (times <= begin)
    return Happening(
        kind, int(np.count_nonzero(now)), int(np.count_nonzero(before)),
        _named(picture, who[now]),
    )  # fmt: skip


def _dated(picture: Picture, kind: Kind) -> tuple[Nodes, npt.NDArray[np.int32]]:
    """Members' nodes (n,), and when each came or did it (n,)."""
    snapshot = picture.snapshot
    if kind is Kind.CAME:
        return picture.members, snapshot.node_times[picture.members]
    if kind in _DEEDS:
        found = picture.events_of(*_DEEDS[kind])
        return found.sources, found.times
    made = picture.events_of(_K.CREATED)
    content = np.isin(made.targets, snapshot.nodes(EntityKind.CONTENT))
    written = made.where(content)
    when = _when(written.times, snapshot.node_times[written.targets])
    meant = _of_kind(picture, kind, written.targets)
    return written.sources[meant], when[meant]


def _of_kind(picture: Picture, kind: Kind, content: Nodes) -> npt.NDArray[np.bool_]:
    """(n,) which pieces of content ask, answer, or do neither."""
    asks = picture.snapshot.flags[content] & ASKS != 0
    answers = np.isin(content, picture.events_of(_K.REPLIES_TO).sources) & ~asks
    if kind is Kind.ASKED:
        return np.asarray(asks)
    return np.asarray(answers if kind is Kind.ANSWERED else ~asks & ~answers)


def _when(told: npt.NDArray[np.int32], otherwise: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    return np.asarray(np.where(told == NO_TIME, otherwise, told))


def _named(picture: Picture, who: Nodes) -> tuple[EntityId, ...]:
    members = np.array(list(dict.fromkeys(who.tolist())), dtype=np.int32)
    if not len(members):
        return ()
    places = members - picture.members[0]
    may = picture.nameable[places] & ~picture.minors[places]
    return picture.ids(members[may][:MOST_NAMED])
