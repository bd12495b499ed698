"""How likely each step of a walk is: in floating point, or in eight bits where there are many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from numba import extending, types

from graph.kernels import kernel

IN_EIGHT_BITS_FROM = 1_000_000
"""Steps from which on eight bits say how likely each is."""
LEVELS = 256
LOWEST = 2.0**-20
"""What is less likely, beside the likeliest step of its row, is taken for this likely."""

Positions = npt.NDArray[np.int64]
Values = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """Of W steps from N nodes, those of a row side by side.

    Attributes:
        codes: (W,) float32, how likely each step is; or uint8, how likely beside the likeliest of
            its row, as a place in `levels`.
        levels: (LEVELS,) float32, each less than the one before by the same factor; or (0,).
        factors: (N,) float32, by which levels become probabilities, which sum to one in each row;
            or (0,).
    """

    codes: npt.NDArray[Any]
    levels: npt.NDArray[np.float32]
    factors: npt.NDArray[np.float32]

    @classmethod
    def plain(cls, probabilities: Values) -> Self:
        """Probabilities (W,) as they are."""
        none = np.zeros(0, dtype=np.float32)
        return cls(probabilities.astype(np.float32, copy=False), none, none)

    @classmethod
    def of(cls, lengths: Positions, probabilities: Values) -> Self:
        """Probabilities (W,) of rows (N,) that are so long; in eight bits, if they are many."""
        plain = cls.plain(probabilities)
        if len(probabilities) < IN_EIGHT_BITS_FROM:
            return plain
        least = float(_beside_likeliest(lengths, probabilities).min())
        levels = np.geomspace(1.0, min(max(least, LOWEST), 0.5), LEVELS).astype(np.float32)
        return replace(plain, levels=levels).encoded(lengths, probabilities)

    @property
    def arrays(self) -> tuple[npt.NDArray[Any], ...]:
        """What compiled code reads, see `chance`."""
        return self.codes, self.levels, self.factors

    @property
    def in_eight_bits(self) -> bool:
        """Whether that is how they are kept."""
        return len(self.levels) > 0

    def at(self, places: Positions | slice, owners: Any) -> npt.NDArray[np.float32]:
        """(n,) of the steps at these places, which leave these nodes: (n,), or one."""
        if not self.in_eight_bits:
            return np.asarray(self.codes[places])
        return np.asarray(self.levels[self.codes[places]] * self.factors[owners])

    def encoded(self, lengths: Positions, probabilities: Values) -> Self:
        """Other rows in the same levels: `codes` (w,) and `factors` (n,) of these n rows alone."""
        if not self.in_eight_bits:
            return replace(self, codes=probabilities.astype(np.float32, copy=False))
        beside = np.log(np.maximum(_beside_likeliest(lengths, probabilities), LOWEST))
        steps = np.rint(beside * ((LEVELS - 1) / np.log(float(self.levels[-1]))))
        codes = np.minimum(steps, LEVELS - 1).astype(np.uint8)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        sums = np.bincount(owners, self.levels[codes], len(lengths))
        factors = 1.0 / np.where(lengths > 0, sums, 1.0)
        return replace(self, codes=codes, factors=factors.astype(np.float32))


def _beside_likeliest(lengths: Positions, probabilities: Values) -> Values:
    """(W,) each over the highest of its row."""
    filled = lengths[lengths > 0]
    highest = np.maximum.reduceat(probabilities, np.cumsum(filled) - filled)
    return np.asarray(probabilities / np.repeat(highest, filled))


def level_of(chances: Any, at: int) -> float:
    """How likely the step at a place is, but for the factor of its row; for compiled code."""
    raise NotImplementedError


def factor_of(chances: Any, node: int) -> float:
    """The factor of a node's row; for compiled code."""
    raise NotImplementedError


# numba infers the types of the arrays of all that follows, and which of the two forms it is.
@extending.overload(level_of)
def _level_of(chances, at):  # type: ignore[no-untyped-def]  # noqa: ARG001
    if chances[0].dtype == types.uint8:
        return lambda chances, at: chances[1][chances[0][at]]
    return lambda chances, at: chances[0][at]


@extending.overload(factor_of)
def _factor_of(chances, node):  # type: ignore[no-untyped-def]  # noqa: ARG001
    if chances[0].dtype == types.uint8:
        return lambda chances, node: chances[2][node]
    return lambda chances, node: np.float32(1.0)  # noqa: ARG005


@kernel
def chance(chances, node, at):  # type: ignore[no-untyped-def]
    """The probability of the step at a place of a node's row; `chances` as `Chances.arrays`."""
    return level_of(chances, at) * factor_of(chances, node)
