"""The picture of who gives to whom."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes

from community.phrases import numerals, phrase
from community.reports import svg
from community.reports.document import Picture
from community.shared_purpose.results import Relation

_FEWEST = 3


def matrix(relations: tuple[Relation, ...], what: str) -> Picture:
    """Givers down, takers across: how often, and in colour how many times chance."""
    cells = [each for each in relations if each.what == what]
    names = list(dict.fromkeys(each.giver for each in cells))
    height = 1.6 + 0.45 * len(names)
    title = phrase("Who gives {what} to whom", what=what)
    return svg(title, lambda axes: _draw(axes, cells, names), height=height)


def _draw(axes: Axes, cells: list[Relation], names: list[str]) -> None:
    logs = np.array([_shade(each) for each in cells]).reshape(len(names), len(names))
    picture = axes.imshow(logs, cmap="RdBu", vmin=-2, vmax=2, aspect="auto")
    axes.set_xticks(
        range(len(names)), [phrase("to {name}", name=name) for name in names], fontsize=8
    )
    axes.set_yticks(
        range(len(names)), [phrase("from {name}", name=name) for name in names], fontsize=9
    )
    for place, each in enumerate(cells):
        row, column = divmod(place, len(names))
        axes.text(column, row, _words(each), ha="center", va="center", fontsize=8)
    axes.spines[:].set_visible(False)
    bar = axes.figure.colorbar(picture, ax=axes, ticks=[-2, -1, 0, 1, 2])
    bar.set_ticklabels(
        ["¼", "½", phrase("chance"), phrase("2 times"), phrase("4 times")], fontsize=8
    )


def _shade(each: Relation) -> float:
    """Doublings against chance; 0 where it could be chance."""
    value, low, high = each.times_chance.value, each.times_chance.low, each.times_chance.high
    if each.count < _FEWEST or not value or low is None or high is None or low <= 1 <= high:
        return 0.0
    return float(np.clip(np.log2(value), -2, 2))


def _words(each: Relation) -> str:
    value = each.times_chance.value
    if each.count < _FEWEST or value is None:
        return numerals("{number:,}", number=each.count)
    return numerals("{number:,}\n{value:.1f} ×", number=each.count, value=value)
