"""Figures of a community in the words of the dashboard: value, trend, and the way to members."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.dashboard.addresses import to
from api.dashboard.languages import Language
from community.health.tracking import Change, Tracked
from community.phrases import marked

NAMES: Mapping[str, str] = {
    "active_share": marked("Active in the last twelve weeks"),
    "newcomer": marked("Newcomers"),
    "active": marked("Active members"),
    "vital": marked("Vital members"),
    "about to leave": marked("About to leave"),
    "left": marked("Left"),
    "returned": marked("Came back"),
    "lurker": marked("Reading along"),
    "silent": marked("Never seen active"),
    "stayed": marked("Still here after four weeks"),
    "came_again": marked("Newcomers who came again"),
    "first_answer": marked("Wait for a first answer"),
    "unanswered_day": marked("Questions unanswered after a day"),
    "unanswered_week": marked("Questions unanswered after a week"),
    "helpers": marked("Members who help"),
    "half_carried_by": marked("Members who carry half of the help"),
    "busiest": marked("Help that comes from one member"),
    "gini": marked("Inequality of help"),
    "reciprocity": marked("Help that came back"),
    "passed_on": marked("Helped members who help"),
    "isolated": marked("Members without a tie"),
    "islands": marked("Groups cut off from the rest"),
    "bridges": marked("Members who alone hold a group"),
    "across": marked("Ties across the community"),
    "tone": marked("Tone"),
}
"""What figures of health are called; how each is worked out is told beside it."""
_UNITS: Mapping[str, str] = {
    "hours": marked("hours"),
    "members": marked("members"),
    "groups": marked("groups"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as the macro `figure` shows it.

    Attributes:
        way: `better`, `worse` or empty: whether it moved beyond chance, and where to.
        arrow: name of the drawing that stands beside the trend.
        link: to the members behind it.
    """

    name: str
    value: str
    unit: str
    trend: str
    way: str
    arrow: str
    meaning: str
    link: str


def told(tracked: Tracked, language: Language, meaning: str = "") -> Told:
    """A figure of health in a language; `meaning` says what it tells, and is told as it is."""
    text, figure = language.texts.gettext, tracked.figure
    value = text("not known") if figure.value is None else written(language, tracked)
    return Told(
        name=text(NAMES.get(tracked.key, figure.name)),
        value=value,
        unit=text(_UNITS[figure.unit])
        if figure.value is not None and figure.unit in _UNITS
        else "",
        trend=_trend(tracked.before, tracked, language),
        way=_way(tracked.before, tracked.better),
        arrow=_arrow(tracked.before),
        meaning=meaning,
        link=to("figure", key=tracked.key),
    )


def written(language: Language, tracked: Tracked, value: float | None = None) -> str:
    """The figure's value, or another one in its unit."""
    number = tracked.figure.value if value is None else value
    assert number is not None
    if tracked.figure.unit == "share":
        return language.percent(number)
    return language.number(number, 0 if abs(number) >= 10 else 2)


def _trend(change: Change | None, tracked: Tracked, language: Language) -> str:
    """What it was twelve weeks ago, and whether that differs by more than chance."""
    if change is None or tracked.figure.value is None:
        return ""
    before = written(language, tracked, change.value)
    gettext = language.texts.gettext
    if not change.beyond_chance:
        return gettext("%(before)s twelve weeks ago: no clear change") % {"before": before}
    return {
        "better": gettext("%(before)s twelve weeks ago: better now"),
        "worse": gettext("%(before)s twelve weeks ago: worse now"),
        "": gettext("%(before)s twelve weeks ago"),
    }[_way(change, tracked.better)] % {"before": before}


def _way(change: Change | None, better: str) -> str:
    if change is None or not change.beyond_chance or not better:
        return ""
    return "better" if (change.difference > 0) == (better == "more") else "worse"


def _arrow(change: Change | None) -> str:
    if change is None or not change.beyond_chance:
        return "level"
    return "up" if change.difference > 0 else "down"
