"""Recent activity: popularity that fades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import Question


@dataclass(frozen=True, slots=True)
class Recency:
    """Sum of exp(-age / days) over what happened at a known time.

    Attributes:
        days: age at which an event counts 1/e.
    """

    days: float

    def __call__(
        self,
        question: Question,  # noqa: ARG002 - the form that every feature has
        candidates: npt.NDArray[np.int32],  # noqa: ARG002
        evidence: Evidence,
    ) -> npt.NDArray[np.float64]:
        """(C,) the faded count of events, each by how much it says about the goal."""
        faded = evidence.deeds * np.exp(-evidence.ages / self.days)
        return evidence.sums(np.where(evidence.events, faded, 0.0))
