"""Pictures of a task's results, the same to the byte whenever they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from benchmarks.label_spacing import spread
from benchmarks.results import MAIN_MEASURE, MethodFigures, TaskResult
from benchmarks.whole_run import EXPOSURE_GINI


@dataclass(frozen=True, slots=True)
class Look:
    """How a method is drawn: sizes in points."""

    colour: str
    marker: str
    size: float
    line: float
    weight: str


# Vermilion (Okabe and Ito 2008) and grey are told apart by everybody; the shapes differ as well.
REFERENCE = Look("#D55E00", "D", size=8.0, line=2.6, weight="bold")
OTHER = Look("#4D4D4D", "o", size=6.0, line=1.6, weight="normal")

_STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": "#DDDDDD",
    "svg.hashsalt": "kinpath",  # else the ids in an SVG file are drawn at random
}
_WIDTH = 7.5
"""Inches."""
_DOTS_PER_INCH = 150
_LABEL_GAP = 0.052
"""From one line of text to the next, as a share of the height of the axes."""


def draw_methods(result: TaskResult, stem: Path) -> tuple[Path, Path]:
    """Each method's nDCG@10 with its interval, best on top; the reference stands out.

    Args:
        result: of one task.
        stem: where to, without an ending.

    Returns:
        The PNG and the SVG file.
    """
    ordered = _worst_first(result)
    with mpl.rc_context(_STYLE):
        figure, axes = _page(result, height=1.2 + 0.3 * len(ordered))
        for place, method in enumerate(ordered):
            _draw_interval(axes, method, place, _look(method, result))
        axes.set_yticks(range(len(ordered)), [method.name for method in ordered])
        for method, label in zip(ordered, axes.get_yticklabels(), strict=True):
            label.set(color=_look(method, result).colour, fontweight=_look(method, result).weight)
        axes.set_ylim(-0.6, len(ordered) - 0.4)
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(f"{MAIN_MEASURE} with 95 % interval")
        return _written(figure, stem)


def draw_exposure(result: TaskResult, stem: Path) -> tuple[Path, Path]:
    """Each method's nDCG@10 against how unevenly it shows its targets; up and left is better.

    Args:
        result: of one task; methods that showed nothing are left out.
        stem: where to, without an ending.

    Returns:
        The PNG and the SVG file.
    """
    shown = [method for method in _worst_first(result) if EXPOSURE_GINI in method.whole_run]
    with mpl.rc_context(_STYLE):
        figure, axes = _page(result, height=max(4.5, 0.8 + 0.24 * len(shown)))
        for method in shown:
            look = _look(method, result)
            axes.plot(*_point(method), look.marker, color=look.colour, markersize=look.size)
        axes.margins(0.06)
        axes.grid()
        _label_points(axes, shown, result)
        axes.set_xlabel(f"{EXPOSURE_GINI}: 0 shows all targets equally often")
        axes.set_ylabel(MAIN_MEASURE)
        return _written(figure, stem)


def _worst_first(result: TaskResult) -> list[MethodFigures]:
    return sorted(result.methods, key=lambda method: method.measures[MAIN_MEASURE].mean)


def _look(method: MethodFigures, result: TaskResult) -> Look:
    return REFERENCE if method is result.methods[0] else OTHER


def _page(result: TaskResult, height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(f"{result.name} ({result.queries:,} queries)", loc="left")
    return figure, axes


def _draw_interval(axes: Axes, method: MethodFigures, place: int, look: Look) -> None:
    interval = method.measures[MAIN_MEASURE]
    axes.plot([interval.low, interval.high], [place, place], color=look.colour, linewidth=look.line)
    axes.plot(interval.mean, place, look.marker, color=look.colour, markersize=look.size)


def _point(method: MethodFigures) -> tuple[float, float]:
    return method.whole_run[EXPOSURE_GINI], method.measures[MAIN_MEASURE].mean


def _label_points(axes: Axes, shown: Sequence[MethodFigures], result: TaskResult) -> None:
    """Names in a column on the right, each joined to its point, so that none covers another."""
    low, high = axes.get_ylim()
    wanted = [(_point(method)[1] - low) / (high - low) for method in shown]
    heights = spread(wanted, min(_LABEL_GAP, 0.95 / max(1, len(shown))))
    for method, height in zip(shown, heights, strict=True):
        axes.annotate(
            method.name,
            xy=_point(method),
            xytext=(1.03, height),
            textcoords="axes fraction",
            va="center",
            color=_look(method, result).colour,
            fontweight=_look(method, result).weight,
            arrowprops={"arrowstyle": "-", "color": "#BBBBBB", "linewidth": 0.7, "shrinkB": 5.0},
        )


def _written(figure: Figure, stem: Path) -> tuple[Path, Path]:
    png, svg = stem.with_name(f"{stem.name}.png"), stem.with_name(f"{stem.name}.svg")
    figure.savefig(png, metadata={"Software": None})
    figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg
