"""`--report FILE`: what a command found, as a page for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli.talk import say
from community.reports import Report, as_html, as_markdown
from graph.errors import InvalidRequest

_WRITERS = {".html": as_html, ".htm": as_html, ".md": as_markdown}

ReportOption = Annotated[
    Path | None,
    typer.Option(
        "--report",
        metavar="FILE",
        help="Also write it as a page for people: FILE.html or FILE.md.",
        show_default=False,
    ),
]


def check_report(path: Path | None) -> None:
    """Refuse a name that ends in neither of what reports are written as, before any work.

    Raises:
        InvalidRequest: it does.
    """
    if path is not None and path.suffix.lower() not in _WRITERS:
        raise InvalidRequest("--report", f"must end in .html or .md, not {path.name!r}")


def write_report(report: Report, path: Path) -> None:
    """Write the report as what the name ends in, and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_WRITERS[path.suffix.lower()](report), encoding="utf-8")
    say(f"written to {path}", "dim")
