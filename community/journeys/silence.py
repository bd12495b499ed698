"""When members did something, and how long a silence means that somebody fell off."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.picture import Picture
from graph.packing import DAY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_K = RelationshipKind
DEEDS = (
    _K.HOLDS, _K.CREATED, _K.ENGAGED, _K.JOINED, _K.ATTENDED, _K.HOSTS, _K.HELPED, _K.MENTORS,
    _K.FOLLOWS, _K.CONNECTED, _K.INVITED, _K.ACCEPTED, _K.ENDORSED, _K.REACHED,
)  # fmt: skip
"""What shows that a member is still there."""
RETURNED = 0.9
"""Share of members whose longest pause was no longer than the silence that counts."""
FEWEST = 20
"""Members with a pause, from which on the community's own pauses decide."""
USUAL_DAYS = 90.0
SHORTEST_DAYS, LONGEST_DAYS = 14.0, 365.0
_KINDS = [RELATIONSHIP_CODES[kind] for kind in DEEDS]


@dataclass(frozen=True, slots=True)
class Silence:
    """How many days without any deed count as having fallen off.

    Attributes:
        days: how many.
        n: members whose pauses it comes from; 0 where there were too few.
        told: how it was worked out, in a sentence.
    """

    days: float
    n: int
    told: str


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """D dated deeds of members, by member and time.

    Attributes:
        keys: (D,) int64, ascending, see `keys_of`.
        now: seconds since 2000, when the community was last seen.
    """

    keys: npt.NDArray[np.int64]
    now: int

    @classmethod
    def of(cls, picture: Picture) -> Deeds:
        """All of a community."""
        events = picture.events
        done = np.isin(events.kinds, _KINDS) & (events.times != NO_TIME)
        begin, end = picture.snapshot.range(EntityKind.MEMBER)
        done &= (events.sources >= begin) & (events.sources < end)
        keys = keys_of(events.sources[done], events.times[done].astype(np.int64))
        return cls(np.sort(keys), picture.last_second)

    @property
    def members(self) -> npt.NDArray[np.int64]:
        """(D,) the node of who did each."""
        return self.keys >> 32

    def pauses(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """(D,) seconds from each deed to the next one, or to now; (D,) whether a next one came."""
        following = np.append(self.keys[1:], -1)
        came = (following >> 32) == self.members
        until = np.where(came, following, keys_of(self.members, np.int64(self.now)))
        return until - self.keys, came

    def silent_from(self, silence: Silence) -> npt.NDArray[np.int64]:
        """(F,) ascending keys of the deeds after which so long a silence followed."""
        return self.keys[self.pauses()[0] > silence.days * DAY]


def keys_of(
    members: npt.NDArray[np.int32] | npt.NDArray[np.int64],
    seconds: npt.NDArray[np.int64] | np.int64,
) -> npt.NDArray[np.int64]:
    """(n,) `member * 2^32 + second`: ordered by member, then by time."""
    return (members.astype(np.int64) << 32) + (seconds - NO_TIME)


def silence_of(deeds: Deeds) -> Silence:
    """The silence after which hardly anybody of this community ever came back.

    For each member who paused and came back, their longest such pause; 9 of 10 members' are
    shorter than the silence that counts. It is kept between 14 and 365 days, and is 90 days where
    fewer than 20 members tell.
    """
    lengths, came = deeds.pauses()
    members, rows = np.unique(deeds.members[came], return_inverse=True)
    if len(members) < FEWEST:
        told = phrase(
            "{usual_days:.0f} days, the usual, since fewer than {fewest} members tell",
            usual_days=USUAL_DAYS,
            fewest=FEWEST,
        )
        return Silence(USUAL_DAYS, 0, told)
    longest = np.zeros(len(members))
    np.maximum.at(longest, rows, lengths[came] / DAY)
    found = float(np.clip(np.quantile(longest, RETURNED), SHORTEST_DAYS, LONGEST_DAYS))
    told = phrase(
        "{found:.0f} days: of {members:,} members who paused and came back, "
        "{returned:.0f} % never paused for longer (kept between {shortest_days:.0f} "
        "and {longest_days:.0f})",
        found=found,
        members=len(members),
        returned=100 * RETURNED,
        shortest_days=SHORTEST_DAYS,
        longest_days=LONGEST_DAYS,
    )
    return Silence(found, len(members), told)
