"""What was found in long rows of edges, kept so that they are not read again for each question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.kernels import kernel
from matcher.prefetch import prefetch

NOT_KEPT = -1


@dataclass(frozen=True, slots=True, eq=False)
class LongRows:
    """Up to W things of each row that is longer than `longest` and was read once.

    Compiled code looks here before it reads such a row, and puts here what it found. It never
    runs in two threads at once, since it holds the interpreter's lock.

    Attributes:
        longest: edges of a row that is read whenever it is asked for.
        spans: (N, 2) int64, where the rows lie. Of one that was rewritten and lies elsewhere
            nothing is kept.
        slots: (N,) int32, one more than the row's place in what follows; 0 where it was not read.
        used: (1,) int64, how many rows are kept.
        counts: (L,) uint8, how many things of each are kept.
        columns: each (L, W), what is kept of each thing.
    """

    longest: int
    spans: npt.NDArray[np.int64]
    slots: npt.NDArray[np.int32]
    used: npt.NDArray[np.int64]
    counts: npt.NDArray[np.uint8]
    columns: tuple[npt.NDArray[Any], ...]

    @classmethod
    def none_yet(
        cls, side: Adjacency, longest: int, width: int, kinds: Sequence[type[np.generic]]
    ) -> LongRows:
        """For the rows of one side of a snapshot: W is `width`, `kinds` those of the columns."""
        count = int(np.count_nonzero(side.degrees() > longest))
        # The system hands out memory of zeros when it is first touched.
        return cls(
            longest,
            side.spans,
            np.zeros(len(side.spans), dtype=np.int32),
            np.zeros(1, dtype=np.int64),
            np.zeros(count, dtype=np.uint8),
            tuple(np.zeros((count, width), dtype=kind) for kind in kinds),
        )

    @property
    def places(self) -> tuple[Any, ...]:
        """What `kept_place` and `new_place` want to know."""
        return self.longest, self.spans, self.slots, self.used, self.counts


# numba infers the types of the arrays of all that follows.
@kernel
def _lies_there(node, spans, kept_spans):  # type: ignore[no-untyped-def]
    return spans[node, 0] == kept_spans[node, 0] and spans[node, 1] == kept_spans[node, 1]


@kernel
def kept_place(node, spans, kept_spans, slots):  # type: ignore[no-untyped-def]
    """Where things of a row are kept that lies at `spans` now, NOT_KEPT where none are."""
    slot = slots[node]
    return np.intp(slot - 1 if slot > 0 and _lies_there(node, spans, kept_spans) else NOT_KEPT)


@kernel
def new_place(node, count, spans, longest, kept_spans, slots, used, counts, width):  # type: ignore[no-untyped-def]
    """Where to keep the `count` things that were found in a row, NOT_KEPT if they are not to be."""
    is_long = spans[node, 1] - spans[node, 0] > longest
    if not is_long or count > width or slots[node] > 0 or not _lies_there(node, spans, kept_spans):
        return np.intp(NOT_KEPT)
    place = used[0]
    used[0] += 1
    slots[node], counts[place] = place + 1, count
    return np.intp(place)


@kernel
def ask_for_things(column, place):  # type: ignore[no-untyped-def]
    """Have what a column keeps at a place brought near: two lines, since it begins anywhere."""
    prefetch(column, place)
    prefetch(column[:, column.shape[1] - 1], place)
