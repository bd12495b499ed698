"""How long questions wait for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from community.health.clock import DAY
from community.health.deeds import Deeds
from community.health.measures import CHANCE, Compared, Ends, Share
from community.health.tracking import PERIOD
from community.picture import Picture
from graph.packing import ASKS, NO_TIME
from graph.schema import VERB_CODES, EntityKind, RelationshipKind

Seconds = npt.NDArray[np.int64]

HOUR = 3600
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


@dataclass(frozen=True, eq=False)
class Wait:
    """The hours (Q,) that questions waited, and which (Q,) of them were answered then.

    The median is that of Kaplan and Meier (1958), by lifelines, in which a question without an
    answer counts for as long as it has waited; two are compared by the log-rank test.
    """

    hours: npt.NDArray[np.float64]
    answered: npt.NDArray[np.bool_]

    @property
    def n(self) -> int:
        return len(self.hours)

    @cached_property
    def fitted(self) -> Any:
        """The curve of lifelines."""
        from lifelines import KaplanMeierFitter  # noqa: PLC0415 - it takes a second to import

        return KaplanMeierFitter().fit(self.hours, self.answered)

    @property
    def value(self) -> float | None:
        """The hours by which half were answered; None if fewer than half ever were."""
        if not self.n:
            return None
        median = float(self.fitted.median_survival_time_)
        return median if np.isfinite(median) else None

    @property
    def interval(self) -> Ends | None:
        from lifelines.utils import (  # noqa: PLC0415 - it takes a second to import
            median_survival_times,
        )

        if self.value is None:
            return None
        ends = median_survival_times(self.fitted.confidence_interval_).to_numpy().ravel()
        return (float(ends[0]), float(ends[1])) if np.isfinite(ends).all() else None

    def against(self, earlier: Wait) -> Compared | None:
        from lifelines.statistics import (  # noqa: PLC0415 - it takes a second to import
            logrank_test,
        )

        if not self.answered.any() or not earlier.answered.any():
            return None
        test = logrank_test(self.hours, earlier.hours, self.answered, earlier.answered)
        return Compared(None, None, bool(test.p_value < CHANCE))

    def curve(self) -> tuple[tuple[float, float], ...]:
        """(hours, share answered by then), for a picture."""
        shares = 1.0 - self.fitted.survival_function_.iloc[:, 0].to_numpy()
        times = self.fitted.survival_function_.index.to_numpy()
        return tuple(zip(times.tolist(), shares.tolist(), strict=True))


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
