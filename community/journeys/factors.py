"""What may have moved members on: what they did, with what topics, and with what people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.phrases import numerals, phrase
from community.picture import Events, Nodes, Picture
from graph.adjacency import row_places
from graph.packing import NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_K = RelationshipKind
DOINGS = (_K.ATTENDED, _K.JOINED, _K.CREATED, _K.ENGAGED, _K.HOSTS)
"""What members do with things."""
_TOPICS = [RELATIONSHIP_CODES[kind] for kind in (_K.ABOUT, _K.DEVELOPS)]
WITH_PEOPLE = (
    (_K.MENTORS, False, phrase("having a mentor")),
    (_K.MENTORS, True, phrase("mentoring somebody")),
    (_K.HELPED, False, phrase("being helped by somebody")),
    (_K.HELPED, True, phrase("helping somebody")),
    (_K.CONNECTED, True, phrase("getting to know somebody")),
)
"""What happens between members: the relationship, whether it leaves from the member, in words."""
Seconds = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """P dated pairs of a member and something that may have moved them on.

    Attributes:
        members: (P,) int32 nodes.
        factors: (P,) int64: the node of a thing; the node of a skill, for anything that is about
            it; N and more for what happens between people, in the order of WITH_PEOPLE.
        seconds: (P,) int32 since 2000.
        size: N, the number of nodes.
    """

    members: Nodes
    factors: npt.NDArray[np.int64]
    seconds: Seconds
    size: int

    @classmethod
    def of(cls, picture: Picture) -> Factors:
        """All of a community."""
        events = picture.events_of(*DOINGS)
        events = events.where(events.times != NO_TIME)
        kinds = (EntityKind.ACTIVITY, EntityKind.CONTENT, EntityKind.GROUP)
        things = np.zeros(picture.snapshot.size, dtype=np.bool_)
        for kind in kinds:
            things[slice(*picture.snapshot.range(kind))] = True
        events = events.where(things[events.targets])
        own = events.sources, events.targets.astype(np.int64), events.times
        columns = zip(own, _topics(picture, events), *_people(picture), strict=True)
        members, factors, seconds = (np.concatenate(column) for column in columns)
        return cls(members, factors, seconds, picture.snapshot.size)

    def of_members(self, members: Nodes) -> Factors:
        """Those of some members (n,)."""
        kept = np.isin(self.members, members)
        return Factors(self.members[kept], self.factors[kept], self.seconds[kept], self.size)


def words_of(picture: Picture, factor: int) -> str:
    """A factor as people would call it."""
    snapshot = picture.snapshot
    if factor >= snapshot.size:
        return WITH_PEOPLE[factor - snapshot.size][2]
    name = snapshot.name(factor)
    kind = snapshot.kind(factor)
    if kind is EntityKind.SKILL:
        return phrase("anything about “{name}”", name=name)
    return numerals("{kind} “{name}”", kind=phrase(kind.value), name=name)


def _topics(picture: Picture, events: Events) -> tuple[Nodes, npt.NDArray[np.int64], Seconds]:
    """Each doing once more for each skill that its thing is about or develops."""
    out = picture.snapshot.out
    owners, places = row_places(out.spans, events.targets)
    topical = np.isin(out.kinds[places], _TOPICS)
    owners, skills = owners[topical], out.neighbours[places[topical]]
    return events.sources[owners], skills.astype(np.int64), events.times[owners]


def _people(picture: Picture) -> Iterator[tuple[Nodes, npt.NDArray[np.int64], Seconds]]:
    for place, (kind, outward, _) in enumerate(WITH_PEOPLE):
        events = picture.events_of(kind)
        events = events.where(events.times != NO_TIME)
        members = events.sources if outward else events.targets
        factor = picture.snapshot.size + place
        yield members, np.full(len(events), factor, dtype=np.int64), events.times
