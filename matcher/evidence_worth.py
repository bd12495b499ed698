"""What each piece of evidence is worth: by how much a score falls when it is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.ascending import put_ascending
from matcher.evidence import Evidence
from matcher.features import FEATURES
from matcher.features.evidence_kernel import EvidenceKernel, pieces_of_kernels
from matcher.question import Question
from matcher.ranking import Scored


@runtime_checkable
class SumOfPieces(Protocol):
    """A feature that adds something for each piece of evidence."""

    def pieces(self, question: Question, evidence: Evidence, /) -> npt.NDArray[np.float64]:
        """(E,) what each piece adds to its candidate's value."""


Pieces = Mapping[str, npt.NDArray[np.float64]]
"""By the name of a feature, (E,) what each piece of evidence adds to it."""


def pieces_of(question: Question, evidence: Evidence, features: Iterable[str]) -> Pieces:
    """What each piece adds, by feature; for those of the features that are sums of pieces."""
    sums = {name: SUMS_OF_PIECES[name] for name in features if name in SUMS_OF_PIECES}
    kernels = {name: each for name, each in sums.items() if isinstance(each, EvidenceKernel)}
    added = pieces_of_kernels(question, tuple(kernels.values()), evidence)
    others = sums.keys() - kernels.keys()
    return {
        **dict(zip(kernels, added, strict=True)),
        **{name: sums[name].pieces(question, evidence) for name in others},
    }


def worth_of_evidence(
    scored: Scored,
    places: npt.NDArray[np.int64],
    evidence: Evidence,
    pieces: Pieces,
    most: int,
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """By how much a candidate's score falls without what joins them to a node, the most first.

    It is exact for the features that are sums over evidence (`SumOfPieces`), with the mean over
    all candidates that they are divided by worked out anew; other features, such as walks, may
    change as well and are not in it. Nodes that are worth nothing are left out.

    Args:
        scored: the candidates of a question.
        places: (K,) of those that are explained among them.
        evidence: of those alone.
        pieces: what each piece of that adds to the features in the score.
        most: of each candidate so many nodes at most.

    Returns:
        (K, most) nodes, -1 for no more, and (K, most) what each is worth.
    """
    columns = [at for at, name in enumerate(scored.features) if name in SUMS_OF_PIECES]
    of_features = [pieces[scored.features[at]] for at in columns]
    nodes, amounts = _worth(
        evidence.offsets,
        evidence.nodes,
        np.array(of_features).reshape(len(columns), len(evidence.nodes)),
        scored.values,
        places,
        np.array(columns, dtype=np.int64),
        scored.weights,
        most,
    )
    return nodes, amounts


def _sums_of_pieces() -> Iterator[tuple[str, SumOfPieces]]:
    for name, feature in FEATURES.items():
        compute: object = feature.compute
        if feature.scale == "lift" and isinstance(compute, SumOfPieces):
            yield name, compute


SUMS_OF_PIECES: Mapping[str, SumOfPieces] = dict(_sums_of_pieces())
"""The features that evidence is worth something in."""


# numba infers the types of the arrays of all that follows.
@kernel
def _worth(offsets, nodes, pieces, values, places, columns, weights, most):  # type: ignore[no-untyped-def]
    """(K, most) nodes and by how much the score falls without each, best first; -1 for no more."""
    told = np.full((len(places), most), -1, dtype=np.int32)
    amounts = np.zeros((len(places), most))
    counts, means = _means(values, columns)
    for row in range(len(places)):
        first, last = offsets[row], offsets[row + 1]
        order = _by_node(nodes, first, last)
        is_one = len(order) > 0 and nodes[order[0]] == nodes[order[-1]]
        at = 0
        while at < len(order):
            node, end = nodes[order[at]], at
            while end < len(order) and nodes[order[end]] == node:
                end += 1
            amount = 0.0
            for feature in range(len(columns)):
                own = values[places[row], columns[feature]]
                # Where all is about one node it is the whole value, also if some was left out.
                piece = own if is_one else 0.0
                for each in order[at:end]:
                    piece += 0.0 if is_one else pieces[feature, each]
                fall = _fall(own, piece, means[feature], counts[feature])
                amount += weights[columns[feature]] * fall
            if amount > 0.0:
                _put(told[row], amounts[row], node, amount)
            at = end
    return told, amounts


@kernel
def _by_node(nodes, first, last):  # type: ignore[no-untyped-def]
    """The places from `first` to `last` by the nodes there; of the same node, in their order."""
    order = np.empty(last - first, dtype=np.int64)
    for at in range(first, last):
        order[at - first] = np.int64(nodes[at]) << 32 | at
    put_ascending(order)
    return order & 0xFFFFFFFF


@kernel
def _means(values, columns):  # type: ignore[no-untyped-def]
    """How many candidates have a value in each of these columns, and the mean of those."""
    counts, sums = np.zeros(len(columns), dtype=np.int64), np.zeros(len(columns))
    for row in range(len(values)):
        for at in range(len(columns)):
            value = values[row, columns[at]]
            if not np.isnan(value):
                counts[at] += 1
                sums[at] += value
    return counts, sums / np.maximum(counts, 1)


@kernel
def _fall(own, piece, mean, count):  # type: ignore[no-untyped-def]
    """By how much `log(1 + value / mean)` falls without a piece of the value's sum."""
    if np.isnan(own) or mean <= 0.0:
        return 0.0
    without = mean - piece / count
    left = np.log1p(max(own - piece, 0.0) / without) if without > 0.0 else 0.0
    return np.log1p(own / mean) - left


@kernel
def _put(told, amounts, node, amount):  # type: ignore[no-untyped-def]
    """Put a node in its place among those that are worth most, of equals behind."""
    place = len(amounts)
    while place > 0 and amount > amounts[place - 1]:
        place -= 1
    for at in range(len(amounts) - 1, place, -1):
        told[at], amounts[at] = told[at - 1], amounts[at - 1]
    if place < len(amounts):
        told[place], amounts[place] = node, amount
