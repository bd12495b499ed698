"""A picture of changes with their intervals, one below the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from community.outcomes.results import Outcome
from community.phrases import phrase

if TYPE_CHECKING:  # it takes a second to load, which every command would wait for
    from matplotlib.axes import Axes

_SHOWN, _NOT_SHOWN = "#0072B2", "#8A8A8A"


def forest(outcomes: Sequence[Outcome]) -> Callable[[Axes], None]:
    """What draws it: those that are shown to have changed in colour, the others in grey."""

    def draw(axes: Axes) -> None:
        for place, outcome in enumerate(reversed(outcomes)):
            size, shown = outcome.size, outcome.decision.shown
            colour = _SHOWN if shown else _NOT_SHOWN
            axes.plot([size.low, size.high], [place, place], color=colour, linewidth=2)
            axes.plot(size.value, place, "o" if shown else "D", color=colour)
        axes.axvline(0, color="#000000", linewidth=0.8)
        axes.set_yticks(range(len(outcomes)), [o.instrument.name for o in reversed(outcomes)])
        axes.set_ylim(-0.6, len(outcomes) - 0.4)
        axes.set_xlabel(phrase("fell  -  standard deviations before  -  rose (grey: not shown)"))
        axes.grid(axis="x")

    return draw
