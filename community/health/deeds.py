"""What members did and when: the raw material of a community's health."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from community.health.clock import Clock, sound_clock
from community.picture import Events, Nodes, Picture
from graph.packing import DAY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind

Days = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_K = RelationshipKind
GIVING = (
    _K.CREATED, _K.HOSTS, _K.ATTENDED, _K.HELPED, _K.MENTORS, _K.CONNECTED, _K.INVITED,
    _K.ACCEPTED, _K.ENDORSED, _K.REACHED,
)  # fmt: skip
"""Deeds that others can see and live from: writing, helping, taking part, meeting."""
LOOKING = (_K.ENGAGED, _K.JOINED, _K.DECLINED, _K.FOLLOWS, _K.HOLDS)
"""Deeds that show only that somebody was there."""
GIVING_VERBS = ("comment", "answer", "lead", "helped", "create")
"""What counts as giving though it is engagement."""
GIVEN_BY_THE_HOST = "badge"
"""A verb that is no deed of the member's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """Active days of M members: A rows, by member and, within a member, the oldest first.

    Attributes:
        clock: the moment that ages are counted from.
        members: (M,) nodes; elsewhere members are places in here.
        joined: (M,) int32, days before the clock; of those who give no date the day of their first
            deed, or a very long time ago.
        who: (A,) int32, places of members.
        age: (A,) int32, whole days before the clock.
        gives: (A,) whether they did something that day that others live from.
        too_early: (M,) whose first deed is dated before they joined; they joined with it, then.
    """

    clock: Clock
    members: Nodes
    joined: Days
    who: Days
    age: Days
    gives: Flags
    too_early: Flags

    @property
    def history(self) -> int:
        """Days since the first deed; 0 if there is none."""
        return int(self.age.max(initial=0))

    def until(self, ago: int, since: int | None = None) -> Deeds:
        """Those that were done `ago` days before the clock or earlier, and not before `since`."""
        kept = self.age >= ago
        if since is not None:
            kept &= self.age < since
        return Deeds(
            self.clock, self.members, self.joined,
            self.who[kept], self.age[kept], self.gives[kept], self.too_early,
        )  # fmt: skip


LONG_AGO = np.iinfo(np.int32).max
"""Days before the clock that a member without a date joined."""


def deeds_of(picture: Picture, today: datetime | None = None) -> Deeds:
    """The deeds in a picture of a community, up to the last that can be dated right."""
    events = _own_deeds(picture.events)
    members = picture.members
    times = events.times.astype(np.int64)
    clock = sound_clock(times, picture.snapshot.until, today)
    sound = times <= clock.at
    who = np.searchsorted(members, events.sources[sound])
    seconds_ago = clock.at - times[sound]
    first = np.full(len(members), -1, dtype=np.int64)
    np.maximum.at(first, who, seconds_ago)
    stated = picture.snapshot.node_times[members].astype(np.int64)
    known = stated != NO_TIME
    since_joined = np.where(known, clock.at - stated, np.int64(-1))
    earliest = np.maximum(since_joined, first)
    unknown = ~known & (first < 0)
    joined = np.where(unknown, LONG_AGO, np.floor_divide(earliest, DAY)).astype(np.int32)
    rows = _one_a_day(who, seconds_ago // DAY, _gives(events)[sound])
    return Deeds(clock, members, joined, *rows, known & (first > since_joined))


def _own_deeds(events: Events) -> Events:
    codes = [RELATIONSHIP_CODES[kind] for kind in (*GIVING, *LOOKING)]
    own = np.isin(events.kinds, codes) & (events.times != NO_TIME)
    return events.where(own & (events.verbs != VERB_CODES[GIVEN_BY_THE_HOST]))


def _gives(events: Events) -> Flags:
    codes = [RELATIONSHIP_CODES[kind] for kind in GIVING]
    verbs = [VERB_CODES[verb] for verb in GIVING_VERBS]
    return np.asarray(np.isin(events.kinds, codes) | np.isin(events.verbs, verbs))


def _one_a_day(
    who: npt.NDArray[np.int64], age: npt.NDArray[np.int64], gives: Flags
) -> tuple[Days, Days, Flags]:
    """Rows by member, the oldest first, one for each day on which they did anything."""
    span = int(age.max(initial=0)) + 1
    keys, row = np.unique(who * span + (span - 1 - age), return_inverse=True)
    gave = np.bincount(row, weights=gives, minlength=len(keys)) > 0
    return (
        (keys // span).astype(np.int32),
        (span - 1 - keys % span).astype(np.int32),
        np.asarray(gave),
    )
