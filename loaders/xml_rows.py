"""Rows of a Stack Exchange table: `<row …/>` elements, streamed, with hostile XML refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from graph.errors import LoadError
from graph.progress import Progress
from loaders.compressed import DAMAGE, OpenFile, open_bytes
from loaders.rows import BadLine, RawRow

_CHUNK = 64 * 1024
_TOLD_EVERY = 1_000
MAX_ROW = 256 * 1024 * 1024
"""Bytes that one row may take."""
MAX_BROKEN = 1_000
"""Broken rows after which the rest of a file is given up."""


def read_xml_rows(path: Path, progress: Progress) -> Iterator[RawRow | BadLine]:
    """Stream the attributes of each row.

    A row that is not well-formed costs itself alone: reading goes on with the next line. Memory
    holds one row and one chunk, whatever the size of the file.

    Raises:
        LoadError: the file declares a document type or entities, or a row never ends.
    """
    line = 0
    try:
        with open_bytes(path) as file:
            reading = _Reading(path, file, progress)
            for row in reading.rows():
                line = row.line
                yield row
    except DAMAGE as error:
        yield BadLine(line + 1, f"the file is damaged from here on: {error}")


class _Rows:
    """What the parser calls: gathers rows with their lines, builds no tree."""

    def __init__(self) -> None:
        self.parser: Any = None
        self.root: str | None = None
        self.found: list[RawRow] = []
        self.first_line = 1

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "row":
            line = self.first_line + self.parser.parser.CurrentLineNumber - 1
            self.found.append(RawRow(line, attributes))
        elif self.root is None:
            self.root = tag

    def taken(self) -> list[RawRow]:
        found, self.found = self.found, []
        return found


class _Reading:
    """Feeds a file to a parser line by line, and to a new one behind every broken row."""

    def __init__(self, path: Path, file: OpenFile, progress: Progress) -> None:
        self._path = path
        self._file = file
        self._progress = progress
        self._rows = _Rows()
        self._line = 1
        self._broken = 0

    def rows(self) -> Iterator[RawRow | BadLine]:
        parser = self._new_parser()
        unfinished = 0
        while (chunk := self._read()) and self._broken < MAX_BROKEN:
            unfinished += len(chunk)
            failure = self._feed(parser, chunk)
            if self._rows.found:
                unfinished = 0
                yield from self._rows.taken()
            if unfinished > MAX_ROW:
                raise LoadError(f"{self._path}, line {self._line}: a row is longer than {MAX_ROW}")
            if failure is not None:
                yield failure
                if self._rows.root is None:
                    return
                while chunk and not chunk.endswith(b"\n"):
                    chunk = self._read()
                parser = self._new_parser(self._line + 1)
            if chunk.endswith(b"\n"):
                self._line += 1
        yield from self._end(parser)

    def _read(self) -> bytes:
        return self._file.content.readline(_CHUNK)

    def _feed(self, parser: DefusedXMLParser, chunk: bytes) -> BadLine | None:
        try:
            parser.feed(chunk)
        except ParseError as error:
            self._broken += 1
            line = self._rows.first_line + error.position[0] - 1
            return BadLine(line, f"is not well-formed XML: {error}", _shown(chunk))
        except DefusedXmlException:
            raise LoadError(
                f"{self._path}, line {self._line}: declares a document type or entities, which "
                "no Stack Exchange dump does; it was not read"
            ) from None
        if self._line % _TOLD_EVERY == 0:
            self._progress(f"reading {self._path.name}", self._file.position(), self._file.size)
        return None

    def _new_parser(self, first_line: int = 1) -> DefusedXMLParser:
        parser = DefusedXMLParser(target=self._rows, forbid_dtd=True)
        self._rows.parser, self._rows.first_line = parser, first_line
        if self._rows.root is not None:
            parser.feed(f"<{self._rows.root}>".encode())
        return parser

    def _end(self, parser: DefusedXMLParser) -> Iterator[BadLine]:
        if self._broken >= MAX_BROKEN:
            yield BadLine(self._line, f"the rest was given up after {MAX_BROKEN} broken rows")
            return
        try:
            parser.close()
        except ParseError as error:
            yield BadLine(self._line, f"the file ends in the middle: {error}")
        self._progress(f"reading {self._path.name}", self._file.size, self._file.size)


def _shown(chunk: bytes) -> str:
    return chunk.decode(errors="backslashreplace")
