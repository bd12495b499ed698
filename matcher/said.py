"""How much edges say, kept as the half floats that lie in their rows, where those tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from numba import extending, types

from graph.adjacency import Adjacency, frozen

Halves = npt.NDArray[np.uint16]
Values = npt.NDArray[np.float32]
ALL_HALVES = 1 << 16


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """What E edges say, without what lies in their rows.

    Attributes:
        halves: (k,) uint16, the bits of each strength that there is, as a half float.
        values: (k,) float32, how much edges of that strength say.
        own: (E,) float32, how much each edge says where its strength does not tell; or (0,).
    """

    halves: Halves
    values: Values
    own: Values

    @classmethod
    def of(cls, side: Adjacency, said: Values) -> Self:
        """Those of edges that say so much, (E,)."""
        bits, last_of = _bits_of(side), np.full(ALL_HALVES, -1)
        last_of[bits] = np.arange(len(bits))
        # Two edges of one strength may say different things: then the strength does not tell.
        tells = np.array_equal(said[last_of[bits]], said)
        halves = np.flatnonzero(last_of >= 0)
        return cls(halves.astype(np.uint16), said[last_of[halves]], said[:0] if tells else said)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """How much each of E edges says.

    Attributes:
        codes: (E,) float32, how much; or uint16, the place of that in `values`.
        values: (ALL_HALVES,) float32, by the bits of a half float; or (0,).
    """

    codes: npt.NDArray[Any]
    values: Values

    @classmethod
    def of(cls, side: Adjacency, meanings: Meanings) -> Self:
        """What edges mean whose strengths are half floats; without a copy where they can tell."""
        if len(meanings.own):
            return cls(meanings.own, frozen(np.zeros(0, dtype=np.float32)))
        values = np.arange(ALL_HALVES, dtype=np.uint16).view(np.float16).astype(np.float32)
        values[meanings.halves] = meanings.values
        return cls(_bits_of(side), frozen(values))

    @property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """What compiled code reads, see `said_at`."""
        return self.codes, self.values

    def at(self, places: Any) -> Values:
        """(n,) of the edges at these places."""
        codes = self.codes[places]
        return np.asarray(self.values[codes] if len(self.values) else codes)

    def encoded(self, values: npt.NDArray[np.floating[Any]]) -> npt.NDArray[Any]:
        """(n,) codes of these values, rounded to half floats if codes are."""
        return values.astype(np.float16).view(np.uint16) if len(self.values) else values


def said_at(said: Any, at: int) -> float:
    """How much the edge at a place says, of `Said.arrays`; for compiled code."""
    raise NotImplementedError


# numba infers the types of the arrays, and which of the two forms it is.
@extending.overload(said_at)
def _said_at(said, at):  # type: ignore[no-untyped-def]  # noqa: ARG001
    if said[0].dtype == types.uint16:
        return lambda said, at: said[1][said[0][at]]
    return lambda said, at: said[0][at]


def _bits_of(side: Adjacency) -> Halves:
    return side.in_half_floats().strengths.view(np.uint16)
