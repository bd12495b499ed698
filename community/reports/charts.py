"""Pictures in reports: SVG, the same to the byte every time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO
from typing import Any

import matplotlib as mpl
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from community.phrases import Phrase
from community.reports.document import Picture

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#4D4D4D")
"""Told apart by everybody (Okabe and Ito 2008)."""
STYLE: dict[Any, Any] = {
    "font.size": 10,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=COLOURS),
    "grid.color": "#DDDDDD",
    "svg.hashsalt": "kinpath",  # else the ids in an SVG file are drawn at random
    "svg.fonttype": "none",  # letters stay letters, which screen readers and searches find
}
_WIDTH = 7.5
"""Inches."""
_DOTS_PER_INCH = 150


def styled() -> AbstractContextManager[None]:
    """All that is drawn and written in the block looks alike."""
    return mpl.rc_context(STYLE)


def page(title: str, height: float) -> tuple[Figure, Axes]:
    """A page of so many inches in height, and its axes."""
    figure = Figure(figsize=(_WIDTH, height), dpi=_DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, loc="left")
    return figure, axes


def svg(title: str, draw: Callable[[Axes], None], height: float = 3.5) -> Picture:
    """The SVG element of a picture, so many inches in height, that `draw` fills."""
    with styled():
        figure, axes = page(title, height)
        draw(axes)
        text = StringIO()
        figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    written, said = text.getvalue(), [each.get_text() for each in figure.findobj(Text)]
    phrases = tuple(each for each in said if isinstance(each, Phrase))
    return Picture(written[written.index("<svg") :], phrases)
