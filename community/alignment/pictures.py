"""Pictures of alignment: over time, and the map of themes."""

from __future__ import annotations

from matplotlib.axes import Axes

from community.alignment.chance import BY_CHANCE
from community.alignment.results import Alignment, Group, Theme
from community.phrases import numerals, phrase
from community.reports import svg
from community.reports.charts import COLOURS
from community.reports.document import Picture

MOST_DRAWN = 25
"""Themes in the picture; all are in the table."""
_HALF = 0.5
"""Closeness of any text."""


def over_time(found: Alignment) -> Picture:
    """Aligned statements by the quarter in which they were stated, with the host's versions."""
    return svg(
        phrase("Purposes stated in each quarter: how many are aligned"),
        lambda axes: _lines(axes, found),
        height=3.4,
    )


def _lines(axes: Axes, found: Alignment) -> None:
    shown = [group for group in found.quarters if group.aligned.value is not None]
    x = range(len(shown))
    axes.fill_between(
        x,
        [100 * group.aligned.low for group in shown],
        [100 * group.aligned.high for group in shown],
        alpha=0.18,
        linewidth=0,
        label=phrase("95 % interval"),
    )
    axes.plot(
        x,
        [100 * (group.aligned.value or 0) for group in shown],
        marker="o",
        label=phrase("aligned"),
    )
    axes.axhline(100 * BY_CHANCE, linestyle="--", color=COLOURS[6], label=phrase("by chance"))
    _new_words(axes, found, [group.name for group in shown])
    axes.set_ylabel(phrase("% of statements"))
    axes.set_ylim(0, None)
    _name_quarters(axes, shown)
    axes.grid(axis="y")
    axes.legend(frameon=False, ncols=4, fontsize=9)


def _new_words(axes: Axes, found: Alignment, quarters: list[str]) -> None:
    """A line where the host began to say something else."""
    label: str = phrase("the host's words change")
    for version in found.versions[1:]:
        place = _place(version.since, quarters)
        if place is not None:
            axes.axvline(place, color=COLOURS[1], linestyle=":", label=label)
            label = "_"


def _place(since: str | None, quarters: list[str]) -> float | None:
    if since is None:
        return None
    quarter = phrase("{since} Q{since_2}", since=since[:4], since_2=(int(since[5:7]) + 2) // 3)
    return float(quarters.index(quarter)) if quarter in quarters else None


def _name_quarters(axes: Axes, groups: list[Group]) -> None:
    step = max(1, -(-len(groups) // 12))
    places = list(range(0, len(groups), step))
    axes.set_xticks(places, [groups[place].name for place in places], fontsize=8)


def theme_map(themes: tuple[Theme, ...]) -> Picture:
    """The largest themes by how close the host is to each, and how that changed."""
    shown = themes[:MOST_DRAWN][::-1]
    title = phrase("Themes, and how close the host is")
    return svg(title, lambda axes: _themes(axes, shown), height=1.4 + 0.36 * len(shown))


def _themes(axes: Axes, themes: tuple[Theme, ...]) -> None:
    for row, theme in enumerate(themes):
        colour = COLOURS[1 if theme.spoken_of == "nowhere" else 0]
        place = 100 * (theme.closeness.value or 0.0)
        size = 40 + 900 * (theme.size.value or 0)
        axes.scatter(place, row, s=size, color=colour, alpha=0.75)
        _arrow(axes, theme, place, row)
    axes.axvline(100 * _HALF, linestyle="--", color=COLOURS[6])
    axes.text(
        100 * _HALF, len(themes) - 0.45, phrase("any text"), ha="center", va="bottom", fontsize=8
    )
    names = [
        numerals("{name} ({number:,})", name=theme.name, number=theme.size.count)
        for theme in themes
    ]
    axes.set_yticks(range(len(themes)), names, fontsize=9)
    axes.set_xlim(0, 105)
    axes.set_ylim(-0.7, len(themes) + 0.3)
    axes.set_xlabel(phrase("closeness to what the host says, %"))
    axes.grid(axis="x")


def _arrow(axes: Axes, theme: Theme, place: float, row: int) -> None:
    """To the dot, as long as the way from the older statements to the newer ones."""
    if theme.early is None or theme.late is None or theme.direction == "unclear":
        return
    before = place - 100 * (theme.late - theme.early)
    axes.annotate(
        "", xy=(place, row - 0.3), xytext=(before, row - 0.3),
        arrowprops={"arrowstyle": "->", "color": COLOURS[2 if theme.direction == "toward" else 1]},
    )  # fmt: skip
