"""What others said or did about somebody: endorsed, liked, found useful, came to their session."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Events, Picture
from community.reputation.deeds import Deeds, Nodes
from community.reputation.kinds import DeedKind
from graph.packing import NO_TIME
from graph.schema import VERB_CODES, EntityKind, RelationshipKind

_LIKES = [VERB_CODES[verb] for verb in ("like", "favorite", "vote")]
_USEFUL = [VERB_CODES["helped"]]


def thanks_given(picture: Picture, authors: Nodes) -> list[Deeds]:
    """Endorsements, and what readers said of what somebody wrote."""
    endorsed = picture.events_of(RelationshipKind.ENDORSED)
    engaged = picture.events_of(RelationshipKind.ENGAGED)
    return [
        Deeds.of(DeedKind.ENDORSED, endorsed.targets, endorsed.sources, endorsed.times),
        _read(DeedKind.LIKED, engaged.where(np.isin(engaged.verbs, _LIKES)), authors),
        _read(DeedKind.USEFUL, engaged.where(np.isin(engaged.verbs, _USEFUL)), authors),
    ]


def sessions_led(picture: Picture) -> Deeds:
    """Activities that have begun: who led them, for each who came and did not leave."""
    snapshot = picture.snapshot
    began = snapshot.node_starts <= picture.last_second
    hosts = _of_activities(picture, picture.events_of(RelationshipKind.HOSTS))
    came = picture.events_of(RelationshipKind.ATTENDED)
    came = came.where(began[came.targets] & ~_left(picture, came))
    order = np.argsort(hosts.targets, kind="stable")
    activities, leaders = hosts.targets[order], hosts.sources[order]
    first, last = (np.searchsorted(activities, came.targets, side) for side in ("left", "right"))
    of_each = last - first
    places = np.repeat(first, of_each) + _count_up(of_each)
    sessions = np.repeat(came.targets, of_each)
    starts = snapshot.node_starts[sessions]
    times = np.where(starts == NO_TIME, np.repeat(came.times, of_each), starts).astype(np.int32)
    members = np.repeat(came.sources, of_each)
    return Deeds.of(DeedKind.LED, leaders[places], members, times, sessions)


def _read(kind: DeedKind, events: Events, authors: Nodes) -> Deeds:
    return Deeds.of(kind, authors[events.targets], events.sources, events.times, events.targets)


def _of_activities(picture: Picture, events: Events) -> Events:
    begin, end = picture.snapshot.range(EntityKind.ACTIVITY)
    return events.where((events.targets >= begin) & (events.targets < end))


def _left(picture: Picture, came: Events) -> npt.NDArray[np.bool_]:
    """Which of those who said that they come took it back."""
    left = picture.events_of(RelationshipKind.LEFT)
    size = np.int64(picture.snapshot.size)
    gone = left.sources * size + left.targets
    return np.asarray(np.isin(came.sources * size + came.targets, gone))


def _count_up(lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """0, 1, … for each length, one after the other."""
    return np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
