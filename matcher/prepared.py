"""Tables that one process works out for a snapshot, and all others find in files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from importlib import import_module
from pathlib import Path
from typing import Protocol, TypeVar, get_type_hints

import numpy as np

from graph.prepared_files import by_one_at_a_time, is_prepared, read_prepared, write_prepared
from graph.progress import Progress
from graph.snapshot import Snapshot
from matcher.table_arrays import arrays_of, frozen_table, table_of

T = TypeVar("T")
_FORMULAS = (
    "graph.adjacency", "graph.packing", "graph.schema", "graph.snapshot", "matcher.chances",
    "matcher.co_occurrence", "matcher.pagerank", "matcher.said", "matcher.sparse_rows",
    "matcher.strengths", "matcher.tables", "matcher.topic_walks", "matcher.view",
    "matcher.visibility", "matcher.walk_sweeps", "matcher.walks",
)  # fmt: skip
"""The modules that say what is in a table: what others than these made is made again."""


class PreparedTables:
    """The tables of one view of a snapshot: read from beside it, or worked out and put there.

    Args:
        folder: what holds a folder for each table; None: nothing is kept.
        key: what the tables depend on.
    """

    def __init__(self, folder: Path | None = None, key: str = "") -> None:
        self._folder = folder
        self._key = key

    @classmethod
    def of(cls, snapshot: Snapshot, unseen: frozenset[int]) -> PreparedTables:
        """Those of what is left of a snapshot now without the unseen nodes; kept if it is."""
        if snapshot.origin is None:
            return cls()
        hidden = np.sort(np.fromiter(unseen, np.int64, len(unseen)))
        parts = (snapshot.origin.seal.encode(), _formulas(), hidden.tobytes())
        return cls(snapshot.origin.prepared, hashlib.sha256(b"\0".join(parts)).hexdigest())

    @property
    def are_kept(self) -> bool:
        """Whether other processes may find them."""
        return self._folder is not None

    def holds(self, name: str) -> bool:
        """Whether a table of that name lies there; whether it is whole shows when it is read."""
        return self._folder is not None and is_prepared(self._folder / name, self._key)

    def table(self, name: str, kind: type[T], work_out: Callable[[], T]) -> T:
        """The table of that name and kind (see `table_arrays`), whose arrays are read-only.

        One process works it out while the others wait; where it cannot be written, each does.
        """
        if self._folder is None:
            return frozen_table(work_out())
        folder = self._folder / name
        found = self._read(folder, kind)
        if found is None:
            with by_one_at_a_time(folder):
                found = self._read(folder, kind)
                if found is None:
                    made = work_out()
                    write_prepared(folder, self._key, arrays_of(made))
                    # As the others read it, so that all share the same pages of memory.
                    found = self._read(folder, kind)
        return frozen_table(made) if found is None else found

    def _read(self, folder: Path, kind: type[T]) -> T | None:
        arrays = read_prepared(folder, self._key)
        return None if arrays is None else table_of(kind, arrays)


def names_of_tables(of: type) -> list[str]:
    """The tables that a class says it has, in its order."""
    members = vars(of).items()
    return [name for name, each in members if isinstance(each, _Table)]


class HasTables(Protocol):
    """A view of a community."""

    prepared: PreparedTables


def work_out(view: HasTables, names: Sequence[str], progress: Progress) -> None:
    """Have the view's tables of these names, found or worked out, before they are asked for."""
    for done, name in enumerate(names):
        progress(f"tables: {name.replace('_', ' ')}", done, len(names))
        getattr(view, name)


class _Table(cached_property[T]):
    """What `table` makes of a method."""


def table(work_out: Callable[..., T]) -> cached_property[T]:
    """A property that is worked out once for a view, and once for all processes where it is kept.

    Its kind is what the method says that it returns.
    """

    def find(view: HasTables) -> T:
        kind: type[T] = get_type_hints(work_out)["return"]
        return view.prepared.table(work_out.__name__, kind, lambda: work_out(view))

    find.__name__, find.__doc__ = work_out.__name__, work_out.__doc__
    return _Table(find)


@cache
def _formulas() -> bytes:
    """The checksum of the code that works tables out, so that no one has to think of a version."""
    checksum = hashlib.sha256()
    for name in _FORMULAS:
        source = import_module(name).__file__
        checksum.update(Path(source).read_bytes() if source else b"")
    return checksum.digest()
