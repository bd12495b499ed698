"""The score: features made comparable, weighted and added, so that every share can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence, gather_evidence
from matcher.features import FEATURES, Values
from matcher.question import Question

USUAL_LEAD = 0.2
"""The part of three candidates in all at which a `lead` counts as much as a lift."""


@dataclass(frozen=True, slots=True)
class Scored:
    """C candidates with their scores.

    Attributes:
        nodes: (C,) int32.
        evidence: what speaks for each of them.
        features: names of the F features in the score.
        weights: (F,) float64.
        values: (C, F) float64, the features as they were worked out; NaN where there are none.
        shares: (C, F) float64, what each feature adds.
        scores: (C,) float64, the sum of the shares.
        fits: (C,) float64, the sum of the features by the same weights, each as it is and not
            compared with other candidates.
    """

    nodes: npt.NDArray[np.int32]
    evidence: Evidence
    features: tuple[str, ...]
    weights: npt.NDArray[np.float64]
    values: npt.NDArray[np.float64]
    shares: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float64]
    fits: npt.NDArray[np.float64]

    def best_first(self) -> npt.NDArray[np.int64]:
        """Places of the candidates by falling score; ties by kind and id, as nodes are numbered."""
        return np.lexsort((self.nodes, -self.scores))


@dataclass(frozen=True, slots=True)
class FeatureTable:
    """The features of C candidates.

    Attributes:
        names: of the F features.
        values: (C, F) float64, as they were worked out; NaN where there are none.
        scaled: (C, F) float64, made comparable with the other candidates of the question.
        plain: (C, F) float64, as they are, made comparable between questions.
    """

    names: tuple[str, ...]
    values: npt.NDArray[np.float64]
    scaled: npt.NDArray[np.float64]
    plain: npt.NDArray[np.float64]


def feature_table(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,
    names: Sequence[str],
    instead: Mapping[str, Values] | None = None,
) -> FeatureTable:
    """The named features of candidates (C,); one that a candidate has not is exactly 0.

    `instead` holds values (C,) that are supposed in place of what a feature works out.
    """
    shape = len(candidates), len(names)
    found, scaled, plain = np.full(shape, np.nan), np.zeros(shape), np.zeros(shape)
    for column, name in enumerate(names):
        feature = FEATURES[name]
        if not feature.suits(question.goal):
            continue
        supposed = None if instead is None else instead.get(name)
        values = feature.compute(question, candidates, evidence) if supposed is None else supposed
        found[:, column] = values
        scaled[:, column] = comparable(name, values)
        plain[:, column] = _uncentred(question, values, feature.scale)
    return FeatureTable(tuple(names), found, scaled, plain)


def score(
    question: Question,
    candidates: npt.NDArray[np.int32],
    weights: Mapping[str, float],
    instead: Mapping[str, Values] | None = None,
) -> Scored:
    """Score candidates (C,) with these weights of features; `instead` as for `feature_table`."""
    evidence = gather_evidence(question, candidates)
    names = tuple(name for name in FEATURES if weights.get(name))
    table = feature_table(question, candidates, evidence, names, instead)
    weighed = np.array([weights[name] for name in names])
    shares = table.scaled * weighed + 0.0  # a negative weight makes -0 of nothing
    scores, fits = np.zeros(len(candidates)), np.zeros(len(candidates))
    for column in range(len(names)):
        scores += shares[:, column]
        fits += weighed[column] * table.plain[:, column]
    return Scored(candidates, evidence, names, weighed, table.values, shares, scores, fits)


def comparable(feature: str, values: Values) -> Values:
    """(C,) a feature's values, by its scale, so that they can be weighed against others."""
    return _SCALES[FEATURES[feature].scale](values)


def lift(values: Values) -> Values:
    """`log(1 + x / mean)` over the candidates that have a value; exactly 0 for the others."""
    present = ~np.isnan(values)
    scaled = np.zeros(len(values))
    if present.any():
        mean = values[present].mean()
        if mean > 0:
            scaled[present] = np.log1p(values[present] / mean)
    return scaled


def lead(values: Values) -> Values:
    """The lift, by how much three of the candidates lead: (their part of all / USUAL_LEAD)^2.

    Where few do nearly everything, who did much of late is who will do the next thing; where many
    do a little each, it says next to nothing.
    """
    known = np.sort(np.nan_to_num(values, nan=0.0))[::-1]
    total = known.sum()
    if total <= 0:
        return np.zeros(len(values))
    return np.asarray(lift(values) * (known[:3].sum() / total / USUAL_LEAD) ** 2)


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
    return np.log1p(known * question.snapshot.in_sight if scale == "mass" else known)


_SCALES: Mapping[str, Callable[[Values], Values]] = {
    "lift": lift,
    "mass": lift,
    "cosine": standardised,
    "lead": lead,
}
