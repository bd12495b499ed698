"""How results are printed, kept as JSON, and written into the documentation."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

VERSIONED = ("kinpath", "numpy", "torch", "sentence-transformers", "scikit-learn", "neo4j")
"""Packages whose versions may change a figure."""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table that also reads well as plain text."""
    cells = [list(header), *map(list, rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    ruler = ["-" * width for width in widths]
    lines = [cells[0], ruler, *cells[1:]]
    return "\n".join(
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in lines
    )


def surroundings() -> dict[str, Any]:
    """What a figure may depend on besides the data: versions and the machine's kind."""
    return {
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        **{package: version(package) for package in VERSIONED},
    }


def replace_block(document: Path, name: str, content: str) -> None:
    """Put `content` between `<!-- name:begin … -->` and `<!-- name:end -->`; the rest stays.

    Raises:
        ValueError: the document has no such block, or several.
    """
    text = document.read_text(encoding="utf-8")
    pattern = re.compile(rf"(<!-- {name}:begin[^>]*-->\n).*?(<!-- {name}:end -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda found: f"{found[1]}\n{content}\n\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"{document} has {count} blocks named {name}; there must be one")
    document.write_text(replaced, encoding="utf-8")


def write_json(path: Path, report: object) -> None:
    """Keep a report for machines."""
    path.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def tell(label: str, done: int, total: int | None) -> None:
    """Progress in place, where a person sees the error stream."""
    if not sys.stderr.isatty():
        return
    sys.stderr.write(f"\r{label}: {done}" + (f" of {total}" if total else ""))
    if done == total:
        sys.stderr.write("\n")
    sys.stderr.flush()
