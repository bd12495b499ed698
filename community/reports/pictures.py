"""Pictures in reports, for which the library that draws is only loaded once one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from community.reports.document import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def svg(title: str, draw: Callable[[Axes], None], height: float = 3.5) -> Picture:
    """See `community.reports.charts.svg`."""
    from community.reports import charts  # noqa: PLC0415 - matplotlib takes a second to load

    return charts.svg(title, draw, height)
