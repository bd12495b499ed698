"""Packs a Stack Exchange dump for a repository: compressed, and without what leads to profiles.

    python examples/pack_stack_exchange.py DUMP_FOLDER OUTPUT_FOLDER

Every table keeps its rows and attributes but for these: of users go the addresses of their sites
and pictures, hashes of their e-mail addresses, the number of their network account, and the time
of their last visit; what they say about themselves becomes plain text without links, pictures and
e-mail addresses. Comments lose e-mail addresses. Votes without a voter, which nothing reads, are
left out.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import zstandard

from graph.progress import silent
from loaders.compressed import SUFFIXES
from loaders.html_text import html_to_text
from loaders.rows import RawRow
from loaders.stack_exchange import TABLES
from loaders.xml_rows import read_xml_rows

LEFT_OUT = frozenset(
    {"ProfileImageUrl", "WebsiteUrl", "EmailHash", "AccountId", "LastAccessDate", "Age", "Views"}
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
WEB = re.compile(r"(?:https?://|www\.)\S+")
IN_ATTRIBUTE = {'"': "&quot;", "\n": "&#xA;", "\r": "&#xD;", "\t": "&#x9;"}
LEVEL = 19


def packed_rows(table: str, path: Path) -> Iterator[Mapping[str, str]]:
    """Rows of a table as they are packed."""
    for row in read_xml_rows(path, silent):
        if not isinstance(row, RawRow):
            raise SystemExit(f"{path}, line {row.line}: {row.reason}")
        cells = {name: str(cell) for name, cell in row.cells.items()}
        if table == "Users":
            cells = {name: cell for name, cell in cells.items() if name not in LEFT_OUT}
            if "AboutMe" in cells:
                about = EMAIL.sub("", WEB.sub("", html_to_text(cells["AboutMe"])))
                # It is read as HTML again.
                cells["AboutMe"] = escape(about).replace("\n", "<br>")
        if table == "Comments":
            cells["Text"] = EMAIL.sub("[e-mail address]", cells["Text"])
        if table != "Votes" or "UserId" in cells:
            yield cells


def pack(table: str, source: Path, target: Path) -> None:
    """Write one table."""
    name = table.lower()
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f"<{name}>"]
    for cells in packed_rows(table, source):
        attributes = "".join(
            f' {key}="{escape(cell, IN_ATTRIBUTE)}"' for key, cell in cells.items()
        )
        lines.append(f"  <row{attributes} />")
    lines.append(f"</{name}>\n")
    target.write_bytes(zstandard.ZstdCompressor(LEVEL).compress("\n".join(lines).encode()))


def main() -> None:
    """Pack every table that the dump holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        for suffix in SUFFIXES:
            source = arguments.dump / f"{table}.xml{suffix}"
            if source.is_file():
                pack(table, source, arguments.output / f"{table}.xml.zst")


if __name__ == "__main__":
    main()
