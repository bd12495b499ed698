"""A community's health, whole: every figure, the forecast, and what its data could not tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from community.health.belonging import Belonging, belonging
from community.health.figures import all_figures
from community.health.forecast import Forecast, forecast
from community.health.moments import Moments
from community.health.notes import notes_of
from community.health.retention import Cohort, cohorts
from community.health.states import STATE_NAMES, STATES, transitions
from community.health.tracking import PERIOD, Tracked
from community.health.weeks import weekly_active
from community.phrases import phrase
from community.picture import Picture
from graph.packing import NO_TIME, moment_of
from graph.progress import Progress, silent
from graph.records import isoformat

COMING = phrase("had not joined")
"""What those were who came since."""
STEP = 28
"""Days between two points of the history of states."""
MOST_POINTS = 27
"""Two years of them."""


@dataclass(frozen=True, slots=True)
class StatesThen:
    """How many members were in each state.

    Attributes:
        ago: days before the clock.
        counts: in the order of `STATES`.
    """

    ago: int
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """How many members went from one state to another in the last period."""

    source: str
    target: str
    members: int


@dataclass(frozen=True, slots=True)
class Health:
    """How a community is.

    Attributes:
        community: whose health it is.
        revision: of the community.
        at: the moment that it speaks of, ISO 8601; None where nothing is dated.
        members: how many are in sight.
        days: since the first deed.
        usual_break: days; nine in ten breaks are no longer, each member counting once.
        notes: what was found wrong with the dates.
        figures: all figures, chapter by chapter.
        history: members by state, the oldest first.
        moves: from state to state in the last period, those who had not joined as `COMING`.
        cohorts: retention of those who began together.
        waiting: (hours, share of the last period's questions that had an answer by then).
        forecast: ghost-town risk; None where the history is too short.
        belonging: next to connection.
    """

    community: str
    revision: int
    at: str | None
    members: int
    days: int
    usual_break: float
    notes: tuple[str, ...]
    figures: tuple[Tracked, ...]
    history: tuple[StatesThen, ...]
    moves: tuple[Move, ...]
    cohorts: tuple[Cohort, ...]
    waiting: tuple[tuple[float, float], ...]
    forecast: Forecast | None
    belonging: Belonging

    def figure(self, key: str) -> Tracked:
        """The figure of that key. KeyError when there is none."""
        found = {tracked.key: tracked for tracked in self.figures}
        return found[key]


def health(
    picture: Picture,
    *,
    floor: float | None = None,
    today: datetime | None = None,
    progress: Progress = silent,
) -> Health:
    """How the community in the picture is.

    For example::

        found = health(engine.picture())
        print(found.figure("unanswered_day").figure, found.forecast.at(12).below_floor)

    Args:
        picture: of the community, perhaps as of an earlier time.
        floor: members a week below which the place counts as deserted; None: half the median of
            the last year.
        today: what the computer's clock says; deeds that are dated later count as mistakes.
        progress: told of the steps of the back-test.

    Raises:
        InvalidRequest: the floor is not above 0.
    """
    moments = Moments(picture, today)
    deeds = moments.deeds
    expected = forecast(weekly_active(deeds), floor, progress)
    wait = moments.questions.wait()
    return Health(
        community=picture.snapshot.community,
        revision=picture.snapshot.revision,
        at=None if deeds.clock.at == NO_TIME else isoformat(moment_of(deeds.clock.at)),
        members=len(picture.members),
        days=deeds.history,
        usual_break=moments.rhythm.usual,
        notes=tuple(notes_of(moments)),
        figures=all_figures(moments),
        history=tuple(_history(moments)),
        moves=tuple(_moves(moments)),
        cohorts=cohorts(deeds, moments.window),
        waiting=wait.curve() if wait.n else (),
        forecast=expected,
        belonging=belonging(picture, deeds, moments.cohesion(0)),
    )


def _history(moments: Moments) -> Iterator[StatesThen]:
    points = min(moments.history // STEP, MOST_POINTS - 1)
    for ago in range(points * STEP, -1, -STEP):
        then = moments.standing(ago)
        yield StatesThen(ago, tuple(then.count(state) for state in STATES))


def _moves(moments: Moments) -> Iterator[Move]:
    if moments.history < PERIOD:
        return
    cells = transitions(moments.standing(PERIOD), moments.standing(0))
    sources = (*(STATE_NAMES[state] for state in STATES), COMING)
    for source, row in zip(sources, cells.tolist(), strict=True):
        for target, members in zip(STATES, row, strict=True):
            if members:
                yield Move(source, STATE_NAMES[target], members)
