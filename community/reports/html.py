"""Reports as one HTML page that needs nothing else: no script, nothing from other hosts."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from community.reports.document import Chart, Number, Paragraph, Report, Table


def as_html(report: Report) -> str:
    """A page in light and dark, whose numbers lead to the members behind them."""
    places = {number: place for place, number in enumerate(report.behind(), 1)}
    return _template().render(report=report, places=places)


@cache
def _template() -> Template:
    loader = PackageLoader("community.reports")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    environment.tests["number"] = lambda cell: isinstance(cell, Number)
    environment.tests["paragraph"] = lambda block: isinstance(block, Paragraph)
    environment.tests["table"] = lambda block: isinstance(block, Table)
    environment.tests["chart"] = lambda block: isinstance(block, Chart)
    # Pictures are our own: matplotlib escapes what is written into them.
    environment.filters["picture"] = Markup
    return environment.get_template("report.html.jinja")
