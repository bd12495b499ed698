"""How long questions wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.health.deeds import Deeds
from community.health.measures import Share
from community.health.tracking import PERIOD
from community.health.waiting import Wait
from community.picture import Picture
from graph.packing import ASKS, DAY, HOUR, NO_TIME
from graph.schema import VERB_CODES, EntityKind, RelationshipKind

Seconds = npt.NDArray[np.int64]

NEVER = np.iinfo(np.int64).max
"""The second in which an unanswered question was answered."""


@dataclass(frozen=True, slots=True, eq=False)
class Questions:
    """Q questions in sight that say when they were asked.

    Attributes:
        at: the clock, in seconds since 2000.
        asked: (Q,) seconds since 2000.
        askers: (Q,) int64, places of members; -1 of somebody who is not in sight.
        answered: (Q,) the first reply by somebody else; NEVER where there is none.
        too_early: how many have a reply that is dated before the question.
    """

    at: int
    asked: Seconds
    askers: npt.NDArray[np.int64]
    answered: Seconds
    too_early: int

    def waiting(self, hours: float, ago: int = 0) -> npt.NDArray[np.bool_]:
        """(Q,) of a period's questions that are old enough, those without an answer in time."""
        return self._old_enough(hours, ago) & (self.answered > self.asked + hours * HOUR)

    def unanswered(self, hours: float, ago: int = 0) -> Share:
        """The share of a period's questions that nobody answered within so many hours."""
        return Share(
            int(np.count_nonzero(self.waiting(hours, ago))),
            int(np.count_nonzero(self._old_enough(hours, ago))),
        )

    def wait(self, ago: int = 0) -> Wait:
        """How long the questions of a period waited, those without an answer until then."""
        moment = self.at - ago * DAY
        asked_then = (self.asked <= moment) & (self.asked > moment - PERIOD * DAY)
        asked, answered = self.asked[asked_then], self.answered[asked_then]
        until = np.minimum(answered, moment)
        return Wait((until - asked) / HOUR, answered <= moment)

    def _old_enough(self, hours: float, ago: int) -> npt.NDArray[np.bool_]:
        latest = self.at - ago * DAY - hours * HOUR
        return np.asarray((self.asked <= latest) & (self.asked > latest - PERIOD * DAY))


def questions_of(picture: Picture, deeds: Deeds) -> Questions:
    """The questions in a picture of a community, and when each was first answered."""
    snapshot = picture.snapshot
    content = snapshot.nodes(EntityKind.CONTENT)
    times = snapshot.node_times[content].astype(np.int64)
    asks = (snapshot.flags[content] & ASKS != 0) & (times != NO_TIME) & (times <= deeds.clock.at)
    nodes = content[asks]
    who, what, when = _replies(picture, deeds)
    place = np.searchsorted(nodes, what)
    place[place == len(nodes)] = 0
    authors = author_places(picture, deeds)
    askers = authors[nodes]
    fits = (when <= deeds.clock.at) & (when != NO_TIME)
    if len(nodes):
        fits &= (nodes[place] == what) & ((who != askers[place]) | (who < 0))
    first = np.full(len(nodes), NEVER)
    np.minimum.at(first, place[fits], when[fits])
    asked = times[asks]
    return Questions(deeds.clock.at, asked, askers, np.maximum(first, asked),
                     int(np.count_nonzero(first < asked)))  # fmt: skip


def author_places(picture: Picture, deeds: Deeds) -> npt.NDArray[np.int64]:
    """(N,) for each node the place of the member who wrote it; -1 where nobody in sight did."""
    wrote = picture.events_of(RelationshipKind.CREATED)
    authors = np.full(picture.snapshot.size, -1, dtype=np.int64)
    authors[wrote.targets] = np.searchsorted(deeds.members, wrote.sources)
    return authors


def _replies(
    picture: Picture, deeds: Deeds
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Seconds]:
    """Who replied (places of members, -1 for nobody in sight), to what (nodes), and when."""
    replied = picture.events_of(RelationshipKind.REPLIES_TO)
    engaged = picture.events_of(RelationshipKind.ENGAGED)
    engaged = engaged.where(engaged.verbs == VERB_CODES["answer"])
    who = author_places(picture, deeds)[replied.sources]
    return (
        np.concatenate((who, np.searchsorted(deeds.members, engaged.sources))),
        np.concatenate((replied.targets, engaged.targets)),
        np.concatenate((replied.times, engaged.times)).astype(np.int64),
    )
