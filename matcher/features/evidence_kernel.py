"""The evidence kernel: text, path and time together, for each piece of a candidate's evidence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import Question

HALF_DAYS = 30.0
"""Without a memory in days, a piece decays as (1 + age / 30 days)^-1.5: fast, then slowly."""


@dataclass(frozen=True, slots=True)
class EvidenceKernel:
    """`K(c|q) = sum over evidence e of weight(e) decay(age) exp(text cos(q,e) + path share(q,e))`.

    With both at 0 it is popularity that fades, with a large `text` the vote of the nearest
    neighbours, with a large `path` the vote of the graph's paths.

    Attributes:
        text: exponent of the cosine between the question and the piece.
        path: exponent of the part of the question's seeds that the piece touches.
        memory_days: None for the power law, else exp(-age / memory_days).
    """

    text: float
    path: float
    memory_days: float | None = None

    def __call__(
        self, question: Question, candidates: npt.NDArray[np.int32], evidence: Evidence
    ) -> npt.NDArray[np.float64]:
        """(C,) the kernel's sums; NaN for all when there is neither text nor seed to go by."""
        if not len(question.vectors) and not question.seeds:
            return np.full(len(candidates), np.nan)
        return evidence.sums(self.pieces(question, evidence))

    def pieces(self, question: Question, evidence: Evidence) -> npt.NDArray[np.float64]:
        """(E,) what each piece adds to its candidate's sum."""
        cosines, shares = likeness(question, evidence.distinct)
        fit = np.exp(self.text * cosines + self.path * shares)[evidence.slots]
        pieces: npt.NDArray[np.float64] = evidence.weights * self._decay(evidence.ages) * fit
        return pieces

    def _decay(self, days: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        if self.memory_days is None:
            return np.asarray((1.0 + days / HALF_DAYS) ** -1.5)
        return np.asarray(np.exp(-days / self.memory_days))


def likeness(
    question: Question, nodes: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """(n,) cosines of nodes (n,) to the question, 0 without a vector; (n,) parts of the seeds."""
    shares = question.of_nodes("shares", nodes, lambda: question.shares.at(nodes))
    return _cosines(question, nodes)[1], shares


def cosines_by_part(question: Question, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.float32]:
    """(n, Q) float32 cosines of nodes (n,) to each part of the question; NaN without a vector."""
    return _cosines(question, nodes)[0]


def _cosines(
    question: Question, nodes: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float64]]:
    return question.of_nodes("cosines", nodes, lambda: question.closeness.by_part(nodes))


NEAR = EvidenceKernel(text=12.0, path=3.0)
WIDE = EvidenceKernel(text=6.0, path=2.0)
LASTING = EvidenceKernel(text=16.0, path=5.0, memory_days=480.0)
FRESH = EvidenceKernel(text=8.0, path=1.0, memory_days=60.0)
"""What was measured to carry most: what is close, what is around it, what lasts, what is new."""
