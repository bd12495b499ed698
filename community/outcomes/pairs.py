"""Members with a score before and one after, as arrays: what a change is told from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Clusters = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Paired:
    """n members who answered in both waves.

    Attributes:
        before, after: (n,) their scores.
        taking_part: (n,) who is in the programme, the others are compared with; None where there
            is nobody to compare with.
        clusters: by name, (n,) which cluster each belongs to: those of a pair, of a group.
    """

    before: Values
    after: Values
    taking_part: Mask | None = None
    clusters: Mapping[str, Clusters] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.before)

    @property
    def changes(self) -> Values:
        """(n,) after less before."""
        return self.after - self.before

    @property
    def spread(self) -> float:
        """Standard deviation before; with a comparison group pooled over both groups."""
        return pooled_spread(self.before, self.taking_part)

    @property
    def varies(self) -> bool:
        """Whether scores before and changes differ between members, in each group."""
        groups = (np.ones(len(self), dtype=bool),) if self.taking_part is None else (
            self.taking_part, ~self.taking_part
        )  # fmt: skip
        return all(
            len(values[group]) > 1 and float(np.ptp(values[group])) > 0
            for values in (self.before, self.changes)
            for group in groups
        )

    def where(self, kept: Mask) -> Paired:
        """Those of them that are kept (n,)."""
        taking = None if self.taking_part is None else self.taking_part[kept]
        clusters = {name: numbers[kept] for name, numbers in self.clusters.items()}
        return Paired(self.before[kept], self.after[kept], taking, clusters)


def pooled_spread(before: Values, taking_part: Mask | None) -> float:
    """Standard deviation (n - 1), pooled over two groups where there are two."""
    if taking_part is None:
        return float(before.std(ddof=1))
    one, other = before[taking_part], before[~taking_part]
    squares = one.var(ddof=1) * (len(one) - 1) + other.var(ddof=1) * (len(other) - 1)
    return float(np.sqrt(squares / (len(before) - 2)))
