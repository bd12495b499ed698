"""The picture of a journey: how many are still in each stage, day by day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from community.journeys.journey_view import JourneyView
from community.phrases import Listing, phrase
from community.reports import Chart

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def curves(view: JourneyView) -> list[Chart]:
    """The survival curves of the stages that anybody left, in one picture; none where nobody."""
    from community.reports import svg  # noqa: PLC0415 - matplotlib is slow to import

    known = [
        (name, took)
        for name, took in zip(view.journey.stage_names, view.durations, strict=False)
        if took.curve
    ]
    if not known:
        return []

    def draw(axes: Axes) -> None:
        for name, took in known:
            days, shares = zip(*took.curve, strict=True)
            axes.step(days, [100 * share for share in shares], where="post", label=name)
        axes.axhline(50, color="#999999", linewidth=0.8, linestyle=":")
        axes.set_ylim(0, 105)
        axes.set_xlim(left=0)
        axes.set_xlabel(phrase("days since entering the stage"))
        axes.set_ylabel(phrase("% still in it"))
        axes.legend(frameon=False, fontsize=9)

    title = phrase("{name}: how many are still in each stage", name=view.journey.name)
    words = Listing.joined(
        "; ",
        (
            phrase(
                "{name}: half had gone on after {median:.0f} days", name=name, median=took.median
            )
            if took.median is not None
            else phrase("{name}: fewer than half have gone on", name=name)
            for name, took in known
        ),
    )
    return [Chart(svg(title, draw), words)]
