"""The registry of features: each source of evidence is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.features.common_neighbours import common_neighbours
from matcher.features.evidence_kernel import EvidenceKernel
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
        meaning: what a large value says, for people.
        asked: whether it depends on what is asked, and so can tell one question from another.
    """

    compute: Compute
    scale: Literal["lift", "mass", "cosine"]
    meaning: str
    asked: bool = True


FEATURES: Mapping[str, Feature] = {
    "evidence_near": Feature(
        EvidenceKernel(text=12.0, path=3.0), "lift", "did things very close to what is asked"
    ),
    "evidence_wide": Feature(
        EvidenceKernel(text=6.0, path=2.0), "lift", "did things around what is asked"
    ),
    "evidence_lasting": Feature(
        EvidenceKernel(text=16.0, path=5.0, memory_days=480.0),
        "lift",
        "did just this, also long ago",
    ),
    "walk_from_all": Feature(
        walk_from_all, "mass", "is well connected with the asker, the topics and what is near them"
    ),
    "walk_from_seeds": Feature(walk_from_seeds, "mass", "is well connected with the topics"),
    "recent_month": Feature(
        Recency(days=30.0), "lift", "was active in the last weeks", asked=False
    ),
    "recent_season": Feature(
        Recency(days=120.0), "lift", "was active in the last months", asked=False
    ),
    "profile": Feature(profile, "cosine", "does on the whole what is asked"),
    "own_text": Feature(own_text, "cosine", "says of itself what is asked"),
    "common_neighbours": Feature(
        common_neighbours, "lift", "shares people, topics and things with the asker"
    ),
    "unanswered": Feature(unanswered, "lift", "still waits for an answer"),
}
