"""The score: features made comparable, weighted and added, so that every share can be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.evidence import Evidence, gather_evidence
from matcher.features import FEATURES, Values, values_of
from matcher.question import Question
from matcher.scales import CODES, on_scales, scaled


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

    def learned_scores(self) -> npt.NDArray[np.float64]:
        """(C,) the scores without what is weighed by no learned weight, as they are calibrated."""
        stated = [at for at, name in enumerate(self.features) if not FEATURES[name].learned]
        return self.scores - self.shares[:, stated].sum(axis=1) if stated else self.scores

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
    supposed = {} if instead is None else instead
    asked = [name for name in names if name not in supposed]
    found = {**values_of(asked, question, candidates, evidence), **supposed}
    values = np.full((len(candidates), len(names)), np.nan)
    for column, name in enumerate(names):
        if FEATURES[name].suits(question.goal):
            values[:, column] = found[name]
    scales = np.array([CODES[FEATURES[name].scale] for name in names], dtype=np.int64)
    compared, plain = on_scales(values, scales, question.snapshot.in_sight)
    return FeatureTable(tuple(names), values, compared, plain)


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
    shares, scores, fits = _added_up(table.scaled, table.plain, weighed)
    return Scored(candidates, evidence, names, weighed, table.values, shares, scores, fits)


def comparable(feature: str, values: Values) -> Values:
    """(C,) a feature's values, by its scale, so that they can be weighed against others."""
    return scaled(values, FEATURES[feature].scale)


# numba infers the types of the arrays.
@kernel
def _added_up(scaled, plain, weights):  # type: ignore[no-untyped-def]
    """(C, F) shares of features, and (C,) their sums, compared with others and as they are."""
    shares, scores, fits = np.zeros(scaled.shape), np.zeros(len(scaled)), np.zeros(len(scaled))
    for column in range(len(weights)):
        for place in range(len(scaled)):
            # A negative weight makes -0 of nothing.
            shares[place, column] = weights[column] * scaled[place, column] + 0.0
            scores[place] += shares[place, column]
            fits[place] += weights[column] * plain[place, column]
    return shares, scores, fits
