"""Who declared to have reached which stage of a journey, and when; what to do when clocks disagree.

The rules, one for each way in which progress may be odd:

* A stage that is told several times was reached the first time.
* Told without a time, it was reached, but no duration is worked out from it.
* Reached more than a day before its member joined, the clocks disagree: as if without a time.
* First reached when a later stage already was, it was told afterwards: as if without a time.
* A stage that was skipped counts as passed; nobody's time in it is worked out.
* Whoever last told a stage that they had passed before went back, and stands there again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.declared import Journey
from community.phrases import numerals, phrase
from community.picture import Nodes, Picture
from graph.packing import DAY, NO_TIME
from graph.schema import RelationshipKind

_NOBODYS = -1


@dataclass(frozen=True, slots=True, eq=False)
class Reached:
    """Declared progress of n members in a journey of S stages.

    Attributes:
        members: (n,) int32, ascending, whoever declared any.
        has: (n, S) bool, which stages they reached.
        at: (n, S) days since 2000; NaN where a stage was not reached, or its time is not known
            or not to be trusted.
        standing: (n,) the place of the stage where each stands, from 0.
        went_back: (n,) bool.
        skipped: (n,) bool, whether an earlier stage than their furthest is missing.
        before_joining, out_of_order, undated: how many times were not used, by reason.
    """

    members: Nodes
    has: npt.NDArray[np.bool_]
    at: npt.NDArray[np.float64]
    standing: npt.NDArray[np.int64]
    went_back: npt.NDArray[np.bool_]
    skipped: npt.NDArray[np.bool_]
    before_joining: int
    out_of_order: int
    undated: int

    def notes(self) -> tuple[str, ...]:
        """What was set aside or is odd, in words; nothing where there is nothing."""
        told = (
            (phrase("Times before the member joined, which are not used"), self.before_joining),
            (
                phrase("Times not before that of a later stage, which are not used"),
                self.out_of_order,
            ),
            (phrase("Stages reached at a time that is not known"), self.undated),
            (phrase("Members who skipped a stage"), int(self.skipped.sum())),
            (
                phrase("Members who went back to an earlier stage"),
                int(self.went_back.sum()),
            ),
        )
        return tuple(
            numerals("{words}: {number:,}.", words=words, number=count)
            for words, count in told
            if count
        )


def reached(picture: Picture, journey: Journey) -> Reached:
    """What members declared of a journey, cleaned by the rules above."""
    members, rows, places, seconds = _told(picture, journey)
    joined = picture.snapshot.node_times[members]
    return cleaned(members, joined, len(journey), rows, places, seconds)


def cleaned(
    members: Nodes,
    joined: npt.NDArray[np.int32],
    stages: int,
    rows: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    seconds: npt.NDArray[np.int32],
) -> Reached:
    """Progress cleaned by the rules above.

    Args:
        members: (n,) whoever told any.
        joined: (n,) when they joined, in seconds since 2000; NO_TIME where that is not known.
        stages: how many the journey has.
        rows: (t,) which of the members told each thing.
        places: (t,) of the stages they told to have reached.
        seconds: (t,) when, in seconds since 2000; NO_TIME where they did not say.
    """
    shape = len(members), stages
    has = np.zeros(shape, dtype=np.bool_)
    has[rows, places] = True
    dated = seconds != NO_TIME
    days = seconds / DAY
    firsts = np.full(shape, np.inf)
    np.minimum.at(firsts, (rows[dated], places[dated]), days[dated])
    undated = int((has & ~np.isfinite(firsts)).sum())
    earliest = np.where(joined == NO_TIME, -np.inf, joined / DAY - 1.0)[:, None]
    too_early = np.isfinite(firsts) & (firsts < earliest)
    firsts[too_early] = np.inf
    late = np.isfinite(firsts) & (firsts >= _soonest_later(firsts))
    furthest = shape[1] - 1 - np.argmax(has[:, ::-1], axis=1)
    latest = _latest_told(len(members), rows[dated], places[dated], days[dated], firsts, furthest)
    return Reached(
        members=members,
        has=has,
        at=np.where(late | np.isinf(firsts), np.nan, firsts),
        standing=latest,
        went_back=latest < furthest,
        skipped=np.cumprod(has, axis=1).sum(axis=1) <= furthest,
        before_joining=int(too_early.sum()),
        out_of_order=int(late.sum()),
        undated=undated,
    )


def _told(
    picture: Picture, journey: Journey
) -> tuple[Nodes, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int32]]:
    """Members (n,), and of each thing they told: the row, the place of the stage, the second."""
    place_of = np.full(picture.snapshot.size, _NOBODYS, dtype=np.int64)
    place_of[list(journey.stages)] = np.arange(len(journey))
    told = picture.events_of(RelationshipKind.REACHED)
    told = told.where(place_of[told.targets] != _NOBODYS)
    members, rows = np.unique(told.sources, return_inverse=True)
    return members, rows.astype(np.int64), place_of[told.targets], told.times


def _soonest_later(firsts: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """(n, S) when the first of all later stages was reached; infinite where none was."""
    later = np.full(firsts.shape, np.inf)
    backwards = np.minimum.accumulate(firsts[:, ::-1], axis=1)[:, ::-1]
    later[:, :-1] = backwards[:, 1:]
    return later


def _latest_told(
    members: int,
    rows: npt.NDArray[np.int64],
    places: npt.NDArray[np.int64],
    days: npt.NDArray[np.float64],
    firsts: npt.NDArray[np.float64],
    furthest: npt.NDArray[np.int64],
) -> npt.NDArray[np.int64]:
    """(n,) the furthest stage, or the one that was told last if it was passed before that."""
    last = np.full(members, _NOBODYS, dtype=np.int64)
    order = np.lexsort((places, days, rows))
    last[rows[order]] = places[order]  # of several for the same row the last one stays
    known = last != _NOBODYS
    everybody = np.arange(members)
    of_furthest = firsts[everybody, furthest]
    passed = known & (firsts[everybody, last] < of_furthest) & np.isfinite(of_furthest)
    return np.where(passed, last, furthest)
