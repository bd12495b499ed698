"""Figures of health in words and in cells of tables, the same on the terminal and on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from community.figure import written
from community.health.forecast import Forecast, WeekAhead
from community.health.measuring import Health
from community.health.tracking import Change, Tracked
from graph.records import parse_time

CHAPTERS = {
    "states": "Who is here",
    "staying": "Who stays",
    "answers": "Questions and answers",
    "helping": "Who helps",
    "ties": "Who holds together",
    "tone": "Tone",
}
EARLY_SIGNS = ("came_again", "helpers", "first_answer", "unanswered_day", "active_share")
"""What tends to fall before a place falls silent."""
SILENT_ALREADY = (
    "No forecast: nobody has done anything for twelve weeks. The place has fallen silent already."
)
TOO_SHORT = (
    "No forecast: it would need at least 19 weeks of dated deeds, so that forecasts can be tried "
    "on the past before anybody relies on one."
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
        return f"{told}, no clear change"
    way = "higher" if change.difference > 0 else "lower"
    good = {"more": 1, "less": -1}.get(tracked.better, 0) * change.difference
    judged = "" if good == 0 else ": better" if good > 0 else ": worse"
    return f"{told}, now {way}{judged}"


def chance(value: float) -> str:
    """A probability, without more digits than it deserves."""
    if value < 0.01:
        return "less than 1 %"
    return "more than 99 %" if value > 0.99 else f"about {100 * value:.0f} %"


def expected(week: WeekAhead) -> str:
    """`42 [15, 84]` members."""
    return f"{week.active:,.0f} [{week.low:,.0f}, {week.high:,.0f}]"


def outlook(found: Forecast) -> str:
    """The forecast in two sentences."""
    last = found.ahead[-1]
    return (
        f"In {last.weeks} weeks about {last.active:,.0f} members a week are to be expected; 95 of "
        f"100 such forecasts should hold between {last.low:,.0f} and {last.high:,.0f}. The chance "
        f"that fewer than {ceil(found.floor):,} come then is {chance(last.below_floor)}."
    )


def trust(found: Forecast) -> str:
    """What the back-test says of the forecast."""
    rows = {row.method: row for row in found.tried}
    own, base = found.tried[0], rows[found.baseline]
    errors = (
        f"Tried {found.origins} times on this community's own past, with what was known then, the "
        f"choice of methods had an error of {own.mase:.2f} steps from week to week (MASE), and "
        f"seasonal naive (“{found.baseline}”) one of {base.mase:.2f}."
    )
    if not found.beats_baseline:
        return f"{errors} No method beat seasonal naive here, so that is what is used."
    covered = f"Its 95 % intervals held {100 * own.coverage:.0f} % of the weeks."
    few = " That is little to go by." if found.origins < 12 else ""
    return f"{errors} {covered}{few} The forecast is made by {found.method}."


def headlines(found: Health) -> list[str]:
    """What a manager should know first, a sentence each."""
    active, wait = found.figure("active_share").figure, found.figure("first_answer").figure
    told = []
    if active.value is not None and active.n:
        told.append(
            f"{round(active.value * active.n):,} of {active.n:,} members did something in the last "
            "twelve weeks."
        )
    if wait.value is not None:
        late = found.figure("unanswered_week").figure
        told.append(
            f"Half of the questions have a reply after {written(wait.value, wait.unit)} hours; "
            f"{late} have none after a week."
        )
    half = found.figure("half_carried_by").figure
    if half.value is not None:
        people = "one member gives" if half.value == 1 else f"{half.value:,.0f} members give"
        told.append(f"Of all help, {people} half.")
    if found.forecast is not None:
        told.append(outlook(found.forecast))
    return told
