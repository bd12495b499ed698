"""How pictures look: one page with axes, drawn the same to the byte every time."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


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


def styled() -> AbstractContextManager[None]:
    """All that is drawn and written in the block looks alike."""
    return mpl.rc_context(_STYLE)


def page(title: str, height: float) -> tuple[Figure, Axes]:
    """A page of so many inches in height, and its axes."""
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, loc="left")
    return figure, axes


def written(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """The PNG and the SVG file of a page; `stem`: where to, without an ending."""
    png, svg = stem.with_name(f"{stem.name}.png"), stem.with_name(f"{stem.name}.svg")
    figure.savefig(png, metadata={"Software": None})
    figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg
