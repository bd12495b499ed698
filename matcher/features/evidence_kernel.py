"""The evidence kernel: text, path and time together, for each piece of a candidate's evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
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
        self,
        question: Question,
        candidates: npt.NDArray[np.int32],  # noqa: ARG002 - the form that every feature has
        evidence: Evidence,
    ) -> npt.NDArray[np.float64]:
        """(C,) the kernel's sums; NaN for all when there is neither text nor seed to go by."""
        return np.asarray(sums_of_kernels(question, (self,), evidence)[0])

    def pieces(self, question: Question, evidence: Evidence) -> npt.NDArray[np.float64]:
        """(E,) what each piece adds to its candidate's sum."""
        return np.asarray(pieces_of_kernels(question, (self,), evidence)[0])


def sums_of_kernels(
    question: Question, kernels: tuple[EvidenceKernel, ...], evidence: Evidence
) -> npt.NDArray[np.float64]:
    """(K, C) the sums of several kernels, worked out together."""
    if not len(question.vectors) and not question.seeds:
        return np.full((len(kernels), len(evidence.offsets) - 1), np.nan)
    compared = _compared(question, evidence)
    return np.asarray(_sums(_numbers(kernels), evidence.offsets, *compared))


def pieces_of_kernels(
    question: Question, kernels: tuple[EvidenceKernel, ...], evidence: Evidence
) -> npt.NDArray[np.float64]:
    """(K, E) what each piece adds to the sums of several kernels."""
    return np.asarray(_added(_numbers(kernels), *_compared(question, evidence)))


def _compared(question: Question, evidence: Evidence) -> tuple[npt.NDArray[Any], ...]:
    """Of each piece its node, weight and age, and of each node how alike it is."""
    alike = likeness(question, evidence.distinct)
    return evidence.slots, evidence.weights, evidence.ages, *alike


@lru_cache(maxsize=256)
def _numbers(kernels: tuple[EvidenceKernel, ...]) -> npt.NDArray[np.float64]:
    """(K, 3) both exponents of each, and its memory, 0 for the power law."""
    numbers = [(each.text, each.path, each.memory_days or 0.0) for each in kernels]
    return np.array(numbers).reshape(len(kernels), 3)


# numba infers the types of the arrays of all that follows.
@kernel
def _added(kernels, slots, weights, ages, cosines, shares):  # type: ignore[no-untyped-def]
    """(K, E) what each piece adds to each kernel's sum."""
    added = np.empty((len(kernels), len(slots)))
    fits = np.empty(len(cosines))
    for which in range(len(kernels)):
        text, path, memory = kernels[which]
        for slot in range(len(fits)):
            fits[slot] = np.exp(text * cosines[slot] + path * shares[slot])
        for at in range(len(slots)):
            added[which, at] = weights[at] * _decay(ages[at], memory) * fits[slots[at]]
    return added


@kernel
def _decay(days, memory):  # type: ignore[no-untyped-def]
    if days == 0.0:
        return 1.0
    if memory > 0.0:
        return np.exp(-days / memory)
    later = 1.0 + days / HALF_DAYS
    return 1.0 / (later * np.sqrt(later))


@kernel
def _sums(kernels, offsets, slots, weights, ages, cosines, shares):  # type: ignore[no-untyped-def]
    added = _added(kernels, slots, weights, ages, cosines, shares)
    sums = np.zeros((len(kernels), len(offsets) - 1))
    for which in range(len(kernels)):
        for place in range(len(offsets) - 1):
            for at in range(offsets[place], offsets[place + 1]):
                sums[which, place] += added[which, at]
    return sums


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
