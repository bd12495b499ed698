"""What each piece of evidence is worth: by how much a score falls when it is taken away."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.features import FEATURES
from matcher.question import Question
from matcher.ranking import Scored


@runtime_checkable
class SumOfPieces(Protocol):
    """A feature that adds something for each piece of evidence."""

    def pieces(self, question: Question, evidence: Evidence, /) -> npt.NDArray[np.float64]:
        """(E,) what each piece adds to its candidate's value."""


def worth_of_evidence(question: Question, scored: Scored, place: int) -> dict[int, float]:
    """By how much the candidate's score falls without what joins them to a node, the most first.

    It is exact for the features that are sums over evidence (`SumOfPieces`), with the mean over
    all candidates that they are divided by worked out anew; other features, such as walks, may
    change as well and are not in it. Nodes that are worth nothing are left out.

    Args:
        question: what is asked.
        scored: its candidates.
        place: of the candidate among them.
    """
    evidence = scored.evidence.of(place)
    nodes, owners = np.unique(evidence.nodes, return_inverse=True)
    total = np.zeros(len(nodes))
    for column, name in enumerate(scored.features):
        feature, values = FEATURES[name], scored.values[:, column]
        compute: object = feature.compute
        if feature.scale != "lift" or np.isnan(values[place]):
            continue
        if isinstance(compute, SumOfPieces):
            of_nodes = np.zeros(len(nodes))
            np.add.at(of_nodes, owners, compute.pieces(question, evidence))
            total += scored.weights[column] * _falls(values, place, of_nodes)
    order = np.lexsort((nodes, -total))
    return {int(nodes[at]): float(total[at]) for at in order if total[at] > 0}


def _falls(
    values: npt.NDArray[np.float64], place: int, pieces: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    """(P,) by how much `log(1 + value / mean)` falls without each of the pieces of its sum."""
    present = values[~np.isnan(values)]
    mean, own = present.mean(), values[place]
    if mean <= 0:
        return np.zeros(len(pieces))
    means = mean - pieces / len(present)
    left = np.maximum(own - pieces, 0.0)
    without = np.where(means > 0, np.log1p(left / np.where(means > 0, means, 1.0)), 0.0)
    return np.asarray(np.log1p(own / mean) - without)
