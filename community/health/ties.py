"""Who has to do with whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.answers import author_places
from community.health.deeds import Deeds
from community.health.tracking import YEAR
from community.picture import Picture
from graph.packing import DAY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind

Places = npt.NDArray[np.int64]

_K = RelationshipKind
MEETING = (_K.HELPED, _K.MENTORS, _K.CONNECTED, _K.INVITED, _K.ACCEPTED, _K.ENDORSED)
"""What joins two members. Following does not: who is followed may not know of it."""
ALWAYS = -1
"""The age of a tie that does not say when it was."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """T ties between M members, whichever way they go; between the same two there may be several.

    Attributes:
        one, other: (T,) places of members.
        age: (T,) whole days before the clock; ALWAYS where it does not say.
        size: M.
    """

    one: Places
    other: Places
    age: npt.NDArray[np.int64]
    size: int

    def pairs(self, ago: int, among: npt.NDArray[np.bool_]) -> Places:
        """(P, 2) pairs of members (smaller place first) tied in the 52 weeks until `ago` days.

        Args:
            ago: days before the clock.
            among: (M,) who counts.
        """
        lasting = (self.age == ALWAYS) | ((self.age >= ago) & (self.age < ago + YEAR))
        kept = lasting & among[self.one] & among[self.other]
        low = np.minimum(self.one, self.other)[kept]
        high = np.maximum(self.one, self.other)[kept]
        keys = np.unique(low * np.int64(self.size) + high)
        return np.stack((keys // self.size, keys % self.size), axis=1)


def ties_of(picture: Picture, deeds: Deeds) -> Ties:
    """Help, mentoring, meetings, endorsements, replies and comments: what joins two members.

    Who blocks the other is not tied to them, whatever there was before.
    """
    columns = [_between_members(picture, deeds), _through_content(picture, deeds)]
    one, other, times = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    blocked = picture.events_of(_K.BLOCKS)
    size = np.int64(max(len(deeds.members), 1))
    ends = (
        np.searchsorted(deeds.members, blocked.sources),
        np.searchsorted(deeds.members, blocked.targets),
    )
    apart = np.concatenate((ends[0] * size + ends[1], ends[1] * size + ends[0]))
    kept = (one >= 0) & (other >= 0) & (one != other) & (times <= deeds.clock.at)
    kept &= ~np.isin(one * size + other, apart)
    age = np.where(times == NO_TIME, ALWAYS, (deeds.clock.at - times) // DAY)
    return Ties(one[kept], other[kept], age[kept], int(size))


def _between_members(picture: Picture, deeds: Deeds) -> tuple[Places, Places, Places]:
    met = picture.events_of(*MEETING)
    one = np.searchsorted(deeds.members, met.sources)
    other = np.searchsorted(deeds.members, met.targets)
    return one, other, met.times.astype(np.int64)


def _through_content(picture: Picture, deeds: Deeds) -> tuple[Places, Places, Places]:
    """Replies to, and comments on, what another member wrote."""
    authors = author_places(picture, deeds)
    replied = picture.events_of(_K.REPLIES_TO)
    said = picture.events
    comments = (said.kinds == RELATIONSHIP_CODES[_K.ENGAGED]) & np.isin(
        said.verbs, [VERB_CODES["comment"], VERB_CODES["answer"]]
    )
    commented = said.where(comments)
    return (
        np.concatenate(
            (authors[replied.sources], np.searchsorted(deeds.members, commented.sources))
        ),
        np.concatenate((authors[replied.targets], authors[commented.targets])),
        np.concatenate((replied.times, commented.times)).astype(np.int64),
    )
