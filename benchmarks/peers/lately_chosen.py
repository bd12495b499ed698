"""Whatever was chosen much of late is recommended to everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.peers.most_chosen import SameForAll
from benchmarks.rival import Fitted, Settings
from benchmarks.tasks import Past


class LatelyChosen:
    """Number of past choices of each target, each fading exponentially with its age.

    Settings: `fading_days`, after which a choice counts 1/e.
    """

    name = "recency-weighted popularity"
    grid: Sequence[Settings] = tuple({"fading_days": days} for days in (60.0, 15.0, 30.0, 120.0))
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return bool((past.days > 0).any())

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        weights = np.exp(-past.days / float(settings["fading_days"]))
        sums = np.bincount(past.chosen, weights, minlength=len(past.targets))
        return SameForAll(sums.astype(np.float64))
