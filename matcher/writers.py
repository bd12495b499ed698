"""Who has evidence among the things that are nearest in meaning."""

from __future__ import annotations

import numba
import numpy as np

from graph.schema import KINDS_IN_ORDER, EntityKind
from matcher.evidence import weights_of_evidence
from matcher.node_values import NodeValues, each_once
from matcher.question import FROM_TEXTS, SHARPNESS, Question

MOST_OF_ONE = 200
"""Of a thing that more people have to do with, so many are looked at, evenly spread."""


def writers_of_the_nearest(question: Question) -> NodeValues:
    """For members, how near what they wrote, hosted, know, … is to the question.

    Each of the nearest things gives `weight exp(12 cosine)`, which all who have to do with it
    share in as the root of their number: what everybody has says little of anybody.
    """
    return question.once("writers", lambda: _writers(question))


def _writers(question: Question) -> NodeValues:
    nearest, cosines = question.closeness.best(KINDS_IN_ORDER, FROM_TEXTS)
    weight_of = weights_of_evidence(question.view, question.goal)
    fits = np.exp(SHARPNESS * cosines.astype(np.float64))
    into = question.snapshot.into
    rows = into.spans, into.neighbours, into.kinds
    begin, end = question.snapshot.range(EntityKind.MEMBER)
    people, votes = _votes(nearest, fits, *rows, weight_of, begin, end, MOST_OF_ONE)
    distinct, places = each_once(people)
    sums = np.bincount(places, votes, len(distinct)).astype(np.float64)
    order = np.argsort(distinct)
    return NodeValues(distinct[order], sums[order])


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _votes(nearest, fits, rows, neighbours, kinds, weight_of, begin, end, most):  # type: ignore[no-untyped-def]
    """Whom each thing speaks for, and how much."""
    room = 0
    for node in nearest:
        room += min(most, rows[node, 1] - rows[node, 0])
    people, votes = np.empty(room, dtype=np.int32), np.empty(room)
    count = 0
    for place in range(len(nearest)):
        first, last = rows[nearest[place]]
        taken = min(most, last - first)
        vote = fits[place] / np.sqrt(max(last - first, 1))
        for turn in range(taken):
            at = first + turn * (last - first) // taken
            weight = weight_of[kinds[at]]
            if weight > 0 and begin <= neighbours[at] < end:
                people[count], votes[count] = neighbours[at], weight * vote
                count += 1
    return people[:count], votes[:count]
