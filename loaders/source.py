"""What every loader offers: a stream of records, row by row, and of rows that cannot be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from graph.progress import Progress
from graph.records import EntityId, Record

Exists = Callable[[EntityId], bool]
"""Whether an entity that the source itself does not hold was loaded earlier."""


class Unreadable(ValueError):
    """Why a row, or a cell of it, cannot be used; the reason is the message.

    Attributes:
        column: where it is one column's fault; the reason begins with its name then.
    """

    def __init__(self, reason: str = "", column: str = "") -> None:
        super().__init__(reason)
        self.column = column


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says.

    Attributes:
        table: the table that the row stands in.
        records: empty when the row says nothing that the graph keeps.
        rows: 1, or 0 for what follows from several rows together.
        changed_tags: how many tags of the source had to be changed or left out.
    """

    table: str
    records: tuple[Record, ...]
    rows: int = 1
    changed_tags: int = 0


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that cannot be used.

    Attributes:
        table: the table that it stands in.
        file: name of the file.
        line: line of a text file, number of the row in a parquet file, from 1; 0: the whole file.
        reason: what is wrong, in a plain sentence.
        row: the row itself, as far as it could be read.
        column: where it is one column's fault; the reason begins with its name then.
    """

    table: str
    file: str
    line: int
    reason: str
    row: object = None
    column: str = ""

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{where}: {self.reason}"


class Source(Protocol):
    """Outside data that a loader has recognised; it opens no database."""

    @property
    def format(self) -> str:
        """`bundle` or `stack_exchange`."""

    @property
    def path(self) -> Path:
        """Where it is."""

    @property
    def community(self) -> str:
        """The community's id, as the source names it."""

    @property
    def ignored(self) -> tuple[str, ...]:
        """Names of files beside the tables that nobody reads."""

    def read(self, exists: Exists, progress: Progress) -> Iterator[Facts | Rejection]:
        """Stream all rows, in an order that puts every entity before what names it.

        Rows of a table come together, and two readings give the same.

        Raises:
            LoadError: the source as a whole cannot be read.
        """
