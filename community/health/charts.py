"""Pictures of a community's health."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

from community.health.forecast import Forecast
from community.health.measuring import Health
from community.health.states import PRESENT, STATE_NAMES, STATES
from community.health.words import date_of
from community.phrases import numerals, phrase
from community.reports import Chart, svg
from community.reports.charts import COLOURS

MOST_CURVES = 6
"""Cohorts drawn, the newest; more cannot be told apart."""
WEEKS_DRAWN = 104


def of_states(found: Health) -> Chart:
    """Members who are here, by state over time."""

    def draw(axes: Axes) -> None:
        days = _dates(found, [then.ago for then in found.history])
        rows = [[then.counts[STATES.index(state)] for then in found.history] for state in PRESENT]
        labels = [STATE_NAMES[state] for state in PRESENT]
        axes.stackplot(days, *rows, labels=labels, colors=COLOURS[: len(rows)], alpha=0.85)
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, reverse=True)
        axes.set_ylabel(phrase("members"))
        axes.margins(x=0)
        _date_axis(axes)

    words = phrase(
        "Members who are here by state, every four weeks; the table below has the last point."
    )
    return Chart(svg(phrase("Members who are here, by state"), draw), words)


def of_retention(found: Health) -> Chart:
    """The share of each cohort that is still here."""

    def draw(axes: Axes) -> None:
        shown = found.cohorts[-MOST_CURVES:]
        for place, cohort in enumerate(shown):
            days, shares = zip(*cohort.curve, strict=True)
            label = phrase(
                "began {date_of:%b %Y} ({n:,})", date_of=date_of(found, cohort.begins), n=cohort.n
            )
            colour = COLOURS[place % len(COLOURS)]
            axes.step(days, shares, where="post", label=label, color=colour)
        axes.set_ylim(0, 1.02)
        axes.set_xlim(left=0)
        axes.yaxis.set_major_formatter(
            lambda value, _: numerals("{value:.0f} %", value=100 * value)
        )
        axes.set_xlabel(phrase("days since their first deed"))
        axes.grid(axis="y")
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)

    return Chart(
        svg(phrase("Still here, by when they began"), draw),
        phrase("Shares of those who began together that are still here; the table says the same."),
    )


def of_waiting(found: Health) -> Chart:
    """How soon questions are answered."""

    def draw(axes: Axes) -> None:
        hours, shares = zip(*((max(hour, 0.1), share) for hour, share in found.waiting),
                            strict=True)  # fmt: skip
        axes.step(hours, shares, where="post")
        axes.set_xscale("log")
        ticks = {
            1: phrase("an hour"),
            24: phrase("24 hours"),
            168: phrase("a week"),
            672: phrase("four weeks"),
        }
        for hour in ticks:
            axes.axvline(hour, color="#BBBBBB", linewidth=0.8, zorder=0)
        axes.set_xticks(list(ticks), list(ticks.values()))
        axes.minorticks_off()
        axes.set_ylim(0, 1.02)
        axes.yaxis.set_major_formatter(
            lambda value, _: numerals("{value:.0f} %", value=100 * value)
        )
        axes.set_ylabel(phrase("questions with a reply"))

    return Chart(
        svg(phrase("How soon a question has its first reply"), draw, 3.0),
        phrase(
            "The share of the last twelve weeks' questions with a reply, by hours since "
            "they were asked."
        ),
    )


def of_forecast(found: Health, told: Forecast) -> Chart:
    """Activity so far and what is expected, with its band and the floor."""

    def draw(axes: Axes) -> None:
        past = told.activity[-WEEKS_DRAWN:]
        before = _dates(found, [7 * week for week in range(len(past) - 1, -1, -1)])
        after = _dates(found, [-7 * week for week in range(len(told.ahead) + 1)])
        axes.plot(before, past, label=phrase("so far"))
        # The band opens where the past ends.
        last = float(past[-1])
        middle, low, high = (
            [last, *(getattr(week, end) for week in told.ahead)]
            for end in ("active", "low", "high")
        )
        axes.plot(after, middle, "--", color=COLOURS[1], label=phrase("expected"))
        axes.fill_between(
            after, low, high, label=phrase("95 % band"), color=COLOURS[1], alpha=0.2, linewidth=0
        )
        axes.axhline(told.floor, color=COLOURS[6], linestyle=":", label=phrase("floor"))
        axes.set_ylim(bottom=0)
        axes.set_ylabel(phrase("active members a week"))
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False)
        _date_axis(axes)

    return Chart(
        svg(phrase("Activity, and what is to be expected"), draw),
        phrase(
            "Members active in each week, and the forecast of twelve weeks with its 95 % "
            "band and the floor; the table says the same."
        ),
    )


def _dates(found: Health, ago: Sequence[int]) -> npt.NDArray[np.datetime64]:
    """(n,) the days that are so many days before the community's clock."""
    days = [date_of(found, days).replace(tzinfo=None) for days in ago]
    return np.array(days, dtype="datetime64[s]")


def _date_axis(axes: Axes) -> None:
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]  # untyped there
    axes.xaxis.set_major_locator(locator)
    formatter = ConciseDateFormatter(locator)  # type: ignore[no-untyped-call]  # untyped there
    axes.xaxis.set_major_formatter(formatter)
