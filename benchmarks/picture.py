"""How methods look in pictures, and the files that a picture is written to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matplotlib.figure import Figure

from community.reports.charts import page, styled

__all__ = ["OTHER", "REFERENCE", "Look", "page", "styled", "written"]


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


def written(figure: Figure, stem: Path) -> tuple[Path, Path]:
    """The PNG and the SVG file of a page; `stem`: where to, without an ending."""
    png, svg = stem.with_name(f"{stem.name}.png"), stem.with_name(f"{stem.name}.svg")
    figure.savefig(png, metadata={"Software": None})
    figure.savefig(svg, metadata={"Date": None, "Creator": None})
    return png, svg
