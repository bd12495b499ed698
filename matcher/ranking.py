"""The score: features made comparable, weighted and added, so that every share can be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence, gather_evidence
from matcher.features import FEATURES, Values
from matcher.question import Question


@dataclass(frozen=True, slots=True)
class Scored:
    """C candidates with their scores.

    Attributes:
        nodes: (C,) int32.
        evidence: what speaks for each of them.
        features: names of the F features in the score.
        shares: (C, F) float64, what each feature adds.
        scores: (C,) float64, the sum of the shares.
        fits: (C,) float64, the sum of the features that depend on the question, each as it is and
            not compared with other candidates.
    """

    nodes: npt.NDArray[np.int32]
    evidence: Evidence
    features: tuple[str, ...]
    shares: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float64]
    fits: npt.NDArray[np.float64]

    def best_first(self) -> npt.NDArray[np.int64]:
        """Places of the candidates by falling score; ties by kind and id, as nodes are numbered."""
        return np.lexsort((self.nodes, -self.scores))


def score(question: Question, candidates: npt.NDArray[np.int32]) -> Scored:
    """Score candidates (C,) with the weights of the question's goal."""
    evidence = gather_evidence(question, candidates)
    weights = question.goal.weights
    names = tuple(name for name in FEATURES if weights.get(name))
    shares = np.zeros((len(candidates), len(names)))
    fits = np.zeros(len(candidates))
    for column, name in enumerate(names):
        feature = FEATURES[name]
        values = feature.compute(question, candidates, evidence)
        scaled = standardised(values) if feature.scale == "cosine" else lift(values)
        shares[:, column] = weights[name] * scaled
        if feature.asked:
            fits += weights[name] * _uncentred(question, values, feature.scale)
    scores = np.zeros(len(candidates))
    for column in range(len(names)):
        scores += shares[:, column]
    return Scored(candidates, evidence, names, shares, scores, fits)


def lift(values: Values) -> Values:
    """`log(1 + x / mean)` over the candidates that have a value; exactly 0 for the others."""
    present = ~np.isnan(values)
    scaled = np.zeros(len(values))
    if present.any():
        mean = values[present].mean()
        if mean > 0:
            scaled[present] = np.log1p(values[present] / mean)
    return scaled


def standardised(values: Values) -> Values:
    """z-scores over the candidates that have a value; exactly 0 for the others."""
    present = ~np.isnan(values)
    scaled = np.zeros(len(values))
    if present.sum() > 1:
        spread = values[present].std()
        if spread > 1e-9:
            scaled[present] = (values[present] - values[present].mean()) / spread
    return scaled


def _uncentred(question: Question, values: Values, scale: str) -> Values:
    """A feature as it is: cosines plain, sums as logs, shares of one against an even division."""
    known = np.nan_to_num(values, nan=0.0)
    if scale == "cosine":
        return known
    return np.log1p(known * question.snapshot.size if scale == "mass" else known)
