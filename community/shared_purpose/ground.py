"""Who the members are and what they did: what the five questions are answered from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from community.alignment.host import STAFF, UNNAMED, Host, kinds_of, read_host
from community.phrases import phrase
from community.picture import Events, Nodes, Picture
from community.shared_purpose.deeds import Deed, deeds_of
from graph.packing import ASKS, DAY, NO_TIME
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind

RECENT = 90
"""Days in which a member who did anything counts as active, and one who joined as new."""
MOST_NAMED = 100
"""Members listed behind a number."""
MOST_TYPES, OTHERS = 8, phrase("other types")
"""Types that are told apart; more would make tables that nobody reads."""
BY_DEEDS = (
    phrase("asks and answers"),
    phrase("answers"),
    phrase("asks"),
    phrase("takes part"),
    phrase("not yet active"),
)
"""Types where none are stated: by what members do."""
_NAMED: dict[str, str] = {name: name for name in (*BY_DEEDS, OTHERS)}
"""The types that are phrases, by their English names."""

Counts = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ground:
    """M members in sight, by T types.

    Attributes:
        picture: of the community.
        host: what it says.
        types: T names, the largest first; `staff` last where there are any.
        labels: (M,) the type of each member.
        stated: whether the types are stated in the data; else they were read from deeds.
        wants, gives: what members come for and get, and what they contribute.
    """

    picture: Picture
    host: Host
    types: tuple[str, ...]
    labels: Counts
    stated: bool
    wants: tuple[Deed, ...]
    gives: tuple[Deed, ...]

    @classmethod
    def of(cls, picture: Picture) -> Ground:
        """Read the store for types, and the snapshot for the rest."""
        wants, gives = deeds_of(picture)
        kinds = kinds_of(picture)
        stated = len(np.unique(kinds)) > 1
        if not stated and (kinds == UNNAMED).all():
            kinds = _kinds_by_deeds(picture)
        kinds = _largest(kinds)
        present, labels, counts = np.unique(kinds, return_inverse=True, return_counts=True)
        order = np.lexsort((-counts, present == STAFF))
        places = np.argsort(order)
        types = tuple(_NAMED.get(name, name) for name in present[order].tolist())
        return cls(picture, read_host(picture), types, places[labels], stated, wants, gives)

    @cached_property
    def staff(self) -> Mask:
        """(M,) who acts for the host."""
        if STAFF not in self.types:
            return np.zeros(len(self.labels), dtype=np.bool_)
        return np.asarray(self.labels == self.types.index(STAFF))

    @cached_property
    def joined(self) -> npt.NDArray[np.int64]:
        """(M,) seconds since 2000; NO_TIME where it is not known."""
        return self.picture.snapshot.node_times[self.picture.members].astype(np.int64)

    @cached_property
    def own(self) -> Events:
        """What members did, with a time."""
        events = self.picture.events
        begin, end = self.picture.snapshot.range(EntityKind.MEMBER)
        return events.where(
            (events.sources >= begin) & (events.sources < end) & (events.times != NO_TIME)
        )

    @cached_property
    def latest(self) -> npt.NDArray[np.int64]:
        """(M,) when each last did something; NO_TIME for those who never did."""
        found = np.full(len(self.labels), NO_TIME, dtype=np.int64)
        np.maximum.at(found, self.places(self.own.sources), self.own.times)
        return found

    @cached_property
    def active(self) -> Mask:
        """(M,) who did something in the last RECENT days."""
        return self.latest > self.since(RECENT)

    @cached_property
    def new(self) -> Mask:
        """(M,) who joined in the last RECENT days."""
        return self.joined > self.since(RECENT)

    def since(self, days: int) -> int:
        """So many days before the latest event."""
        return max(self.picture.last_second - days * DAY, NO_TIME)

    def places(self, nodes: Nodes) -> Counts:
        """(n,) the places of members' nodes in `picture.members`."""
        return np.searchsorted(self.picture.members, nodes)

    def named(self, who: Mask) -> tuple[EntityId, ...]:
        """The ids of some members (M,) who may be named, at most MOST_NAMED."""
        nodes = self.picture.members[who & self.picture.nameable]
        return self.picture.ids(nodes[:MOST_NAMED])


def _largest(kinds: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """(M,) the kinds, with OTHERS in place of all but the largest; staff always keep theirs."""
    present, counts = np.unique(kinds, return_counts=True)
    if len(present) <= MOST_TYPES:
        return kinds
    order = np.lexsort((present, -counts, present != STAFF))
    return np.where(np.isin(kinds, present[order[: MOST_TYPES - 1]]), kinds, OTHERS)


def _kinds_by_deeds(picture: Picture) -> npt.NDArray[np.str_]:
    """(M,) what members do, as far as the snapshot tells."""
    created = picture.events_of(RelationshipKind.CREATED)
    asks = picture.snapshot.flags[created.targets] & ASKS != 0
    replies = np.isin(created.targets, picture.events_of(RelationshipKind.REPLIES_TO).sources)
    asked = np.isin(picture.members, created.sources[asks])
    answered = np.isin(picture.members, created.sources[replies])
    took_part = np.isin(picture.members, picture.events.sources)
    chosen = np.select(
        [asked & answered, answered, asked, took_part], [0, 1, 2, 3], default=len(BY_DEEDS) - 1
    )
    found: npt.NDArray[np.str_] = np.array(BY_DEEDS, dtype=np.str_)[chosen]
    return found
