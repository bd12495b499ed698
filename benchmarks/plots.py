"""Pictures of a task's results, the same to the byte whenever they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from matplotlib.axes import Axes

from benchmarks.label_spacing import spread
from benchmarks.picture import OTHER, REFERENCE, Look, page, styled, written
from benchmarks.results import MAIN_MEASURE, MethodFigures, TaskResult
from benchmarks.whole_run import EXPOSURE_GINI

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
    with styled():
        figure, axes = page(_title(result), 1.2 + 0.3 * len(ordered))
        for place, method in enumerate(ordered):
            _draw_interval(axes, method, place, _look(method, result))
        axes.set_yticks(range(len(ordered)), [method.name for method in ordered])
        for method, label in zip(ordered, axes.get_yticklabels(), strict=True):
            label.set(color=_look(method, result).colour, fontweight=_look(method, result).weight)
        axes.set_ylim(-0.6, len(ordered) - 0.4)
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(f"{MAIN_MEASURE} with 95 % interval")
        return written(figure, stem)


def draw_exposure(result: TaskResult, stem: Path) -> tuple[Path, Path]:
    """Each method's nDCG@10 against how unevenly it shows its targets; up and left is better.

    Args:
        result: of one task; methods that showed nothing are left out.
        stem: where to, without an ending.

    Returns:
        The PNG and the SVG file.
    """
    shown = [method for method in _worst_first(result) if EXPOSURE_GINI in method.whole_run]
    with styled():
        figure, axes = page(_title(result), max(4.5, 0.8 + 0.24 * len(shown)))
        for method in shown:
            look = _look(method, result)
            axes.plot(*_point(method), look.marker, color=look.colour, markersize=look.size)
        axes.margins(0.06)
        axes.grid()
        _label_points(axes, shown, result)
        axes.set_xlabel(f"{EXPOSURE_GINI}: 0 shows all targets equally often")
        axes.set_ylabel(MAIN_MEASURE)
        return written(figure, stem)


def _worst_first(result: TaskResult) -> list[MethodFigures]:
    return sorted(result.methods, key=lambda method: method.measures[MAIN_MEASURE].mean)


def _look(method: MethodFigures, result: TaskResult) -> Look:
    return REFERENCE if method is result.methods[0] else OTHER


def _title(result: TaskResult) -> str:
    return f"{result.name} ({result.queries:,} queries)"


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
