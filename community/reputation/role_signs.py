"""What roles are proposed from: counts of what each member did, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Events, Picture
from community.reputation.deeds import NOTHING, Deeds
from community.reputation.kinds import HELP, KIND_CODES, DeedKind
from community.reputation.position import betweenness, dealings, separate_circles
from community.reputation.reputation import Reputations
from graph.packing import ASKS, DAY, NO_TIME
from graph.schema import VERB_CODES, EntityKind, RelationshipKind

RECENT_DAYS = 365.0
"""Reading that is older tells nothing of what somebody does now."""
TRUSTED = 0.25
"""Standing from which on somebody counts among the people whom a member helped."""
_READING = [VERB_CODES[verb] for verb in ("view", "like", "favorite", "complete")]
_K = RelationshipKind

Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Signs:
    """(M,) float64 each, in the order of `picture.members`.

    Attributes:
        days_here: since they joined; NaN where that is not known.
        people_helped: of some standing, by answers, other help and mentoring.
        help_points: what this help brings.
        helped_often: how many of them at least three times.
        mentees: members whose mentor they are.
        sessions: led, with somebody who came.
        groups: led.
        helpers: members who helped them.
        asked, written, read: questions, all content, and content or activities they looked at
            within RECENT_DAYS.
        attended: activities they said yes to.
        contacts: members with whom they have to do.
        circles: how many separate ones these come to.
        ways: share of shortest ways between two others that lead over them.
    """

    days_here: Counts
    people_helped: Counts
    help_points: Counts
    helped_often: Counts
    mentees: Counts
    sessions: Counts
    groups: Counts
    helpers: Counts
    asked: Counts
    written: Counts
    read: Counts
    attended: Counts
    contacts: Counts
    circles: Counts
    ways: Counts


def signs_of(found: Reputations) -> Signs:
    """The signs of all members."""
    picture, counting = found.picture, _Counting(found.picture)
    deeds = found.deeds
    helping = np.isin(deeds.kinds, [KIND_CODES[kind] for kind in HELP])
    known = np.zeros(picture.snapshot.size, dtype=np.bool_)
    known[picture.members[found.trust.standing >= TRUSTED]] = True
    trusted = deeds.where(helping & known[deeds.beneficiaries])
    ties = dealings(found.trust.regard)
    return Signs(
        days_here=_days_here(picture),
        people_helped=counting.different(trusted.doers, trusted.beneficiaries),
        help_points=counting.sums(deeds.doers[helping], found.points[helping]),
        helped_often=counting.often(trusted.doers, trusted.beneficiaries, 3),
        mentees=counting.of_kind(deeds, DeedKind.MENTORED),
        sessions=counting.things_of_kind(deeds, DeedKind.LED),
        groups=counting.events(_leading(picture)),
        helpers=counting.different(deeds.beneficiaries[helping], deeds.doers[helping]),
        asked=counting.events(_asking(picture)),
        written=counting.events(picture.events_of(_K.CREATED)),
        read=counting.events(_reading(picture)),
        attended=counting.events(picture.events_of(_K.ATTENDED)),
        contacts=np.diff(ties.indptr).astype(np.float64),
        circles=separate_circles(ties),
        ways=betweenness(ties),
    )


class _Counting:
    """Counts per member of a picture."""

    def __init__(self, picture: Picture) -> None:
        self._members, self._size = picture.members, np.int64(picture.snapshot.size)

    def sums(self, nodes: npt.NDArray[np.int32], values: Counts) -> Counts:
        places = np.searchsorted(self._members, nodes)
        return np.bincount(places, values, len(self._members)).astype(np.float64)

    def events(self, events: Events) -> Counts:
        """Different things."""
        return self.different(events.sources, events.targets)

    def different(self, nodes: npt.NDArray[np.int32], others: npt.NDArray[np.int32]) -> Counts:
        return self.often(nodes, others, 1)

    def often(
        self, nodes: npt.NDArray[np.int32], others: npt.NDArray[np.int32], least: int
    ) -> Counts:
        """Different others with whom each has at least so many entries."""
        pairs, counts = np.unique(nodes * self._size + others, return_counts=True)
        kept = (pairs[counts >= least] // self._size).astype(np.int32)
        return self.sums(kept, np.ones(len(kept)))

    def of_kind(self, deeds: Deeds, kind: DeedKind) -> Counts:
        chosen = deeds.where(deeds.kinds == KIND_CODES[kind])
        return self.different(chosen.doers, chosen.beneficiaries)

    def things_of_kind(self, deeds: Deeds, kind: DeedKind) -> Counts:
        chosen = deeds.where((deeds.kinds == KIND_CODES[kind]) & (deeds.things != NOTHING))
        return self.different(chosen.doers, chosen.things)


def _days_here(picture: Picture) -> Counts:
    joined = picture.snapshot.node_times[picture.members]
    days = (picture.last_second - joined.astype(np.int64)) / DAY
    return np.where(joined == NO_TIME, np.nan, days)


def _leading(picture: Picture) -> Events:
    hosts = picture.events_of(_K.HOSTS)
    begin, end = picture.snapshot.range(EntityKind.GROUP)
    return hosts.where((hosts.targets >= begin) & (hosts.targets < end))


def _asking(picture: Picture) -> Events:
    wrote = picture.events_of(_K.CREATED)
    return wrote.where(picture.snapshot.flags[wrote.targets] & ASKS != 0)


def _reading(picture: Picture) -> Events:
    engaged = picture.events_of(_K.ENGAGED)
    since = picture.last_second - RECENT_DAYS * DAY
    return engaged.where(np.isin(engaged.verbs, _READING) & (engaged.times >= since))
