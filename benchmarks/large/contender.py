"""What is timed: somebody who answers questions with nodes, best first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Q = TypeVar("Q")
Nodes = npt.NDArray[np.int64]
DEPTH = 50
"""How many nodes an answer holds, where there are that many."""


@dataclass(frozen=True, slots=True)
class Contender(Generic[Q]):
    """One way to answer.

    Attributes:
        name: as tables show it.
        ask: answers one question; what is timed.
        operations: edges (or vectors) that one question touches, None where it cannot be told.
        bytes: of the arrays or the index that are kept for answering, where that can be told.
        deep: answers with DEPTH nodes, for quality, where `ask` answers with fewer.
    """

    name: str
    ask: Callable[[Q], Nodes]
    operations: Callable[[Q], int | None] | None = None
    bytes: int | None = None
    deep: Callable[[Q], Nodes] | None = None


def best(scores: npt.NDArray[np.floating], begin: int, end: int, but: int = -1) -> Nodes:
    """The DEPTH nodes of `begin <= node < end` with the highest positive scores (N,), best first.

    Args:
        scores: (N,) of all nodes.
        begin: the first node that counts.
        end: the one after the last.
        but: the one that does not.
    """
    of_range = np.array(scores[begin:end])
    if begin <= but < end:
        of_range[but - begin] = 0.0
    count = min(DEPTH, len(of_range))
    among = np.argpartition(of_range, len(of_range) - count)[len(of_range) - count :]
    ordered = among[np.lexsort((among, -of_range[among]))]
    return (begin + ordered[of_range[ordered] > 0]).astype(np.int64)
