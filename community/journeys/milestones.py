"""Milestones: the first time that a member did something of a kind, read from what happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.picture import Events, Nodes, Picture
from graph.packing import ASKS, DAY, NO_TIME
from graph.schema import EntityKind, RelationshipKind

_K = RelationshipKind
NEVER = np.inf
Days = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Milestone:
    """A kind of first time.

    Attributes:
        key: what it is called in requests, such as `mentoring` or `stage:maker/pilot`.
        words: what people call it, such as `mentored somebody for the first time`.
        days: (M,) days since 2000 when each of the picture's members first did it; NEVER: infinite.
    """

    key: str
    words: str
    days: Days


_OWN: tuple[tuple[str, str, tuple[RelationshipKind, ...], EntityKind | None], ...] = (
    ("purpose", phrase("stated a purpose"), (_K.HOLDS,), None),
    ("joining", phrase("joined a group"), (_K.JOINED,), None),
    ("attending", phrase("took part in an activity"), (_K.ATTENDED,), None),
    ("connecting", phrase("got to know somebody"), (_K.CONNECTED, _K.FOLLOWS), None),
    ("helping", phrase("helped somebody"), (_K.HELPED,), None),
    ("mentoring", phrase("mentored somebody"), (_K.MENTORS,), None),
    ("endorsing", phrase("vouched for somebody"), (_K.ENDORSED,), None),
    ("inviting", phrase("invited somebody"), (_K.INVITED,), None),
    ("leading an activity", phrase("led an activity"), (_K.HOSTS,), EntityKind.ACTIVITY),
    ("leading a group", phrase("led a group"), (_K.HOSTS,), EntityKind.GROUP),
)
"""What members do: its key, words, relationships from them, and the kind of target if it counts."""
_TO = (
    ("being helped", phrase("was helped by somebody"), (_K.HELPED,)),
    ("having a mentor", phrase("had a mentor"), (_K.MENTORS,)),
    ("being endorsed", phrase("was vouched for"), (_K.ENDORSED,)),
)
"""What is done to members."""


def milestones(picture: Picture) -> Iterator[Milestone]:
    """Every kind of milestone that any member of the community reached at a known time."""
    for milestone in (*_deeds(picture), *_stages(picture)):
        if np.isfinite(milestone.days).any():
            yield milestone


def firsts(picture: Picture, members: Nodes, seconds: npt.NDArray[np.int32]) -> Days:
    """(M,) the first dated one of events (n,), in days, by the picture's member; else NEVER."""
    found = np.full(picture.snapshot.size, NEVER)
    dated = seconds != NO_TIME
    np.minimum.at(found, members[dated], seconds[dated] / DAY)
    return found[picture.members]


def _deeds(picture: Picture) -> Iterator[Milestone]:
    for key, words, kinds, target in _OWN:
        events = picture.events_of(*kinds)
        events = events if target is None else _towards(picture, events, target)
        yield Milestone(key, words, firsts(picture, events.sources, events.times))
    for key, words, kinds in _TO:
        events = picture.events_of(*kinds)
        yield Milestone(key, words, firsts(picture, events.targets, events.times))
    yield from _writing(picture)


def _writing(picture: Picture) -> Iterator[Milestone]:
    made = picture.events_of(_K.CREATED)
    asks = picture.snapshot.flags[made.targets] & ASKS != 0
    replies = np.isin(made.targets, picture.events_of(_K.REPLIES_TO).sources)
    for key, words, kept in (
        ("asking", phrase("asked a question"), asks),
        ("replying", phrase("replied to somebody"), replies & ~asks),
        ("writing", phrase("wrote something of their own"), ~replies & ~asks),
    ):
        events = made.where(kept)
        yield Milestone(key, words, firsts(picture, events.sources, events.times))


def _stages(picture: Picture) -> Iterator[Milestone]:
    """One for each stage of each declared journey."""
    told = picture.events_of(_K.REACHED)
    for node in np.unique(told.targets).tolist():
        events = told.where(told.targets == node)
        words = phrase("reached “{name}”", name=picture.snapshot.name(node))
        days = firsts(picture, events.sources, events.times)
        yield Milestone(picture.snapshot.id(node), words, days)


def _towards(picture: Picture, events: Events, kind: EntityKind) -> Events:
    begin, end = picture.snapshot.range(kind)
    return events.where((events.targets >= begin) & (events.targets < end))
