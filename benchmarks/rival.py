"""What a rival has to offer: settings to choose among, and a model fitted to a past."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from benchmarks.tasks import Past, Query

Settings = Mapping[str, float | int | str]
Scores = npt.NDArray[np.float64]


class Fitted(Protocol):
    """A rival that knows one past."""

    def score(self, queries: Sequence[Query], /) -> Scores:
        """(len(queries), T) float64: a higher score is better; NaN for what is left out.

        Scores of what is not among a query's candidates are ignored. As far as the method can,
        scores are comparable between queries, not only within one.
        """


class Rival(Protocol):
    """A way to rank that Kinpath is compared with."""

    @property
    def name(self) -> str:
        """As it stands in the tables."""

    @property
    def grid(self) -> Sequence[Settings]:
        """Settings that are tried on the inner validation period, plainest first; at least one."""

    @property
    def is_quick(self) -> bool:
        """Whether it can be fitted anew for every query, as fresh evidence asks for."""

    def suits(self, past: Past, /) -> bool:
        """Whether there is anything it could go by."""

    def fit(self, past: Past, settings: Settings, seed: int, /) -> Fitted:
        """Learn from a past; the same seed gives the same scores."""
