"""Figures of health in words and in cells of tables, the same on the terminal and on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from community.figure import written
from community.health.forecast import Forecast, WeekAhead
from community.health.measuring import Health
from community.health.tracking import Change, Tracked
from community.phrases import marked, numerals, phrase
from graph.records import parse_time

CHAPTERS = {
    "states": phrase("Who is here"),
    "staying": phrase("Who stays"),
    "answers": phrase("Questions and answers"),
    "helping": phrase("Who helps"),
    "ties": phrase("Who holds together"),
    "tone": phrase("Tone"),
}
_MOVED = {
    (True, 1): marked("{told}, now higher: better"),
    (True, 0): marked("{told}, now higher"),
    (True, -1): marked("{told}, now higher: worse"),
    (False, 1): marked("{told}, now lower: better"),
    (False, 0): marked("{told}, now lower"),
    (False, -1): marked("{told}, now lower: worse"),
}
"""By whether a figure rose, and whether that is well (1), neither (0) or not (-1)."""
EARLY_SIGNS = ("came_again", "helpers", "first_answer", "unanswered_day", "active_share")
"""What tends to fall before a place falls silent."""
SILENT_ALREADY = phrase(
    "No forecast: nobody has done anything for twelve weeks. The place has fallen silent already."
)
TOO_SHORT = phrase(
    "No forecast: it would need at least 19 weeks of dated deeds, so that "
    "forecasts can be tried on the past before anybody relies on one."
)


def date_of(found: Health, ago: float = 0.0) -> datetime:
    """So many days before the community's clock."""
    assert found.at is not None  # what has ages has a clock
    return parse_time(found.at) - timedelta(days=ago)


def why_none(found: Health) -> str:
    """Why there is no forecast."""
    seen = found.figure("active_share").figure.value
    return SILENT_ALREADY if found.days and seen == 0 else TOO_SHORT


def trend(tracked: Tracked, change: Change | None) -> str:
    """What a figure was, and whether it has moved since by more than chance."""
    if change is None:
        return "–"
    told = written(change.value, tracked.figure.unit)
    if change.beyond_chance is None:
        return told
    if not change.beyond_chance:
        return phrase("{told}, no clear change", told=told)
    good = {"more": 1, "less": -1}.get(tracked.better, 0) * change.difference
    return phrase(_MOVED[change.difference > 0, (good > 0) - (good < 0)], told=told)


def chance(value: float) -> str:
    """A probability, without more digits than it deserves."""
    if value < 0.01:
        return phrase("less than 1 %")
    return (
        phrase("more than 99 %")
        if value > 0.99
        else phrase("about {value:.0f} %", value=100 * value)
    )


def expected(week: WeekAhead) -> str:
    """`42 [15, 84]` members."""
    return numerals(
        "{active:,.0f} [{low:,.0f}, {high:,.0f}]", active=week.active, low=week.low, high=week.high
    )


def outlook(found: Forecast) -> str:
    """The forecast in two sentences."""
    last = found.ahead[-1]
    return phrase(
        "In {weeks} weeks about {active:,.0f} members a week are to be expected; 95 "
        "of 100 such forecasts should hold between {low:,.0f} and {high:,.0f}. The "
        "chance that fewer than {ceil:,} come then is {chance}.",
        weeks=last.weeks,
        active=last.active,
        low=last.low,
        high=last.high,
        ceil=ceil(found.floor),
        chance=chance(last.below_floor),
    )


def trust(found: Forecast) -> str:
    """What the back-test says of the forecast."""
    rows = {row.method: row for row in found.tried}
    own, base = found.tried[0], rows[found.baseline]
    errors = phrase(
        "Tried {origins} times on this community's own past, with what was known "
        "then, the choice of methods had an error of {mase:.2f} steps from week to "
        "week (MASE), and seasonal naive (“{baseline}”) one of {mase_2:.2f}.",
        origins=found.origins,
        mase=own.mase,
        baseline=found.baseline,
        mase_2=base.mase,
    )
    if not found.beats_baseline:
        return phrase(
            "{errors} No method beat seasonal naive here, so that is what is used.", errors=errors
        )
    covered = phrase(
        "Its 95 % intervals held {coverage:.0f} % of the weeks.", coverage=100 * own.coverage
    )
    few = phrase(" That is little to go by.") if found.origins < 12 else ""
    return phrase(
        "{errors} {covered}{few} The forecast is made by {method}.",
        errors=errors,
        covered=covered,
        few=few,
        method=found.method,
    )


def headlines(found: Health) -> list[str]:
    """What a manager should know first, a sentence each."""
    active, wait = found.figure("active_share").figure, found.figure("first_answer").figure
    told: list[str] = []
    if active.value is not None and active.n:
        told.append(
            phrase(
                "{value:,} of {n:,} members did something in the last twelve weeks.",
                value=round(active.value * active.n),
                n=active.n,
            )
        )
    if wait.value is not None:
        late = found.figure("unanswered_week").figure
        told.append(
            phrase(
                "Half of the questions have a reply after {written} hours; {late} have none "
                "after a week.",
                written=written(wait.value, wait.unit),
                late=late,
            )
        )
    half = found.figure("half_carried_by").figure
    if half.value is not None:
        people = (
            phrase("one member gives")
            if half.value == 1
            else phrase("{value:,.0f} members give", value=half.value)
        )
        told.append(phrase("Of all help, {people} half.", people=people))
    if found.forecast is not None:
        told.append(outlook(found.forecast))
    return told
