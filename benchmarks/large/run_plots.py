"""Pictures of a run: one for each subject, how long the methods take at each size."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.axes import Axes

from benchmarks.large.figures import Contest
from benchmarks.large.run import Run
from benchmarks.picture import OTHER, REFERENCE, Look, page, styled, written

_HEIGHT = 4.5
"""Inches."""
_APART = 0.05
"""Of the height of the axes: how far names stand apart at least, so that they can be read."""


def draw_run(run: Run, folder: Path) -> list[Path]:
    """Write a PNG and an SVG for each subject into the folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    subjects = dict.fromkeys(contest.subject for contest in run.contests)
    written: list[Path] = []
    for subject in subjects:
        contests = [contest for contest in run.contests if contest.subject == subject]
        stem = folder / f"speed-{_file_name(subject)}"
        written += _draw(subject, contests, stem)
    return written


def _file_name(subject: str) -> str:
    kept = "".join(letter if letter.isalnum() else " " for letter in subject)
    return "-".join(kept.split())


def _draw(subject: str, contests: list[Contest], stem: Path) -> tuple[Path, Path]:
    with styled():
        figure, axes = page(f"{subject[0].upper()}{subject[1:]}", _HEIGHT)
        names = dict.fromkeys(line.name for contest in contests for line in contest.lines)
        ends = {name: _draw_method(axes, name, contests) for name in names}
        axes.set(xscale="log", yscale="log", xlabel="members", ylabel="median, milliseconds")
        axes.margins(x=0.25)
        axes.grid()
        _write_names(axes, ends, contests)
        return written(figure, stem)


def _look(name: str, contests: list[Contest]) -> Look:
    is_reference = any(contest.lines[0].name == name for contest in contests)
    return REFERENCE if is_reference else OTHER


def _draw_method(axes: Axes, name: str, contests: list[Contest]) -> tuple[float, float]:
    """Draw it, and tell where its last point is."""
    look = _look(name, contests)
    lines = [(each.members, line) for each in contests for line in each.lines if line.name == name]
    sizes = [members for members, _ in lines]
    middles = [line.median.middle for _, line in lines]
    axes.plot(sizes, middles, look.marker + "-", color=look.colour, linewidth=look.line)
    ends = ([line.median.least for _, line in lines], [line.median.greatest for _, line in lines])
    axes.vlines(sizes, *ends, color=look.colour)
    return sizes[-1], middles[-1]


def _write_names(
    axes: Axes, ends: Mapping[str, tuple[float, float]], contests: list[Contest]
) -> None:
    """Each name beside its last point, or above where another one stands already."""
    heights: dict[float, float] = {}
    for name, (size, middle) in sorted(ends.items(), key=lambda item: item[1][1]):
        look = _look(name, contests)
        data = axes.transData.transform((size, middle))
        height = float(axes.transAxes.inverted().transform(data)[1])
        height = heights[size] = max(height, heights.get(size, -1.0) + _APART)
        axes.annotate(
            f" {name}", (size, height), xycoords=("data", "axes fraction"), va="center",
            color=look.colour, weight=look.weight,
        )  # fmt: skip
