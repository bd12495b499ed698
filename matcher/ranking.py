"""The score: features made comparable, weighted and added, so that every share can be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence, gather_evidence
from matcher.features import FEATURES, Values
from matcher.question import Question

USUAL_LEAD = 0.2
"""The part of three candidates in all at which a `lead` counts as much as a lift."""
LEAST_SPREAD = 1e-9
"""Standard deviation up to which candidates are alike."""


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
        given = feature.compute(question, candidates, evidence) if supposed is None else supposed
        values = np.ascontiguousarray(given, dtype=np.float64)
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
    return np.asarray(_lift(values))


def lead(values: Values) -> Values:
    """The lift, by how much three of the candidates lead: (their part of all / USUAL_LEAD)^2.

    Where few do nearly everything, who did much of late is who will do the next thing; where many
    do a little each, it says next to nothing.
    """
    return np.asarray(_lead(values))


def standardised(values: Values) -> Values:
    """z-scores over the candidates that have a value; exactly 0 for the others."""
    return np.asarray(_standardised(values))


def _uncentred(question: Question, values: Values, scale: str) -> Values:
    """A feature as it is: cosines plain, sums as logs, shares of one against an even division."""
    if scale == "cosine":
        return np.where(np.isnan(values), 0.0, values)
    among = question.snapshot.in_sight if scale == "mass" else 1
    return np.asarray(_logs(values, float(among)))


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def _known(values):  # type: ignore[no-untyped-def]
    """How many candidates have a value, and the sum of those."""
    count, total = 0, 0.0
    for value in values:
        if not np.isnan(value):
            count += 1
            total += value
    return count, total


@numba.njit(cache=True)
def _lift(values):  # type: ignore[no-untyped-def]
    count, total = _known(values)
    if count == 0 or total <= 0.0:
        return np.zeros(len(values))
    return _logs(values, count / total)


@numba.njit(cache=True)
def _logs(values, factor):  # type: ignore[no-untyped-def]
    """`log(1 + factor x)`, 0 where there is no value."""
    found = np.zeros(len(values))
    for place in range(len(values)):
        if not np.isnan(values[place]):
            found[place] = np.log1p(factor * values[place])
    return found


@numba.njit(cache=True)
def _lead(values):  # type: ignore[no-untyped-def]
    first, second, third, total = 0.0, 0.0, 0.0, 0.0
    for value in values:
        if not np.isnan(value):
            total += value
            if value > first:
                first, second, third = value, first, second
            elif value > second:
                second, third = value, second
            elif value > third:
                third = value
    if total <= 0.0:
        return np.zeros(len(values))
    return _lift(values) * ((first + second + third) / total / USUAL_LEAD) ** 2


@numba.njit(cache=True)
def _standardised(values):  # type: ignore[no-untyped-def]
    count, total = _known(values)
    scaled = np.zeros(len(values))
    if count < 2:  # one alone is neither high nor low
        return scaled
    mean, square = total / count, 0.0
    for value in values:
        if not np.isnan(value):
            square += (value - mean) ** 2
    spread = np.sqrt(square / count)
    if spread > LEAST_SPREAD:
        for place in range(len(values)):
            if not np.isnan(values[place]):
                scaled[place] = (values[place] - mean) / spread
    return scaled


_SCALES: Mapping[str, Callable[[Values], Values]] = {
    "lift": lift,
    "mass": lift,
    "cosine": standardised,
    "lead": lead,
}
