"""Kinds of measured values: how sure each is, and how two of them are compared.

Every one has a value, its 95 % interval (None where it is a plain count) and n, and tells by
`against` whether it differs from an earlier one by more than chance would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, Self

import numpy as np
import numpy.typing as npt

from community.proportions import newcombe, wilson

Ends = tuple[float, float]
Floats = npt.NDArray[np.float64]

CHANCE = 0.05
"""How often chance alone makes a difference that is called one."""


@dataclass(frozen=True, slots=True)
class Compared:
    """How two values differ.

    Attributes:
        low, high: the 95 % interval of the difference; None where only a test tells of it.
        beyond_chance: whether there is a difference at all, as far as 95 % go.
    """

    low: float | None
    high: float | None
    beyond_chance: bool

    @classmethod
    def within(cls, low: float, high: float) -> Compared:
        """A difference with this interval."""
        return cls(float(low), float(high), not low <= 0.0 <= high)


class Measure(Protocol):
    """A measured value."""

    @property
    def value(self) -> float | None: ...

    @property
    def interval(self) -> Ends | None: ...

    @property
    def n(self) -> int | None: ...

    def against(self, earlier: Self) -> Compared | None:
        """How it differs from an earlier one; None where nobody can tell."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many. Wilson's interval; differences by Newcombe (1998), method 10."""

    hits: int
    n: int

    @property
    def value(self) -> float | None:
        return self.hits / self.n if self.n else None

    @property
    def interval(self) -> Ends | None:
        return wilson(self.hits, self.n) if self.n else None

    def against(self, earlier: Share) -> Compared | None:
        if not self.n or not earlier.n:
            return None
        low, high = newcombe(self.hits, self.n, earlier.hits, earlier.n)
        return Compared.within(float(low), float(high))


@dataclass(frozen=True, slots=True)
class Count:
    """So many, of whom each came or went alone; differences as of Poisson counts (score)."""

    count: int
    n: int | None = None

    @property
    def value(self) -> float | None:
        return float(self.count)

    @property
    def interval(self) -> Ends | None:
        return None

    def against(self, earlier: Count) -> Compared | None:
        from statsmodels.stats.rates import (  # noqa: PLC0415 - it takes a second to import
            confint_poisson_2indep,
        )

        if not self.count and not earlier.count:
            return None
        ends = confint_poisson_2indep(
            self.count, 1, earlier.count, 1, method="score", compare="diff"
        )
        return Compared.within(*ends)


@dataclass(frozen=True, slots=True)
class Plain:
    """A value that is what it is: nobody can tell what chance would have made of it."""

    value: float | None
    n: int | None = None

    @property
    def interval(self) -> Ends | None:
        return None

    def against(self, earlier: Plain) -> Compared | None:  # noqa: ARG002 - nobody can tell
        return None


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """A value with B bootstrap draws of it (B,); intervals are their percentiles."""

    value: float | None
    draws: Floats
    n: int | None = None

    @property
    def interval(self) -> Ends | None:
        return _middle(self.draws)

    def against(self, earlier: Drawn) -> Compared | None:
        if not len(self.draws) or not len(earlier.draws):
            return None
        ends = _middle(self.draws - earlier.draws)
        return None if ends is None else Compared.within(*ends)


def _middle(draws: Floats) -> Ends | None:
    if not len(draws):
        return None
    low, high = np.quantile(draws, [CHANCE / 2, 1 - CHANCE / 2])
    return float(low), float(high)
