"""Who has evidence among the things that are nearest in meaning."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import KINDS_IN_ORDER, EntityKind
from matcher.evidence import weights_of_evidence
from matcher.heaps import best_of
from matcher.prefetch import prefetch
from matcher.question import SHARPNESS, Question, from_texts
from matcher.small_tables import slot_of, table_for

AHEAD = 4
"""Things whose rows are asked for before it is their turn."""
Nodes = npt.NDArray[np.int32]
MOST_OF_ONE = 200
"""Of a thing that more people have to do with, so many are looked at, evenly spread."""


def writers_of_the_nearest(question: Question, count: int) -> Nodes:
    """The `count` members who wrote, hosted, know, … what is nearest to the question, best first.

    Each of the nearest things gives `weight exp(12 cosine)`, which all who have to do with it
    share in as the root of their number: what everybody has says little of anybody.
    """
    found = question.closeness.best(KINDS_IN_ORDER, from_texts(question.snapshot))
    weight_of = weights_of_evidence(question.view, question.goal)
    into = question.snapshot.into
    rows = into.spans, into.neighbours, into.kinds
    members = question.snapshot.range(EntityKind.MEMBER)
    return np.asarray(_writers(*found, *rows, weight_of, *members, MOST_OF_ONE, count))


# numba infers the types of the arrays.
@kernel
def _writers(  # type: ignore[no-untyped-def]
    nearest, cosines, rows, neighbours, kinds, weight_of, begin, end, most, count
):
    """The `count` members for whom the things say most, best first."""
    room = 0
    for node in nearest:
        room += min(most, rows[node, 1] - rows[node, 0])
    table = table_for(room)
    votes = np.zeros(len(table))
    for place in range(len(nearest)):
        if place + AHEAD < len(nearest):
            following = rows[nearest[place + AHEAD], 0]
            prefetch(kinds, following)
            prefetch(neighbours, following)
        first, last = rows[nearest[place]]
        taken = min(most, last - first)
        vote = np.exp(SHARPNESS * np.float64(cosines[place])) / np.sqrt(max(last - first, 1))
        for turn in range(taken):
            at = first + turn * (last - first) // taken
            weight = weight_of[kinds[at]]
            if weight > 0 and begin <= neighbours[at] < end:
                slot = slot_of(table, neighbours[at])
                table[slot] = neighbours[at]
                votes[slot] += weight * vote
    best, _ = best_of(table, votes, begin, end, count)
    return best
