"""Where each member stands: here since when, last seen when, and with whom they have ties."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds, deeds_of
from community.health.rhythm import rhythm
from community.health.states import CODES, State
from community.health.states import standing as health_standing
from community.picture import Events, Picture
from graph.packing import DAY, HAS_CAPACITY, NO_TIME
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from matcher.tables import TIES

Nodes = npt.NDArray[np.int32]
Seconds = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

NEWCOMER_DAYS = 30
"""Whoever came that recently is a newcomer."""
ACTIVE_DAYS = 60
"""Whoever did something that recently is still here."""

_K = RelationshipKind
_DEEDS = (
    _K.CREATED, _K.ENGAGED, _K.JOINED, _K.ATTENDED, _K.HOSTS, _K.HELPED, _K.MENTORS, _K.FOLLOWS,
    _K.CONNECTED, _K.ACCEPTED, _K.ENDORSED, _K.INVITED, _K.REACHED, _K.HOLDS, _K.SEEKS_SKILL,
)  # fmt: skip
"""What shows that a member was here."""


@dataclass(frozen=True, eq=False)
class Standing:
    """The M members of a picture, in the order of `picture.members`, at a second since 2000."""

    picture: Picture
    now: int

    @cached_property
    def first(self) -> int:
        """The node of the first member; the others follow it."""
        return self.picture.snapshot.range(EntityKind.MEMBER)[0]

    @property
    def count(self) -> int:
        """M."""
        return len(self.picture.members)

    @cached_property
    def deeds(self) -> Events:
        """What members did until now, as far as it is dated."""
        events = self.picture.events_of(*_DEEDS)
        return events.where((events.times != NO_TIME) & (events.times <= self.now))

    @cached_property
    def joined(self) -> Seconds:
        """(M,) since when they are here: as they say, else their first deed; NO_TIME: unknown."""
        said = self.picture.snapshot.node_times[self.picture.members].astype(np.int64)
        first = np.full(self.count, np.iinfo(np.int64).max)
        np.minimum.at(first, self.deeds.sources - self.first, self.deeds.times)
        first[first == np.iinfo(np.int64).max] = NO_TIME
        return np.asarray(np.where(said == NO_TIME, first, said))

    @cached_property
    def last(self) -> Seconds:
        """(M,) their last deed; NO_TIME for none."""
        last = np.full(self.count, NO_TIME, dtype=np.int64)
        np.maximum.at(last, self.deeds.sources - self.first, self.deeds.times)
        return last

    @cached_property
    def authors(self) -> Nodes:
        """(N,) who wrote each piece of content, -1 where that is not known."""
        authors = np.full(self.picture.snapshot.size, -1, dtype=np.int32)
        made = self.picture.events_of(_K.CREATED)
        authors[made.targets] = made.sources
        return authors

    @cached_property
    def replies(self) -> Events:
        """Replies by somebody else than who is replied to; sources and targets are content."""
        replies = self.picture.events_of(_K.REPLIES_TO)
        one, other = self.authors[replies.sources], self.authors[replies.targets]
        return replies.where((one >= 0) & (one != other))

    @cached_property
    def ties(self) -> tuple[Nodes, Nodes, Seconds]:
        """(T,) pairs of members who have to do with each other, each both ways, and since when.

        A tie is a relationship of `matcher.tables.TIES`, or a reply of one to the other.
        """
        told, replies = self.picture.events_of(*TIES), self.replies
        one = np.concatenate([told.sources, self.authors[replies.sources]])
        other = np.concatenate([told.targets, self.authors[replies.targets]])
        since = np.concatenate([told.times, replies.times]).astype(np.int64)
        between = (one != other) & (other >= 0) & (since <= self.now)
        one, other, since = one[between], other[between], since[between]
        return (
            np.concatenate([one, other]), np.concatenate([other, one]), np.tile(since, 2),
        )  # fmt: skip

    @cached_property
    def tied(self) -> Mask:
        """(M,) who has a tie."""
        tied = np.zeros(self.count, dtype=np.bool_)
        tied[self.ties[0] - self.first] = True
        return tied

    @cached_property
    def open(self) -> Mask:
        """(M,) who may be asked something: consents to matching, and is not paused."""
        return self.picture.proposable

    @cached_property
    def newcomers(self) -> Mask:
        """(M,) who came in the last NEWCOMER_DAYS days."""
        return np.asarray((self.joined != NO_TIME) & (self.joined > self.ago(NEWCOMER_DAYS)))

    @cached_property
    def active(self) -> Mask:
        """(M,) who did something in the last ACTIVE_DAYS days."""
        return np.asarray(self.last > self.ago(ACTIVE_DAYS))

    @cached_property
    def leaving(self) -> Mask:
        """(M,) who is about to leave, by their own habit (`community.health.states`)."""
        return self.leaving_before(0)

    def leaving_before(self, days: int) -> Mask:
        """(M,) who was about to leave so many days before the last deed.

        By the habits that could be known then: who came back since has a longer break to show.
        """
        stood = health_standing(self._health, rhythm(self._health.until(days)), days)
        return np.asarray(stood.codes == CODES[State.ABOUT_TO_LEAVE])

    @property
    def last_deed(self) -> int:
        """The second of the last deed that can be dated right."""
        return self._health.clock.at

    @cached_property
    def _health(self) -> Deeds:
        return deeds_of(self.picture)

    def ago(self, days: float) -> int:
        """The second that many days before now."""
        return self.now - int(days * DAY)

    def days_since(self, second: int) -> int:
        """Whole days from a second until now."""
        return (self.now - second) // DAY

    def with_edge(self, kind: RelationshipKind, *, into: bool = False) -> Mask:
        """(M,) from whom, or to whom, a relationship of that kind leads."""
        events = self.picture.events_of(kind)
        found = np.zeros(self.picture.snapshot.size, dtype=np.bool_)
        found[events.targets if into else events.sources] = True
        return found[self.picture.members]

    def tied_with(self, member: int) -> set[int]:
        """Nodes of those whom a member has a tie with."""
        one, other, _ = self.ties
        return set(other[one == member].tolist())

    def may_name(self, member: EntityId) -> bool:
        """Whether a member is in sight and may be named to others."""
        node = self.picture.snapshot.find(member)
        return node is not None and bool(self.picture.nameable[node - self.first])

    def sought_by(self, member: int) -> list[int]:
        """Nodes of the skills that a member wants to learn."""
        out = self.picture.snapshot.out
        row = slice(*out.spans[member].tolist())
        sought = out.kinds[row] == RELATIONSHIP_CODES[_K.SEEKS_SKILL]
        found: list[int] = out.neighbours[row][sought].tolist()
        return found

    def free_places(self, mentor: int) -> float:
        """How many more mentees a member can take; infinite where they do not say."""
        snapshot = self.picture.snapshot
        if not snapshot.flags[mentor] & HAS_CAPACITY:
            return math.inf
        row = slice(*snapshot.out.spans[mentor].tolist())
        mentoring = snapshot.out.kinds[row] == RELATIONSHIP_CODES[_K.MENTORS]
        taken = len(np.unique(snapshot.out.neighbours[row][mentoring]))
        return int(snapshot.capacities[mentor]) - taken

    def writer(self, content: int) -> int:
        """The node of who wrote it, -1 for nobody."""
        return int(self.authors[content])
