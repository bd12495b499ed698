"""Changed copies of a long array that cost what is changed: the rest is the same memory."""

from __future__ import annotations

import mmap
import os
import tempfile
import weakref
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]
Nodes = npt.NDArray[np.int32]

LARGE_BYTES = 1 << 20
"""Arrays with fewer bytes are copied as they are."""
MOST_CHANGED = 256
"""Where more than one row in so many differs from the last whole copy, another one is made."""


class Copies:
    """Makes writable copies of an array (N,) or (N, 2).

    A large one is kept in an unnamed file that every copy maps privately: pages of memory that
    nobody writes to are shared between all copies. Where there are two columns the rows lie in
    reverse, so that a copy has the layout of spans that overlap (`graph.adjacency.spans_of`), for
    which kernels are compiled.
    """

    def __init__(self, array: Values) -> None:
        self._step = -1 if array.ndim > 1 else 1
        self._shape, self._dtype = array.shape, array.dtype
        kept = np.ascontiguousarray(array[:: self._step])
        self._small = kept if array.nbytes < LARGE_BYTES else None
        self._file = -1
        if self._small is None:
            with tempfile.TemporaryFile() as file:
                file.write(kept.data)
                file.flush()
                self._file = os.dup(file.fileno())
            weakref.finalize(self, os.close, self._file)

    def copy(self) -> Values:
        """A copy that may be written to."""
        if self._small is not None:
            return np.array(self._small)[:: self._step]
        mapped = mmap.mmap(self._file, 0, access=mmap.ACCESS_COPY)
        return np.ndarray(self._shape, self._dtype, buffer=mapped)[:: self._step]


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """An array of which others are made that differ in few rows.

    Attributes:
        array: (N,) or (N, 2).
        copies: of this array or an earlier one.
        changed: (c,) ascending, the rows that differ from those copies.
    """

    array: Values
    copies: Copies
    changed: Nodes

    @classmethod
    def of(cls, array: Values) -> Sheet:
        """A sheet with this array."""
        return cls(array, Copies(array), np.zeros(0, dtype=np.int32))

    def changed_at(self, rows: Nodes, values: Values) -> Sheet:
        """The sheet with other values in these rows (n,), each once."""
        array = self.copies.copy()
        array[self.changed] = self.array[self.changed]
        array[rows] = values
        array.flags.writeable = self.array.flags.writeable
        changed = np.union1d(self.changed, rows).astype(np.int32)
        if len(changed) * MOST_CHANGED > len(array):
            return Sheet(array, Copies(array), changed[:0])
        return Sheet(array, self.copies, changed)
