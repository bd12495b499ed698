"""The registry of features: each source of evidence is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.features.common_neighbours import common_neighbours
from matcher.features.evidence_kernel import LASTING, NEAR, WIDE
from matcher.features.meaning import own_text, profile
from matcher.features.recency import Recency
from matcher.features.unanswered import unanswered
from matcher.features.walk import walk_from_all, walk_from_seeds
from matcher.question import Question

Values = npt.NDArray[np.float64]
Compute = Callable[[Question, npt.NDArray[np.int32], Evidence], Values]
"""(question, candidates (C,), their evidence) -> (C,) float64; NaN where a candidate has none."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One source of evidence.

    Attributes:
        compute: its value for each candidate.
        scale: `lift` for sums that are never negative, `mass` for shares of one that all nodes
            divide among them, `cosine` for cosines.
        asked: whether it depends on what is asked, and so can tell one question from another.
    """

    compute: Compute
    scale: Literal["lift", "mass", "cosine"]
    asked: bool = True


FEATURES: Mapping[str, Feature] = {
    "evidence_near": Feature(NEAR, "lift"),
    "evidence_wide": Feature(WIDE, "lift"),
    "evidence_lasting": Feature(LASTING, "lift"),
    "walk_from_all": Feature(walk_from_all, "mass"),
    "walk_from_seeds": Feature(walk_from_seeds, "mass"),
    "recent_month": Feature(Recency(days=30.0), "lift", asked=False),
    "recent_season": Feature(Recency(days=120.0), "lift", asked=False),
    "profile": Feature(profile, "cosine"),
    "own_text": Feature(own_text, "cosine"),
    "common_neighbours": Feature(common_neighbours, "lift"),
    "unanswered": Feature(unanswered, "lift"),
}
"""By name; `docs/matching.md` says what each one means."""
