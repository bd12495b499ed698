"""Whatever was chosen most is recommended to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query


@dataclass(frozen=True, slots=True, eq=False)
class SameForAll:
    """One (T,) score of each target, whoever asks."""

    scores: Scores

    def score(self, queries: Sequence[Query], /) -> Scores:
        return np.tile(self.scores, (len(queries), 1))


class MostChosen:
    """Number of past choices of each target."""

    name = "popularity"
    grid: Sequence[Settings] = ({},)
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return len(past.chosen) > 0

    def fit(self, past: Past, _settings: Settings, _seed: int, /) -> Fitted:
        counts = np.bincount(past.chosen, minlength=len(past.targets))
        return SameForAll(counts.astype(np.float64))
