"""Proposed key figures, month by month, with targets from the community's own best months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.alignment.ground import share
from community.phrases import phrase
from community.shared_purpose.deeds import Made, first_replies
from community.shared_purpose.ground import Counts, Ground, Mask
from community.shared_purpose.months import Months, begin, last_full_month, months, named
from community.shared_purpose.results import KeyFigure
from graph.packing import DAY, NO_TIME
from graph.schema import RelationshipKind

MONTHS = 12
"""Months that a target looks back on."""
FEWEST_MONTHS = 6
_FEWEST_IN_A_MONTH = 5
_ANSWER_DAYS, _FIRST_STEP_DAYS = 3, 30
_K = RelationshipKind
RULE = phrase(
    "The target is the upper quartile of the community's own last {months} full "
    "months: what its best three months reached. Months with fewer than "
    "{fewest_in_a_month} to count are left out; with fewer than {fewest_months} "
    "months there is no target.",
    months=MONTHS,
    fewest_in_a_month=_FEWEST_IN_A_MONTH,
    fewest_months=FEWEST_MONTHS,
)


@dataclass(frozen=True, eq=False)
class _Cases:
    """What is counted for a key figure: cases with a month, whether they went well, and whose."""

    months: Months
    well: Mask
    places: Counts


def key_figures(ground: Ground) -> tuple[KeyFigure, ...]:
    """Those of which anything is known."""
    if ground.picture.last_second == NO_TIME:
        return ()
    found = (
        _figure(
            ground,
            _answers(ground),
            phrase("questions answered within 3 days"),
            phrase(
                "Of the questions asked in a month, those with an answer by somebody else in "
                "3 days."
            ),
            phrase("Whoever asks finds out whether anybody is there."),
            _ANSWER_DAYS,
        ),
        _figure(
            ground,
            _first_steps(ground),
            phrase("newcomers who take a first step within 30 days"),
            phrase(
                "Of those who joined in a month, those who did anything of their own in 30 days."
            ),
            phrase("Who takes no first step has not found what is in it for them."),
            _FIRST_STEP_DAYS,
        ),
        _figure(
            ground,
            _each_month(ground, _givers(ground)),
            phrase("members who contribute in a month"),
            phrase(
                "Of all who had joined by a month's end, those who wrote, answered, helped, "
                "mentored, led or vouched for somebody in it."
            ),
            phrase("A shared purpose is carried by many."),
        ),
        _figure(
            ground,
            _each_month(ground, _receivers(ground)),
            phrase("members whom somebody helped in a month"),
            phrase(
                "Of all who had joined by a month's end, those whom another member helped, "
                "answered, mentored or vouched for in it."
            ),
            phrase("This is what members get from each other."),
        ),
        _figure(
            ground,
            _across(ground),
            phrase("help that crosses member types"),
            phrase(
                "Of all times that one member helped, answered or mentored another in a "
                "month, those between two types."
            ),
            phrase("Types that stay among themselves share no purpose."),
        ),
    )
    return tuple(figure for figure in found if figure is not None)


def _figure(
    ground: Ground, cases: _Cases, name: str, definition: str, why: str, days: int = 0
) -> KeyFigure | None:
    """None where there is no case at all. `days`: how long a case takes to show how it went."""
    last = last_full_month(ground.picture.last_second - days * DAY)
    if not (cases.months <= last).any():
        return None
    shares, count = _shares(cases, last)
    enough = count >= FEWEST_MONTHS
    now = cases.months == last
    well = np.zeros(len(ground.labels), dtype=np.bool_)
    well[cases.places[now & cases.well]] = True
    return KeyFigure(
        name=name,
        definition=definition,
        now=share(int((now & cases.well).sum()), int(now.sum())),
        month=named(last),
        usual=float(np.median(shares)) if enough else None,
        target=float(np.quantile(shares, 0.75)) if enough else None,
        months=count,
        members=ground.named(well),
        why=why,
    )


def _shares(cases: _Cases, last: int) -> tuple[np.ndarray, int]:
    """The share of each of the last months that has enough cases, and how many these are."""
    kept = (cases.months > last - MONTHS) & (cases.months <= last)
    row = cases.months[kept] - (last - MONTHS + 1)
    all_of = np.bincount(row, minlength=MONTHS)
    well = np.bincount(row, weights=cases.well[kept], minlength=MONTHS)
    enough = all_of >= _FEWEST_IN_A_MONTH
    return well[enough] / all_of[enough], int(enough.sum())


def _answers(ground: Ground) -> _Cases:
    asked = Made.of(ground.picture).questions
    first = first_replies(ground.picture)
    when = np.full(ground.picture.snapshot.size, np.iinfo(np.int64).max)
    when[first.targets] = first.times
    known = asked.where(asked.times != NO_TIME)
    well = when[known.targets] <= known.times.astype(np.int64) + _ANSWER_DAYS * DAY
    return _Cases(months(known.times.astype(np.int64)), well, ground.places(known.sources))


def _first_steps(ground: Ground) -> _Cases:
    first = np.full(len(ground.labels), np.iinfo(np.int64).max)
    np.minimum.at(first, ground.places(ground.own.sources), ground.own.times.astype(np.int64))
    well = first <= ground.joined + _FIRST_STEP_DAYS * DAY
    known = ground.joined != NO_TIME
    return _Cases(months(ground.joined[known]), well[known], np.flatnonzero(known))


def _givers(ground: Ground) -> tuple[Counts, Months]:
    """Who gave in which month: one entry for each deed."""
    gave = ground.picture.events_of(_K.CREATED, _K.HELPED, _K.MENTORS, _K.HOSTS, _K.ENDORSED)
    gave = gave.where(gave.times != NO_TIME)
    return ground.places(gave.sources), months(gave.times.astype(np.int64))


def _receivers(ground: Ground) -> tuple[Counts, Months]:
    got = ground.picture.events_of(_K.HELPED, _K.MENTORS, _K.ENDORSED)
    got = got.where(got.times != NO_TIME)
    return ground.places(got.targets), months(got.times.astype(np.int64))


def _each_month(ground: Ground, deeds: tuple[Counts, Months]) -> _Cases:
    """Every member once for each of the last months in which they had joined."""
    last = last_full_month(ground.picture.last_second)
    if not len(deeds[0]):
        nothing = np.zeros(0, dtype=np.int64)
        return _Cases(nothing, nothing.astype(np.bool_), nothing)
    parts = [_one_month(ground, deeds, month) for month in range(last - MONTHS + 1, last + 1)]
    columns = zip(*parts, strict=True)
    month, well, places = (np.concatenate(column) for column in columns)
    return _Cases(month, well, places)


def _one_month(
    ground: Ground, deeds: tuple[Counts, Months], month: int
) -> tuple[Months, Mask, Counts]:
    there = np.flatnonzero(ground.joined < begin(month + 1))
    did = np.zeros(len(ground.labels), dtype=np.bool_)
    did[deeds[0][deeds[1] == month]] = True
    return np.full(len(there), month, dtype=np.int64), did[there], there


def _across(ground: Ground) -> _Cases:
    ties = ground.picture.events_of(_K.HELPED, _K.MENTORS)
    ties = ties.where(ties.times != NO_TIME)
    givers, takers = ground.places(ties.sources), ground.places(ties.targets)
    crossing = ground.labels[givers] != ground.labels[takers]
    return _Cases(months(ties.times.astype(np.int64)), crossing, givers)
