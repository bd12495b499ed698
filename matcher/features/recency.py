"""Recent activity: popularity that fades."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import Question

TELLING = 0.5
"""A deed that says less than this about the goal does not show that somebody is still there."""


@dataclass(frozen=True, slots=True)
class Recency:
    """Sum of exp(-age / days) over what happened at a known time.

    Attributes:
        days: age at which an event counts 1/e.
    """

    days: float

    def __call__(
        self,
        question: Question,
        candidates: npt.NDArray[np.int32],  # noqa: ARG002
        evidence: Evidence,
    ) -> npt.NDArray[np.float64]:
        """(C,) the faded count of events, each by how much it says about the goal."""
        return evidence.sums(self.pieces(question, evidence))

    def pieces(
        self,
        question: Question,  # noqa: ARG002
        evidence: Evidence,
    ) -> npt.NDArray[np.float64]:
        """(E,) what each piece adds to its candidate's sum."""
        faded = evidence.deeds * np.exp(-evidence.ages / self.days)
        return np.where(evidence.events, faded, 0.0)


def last_seen(
    question: Question,  # noqa: ARG001
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,
) -> npt.NDArray[np.float64]:
    """(C,) -log(1 + days) since the last deed that counts; NaN without a dated one."""
    youngest = np.full(len(candidates), np.inf)
    counted = evidence.events & (evidence.deeds >= TELLING)
    np.minimum.at(youngest, evidence.owners()[counted], evidence.ages[counted])
    return np.where(
        np.isfinite(youngest), -np.log1p(np.where(np.isfinite(youngest), youngest, 0.0)), np.nan
    )
