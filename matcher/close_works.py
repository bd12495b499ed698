"""What members did that is close to a question, in the word for each deed; compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.rows import kinds_between

MOST_TOLD = 6
"""Works that may be told of: of those close to the question the weightiest."""
DEEDS = (
    "",
    "answered",
    "replied to",
    "wrote",
    "leads",
    "asked",
    "took part in",
    "is in",
    "holds the purpose",
    "took an interest in",
)
"""By code, what somebody did; nothing that is told of, what they gave to others, and what not."""
GIVING = 5
"""What somebody did for others has a code below, but 0."""
_K = RelationshipKind
_CREATED = np.uint64(1 << RELATIONSHIP_CODES[_K.CREATED])
_CODE_OF_KIND = tuple(
    (np.uint64(1 << RELATIONSHIP_CODES[kind]), DEEDS.index(deed))
    for kind, deed in (
        (_K.HOSTS, "leads"),
        (_K.ATTENDED, "took part in"),
        (_K.JOINED, "is in"),
        (_K.HOLDS, "holds the purpose"),
        (_K.ENGAGED, "took an interest in"),
    )
)
_ANSWERED, _REPLIED, _WROTE, _ASKED = (
    DEEDS.index(deed) for deed in ("answered", "replied to", "wrote", "asked")
)


# numba infers the types of the arrays of all that follows.
@kernel
def close_works(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, parents, asks, members,
    bounds, nodes, slots, weights, cosines, close,
):  # fmt: skip
    """Of each member the pieces of evidence that are close to the question, weightiest first.

    Arrays:
        out_spans, out_neighbours, out_kinds: the edges.
        parents: (N,) what content replies to, -1 for nothing.
        asks: (N,) whether a node is content that asks.
        members: (K,) nodes.
        bounds: (K + 1,) where the evidence of each begins.
        nodes, slots, weights: (E,) of the pieces; `slots` say where their cosines are.
        cosines: (U,) of nodes.
        close: the cosine from which a piece is close.

    Returns:
        (K, MOST_TOLD) int32 nodes, each once, ties by node, -1 for no more; and as many codes of
        DEEDS.
    """
    told = np.full((len(members), MOST_TOLD), -1, dtype=np.int32)
    deeds = np.zeros((len(members), MOST_TOLD), dtype=np.int64)
    best = np.empty(MOST_TOLD)
    for row in range(len(members)):
        best[:] = -np.inf
        for at in range(bounds[row], bounds[row + 1]):
            if cosines[slots[at]] >= close:
                put_once(told[row], best, nodes[at], weights[at])
        for place in range(MOST_TOLD):
            work = told[row, place]
            if work >= 0:
                kinds = kinds_between(out_spans, out_neighbours, out_kinds, members[row], work)
                deeds[row, place] = deed_of(kinds, work, parents, asks)
    return told, deeds


@kernel
def deed_of(kinds, work, parents, asks):  # type: ignore[no-untyped-def]
    """The code of what somebody did with a work to which edges of these kinds lead from them."""
    if kinds & _CREATED:
        if parents[work] >= 0:
            return _ANSWERED if asks[parents[work]] else _REPLIED
        return _ASKED if asks[work] else _WROTE
    for kind, code in _CODE_OF_KIND:
        if kinds & kind:
            return code
    return 0


@kernel
def put_once(told, best, node, value):  # type: ignore[no-untyped-def]
    """Put a node in its place among those of highest value, ties by node, if it is not in them.

    Arrays:
        told: (n,) nodes, -1 for none.
        best: (n,) their values, -inf where there is none.
        node, value: what is put.
    """
    last = len(told) - 1
    for place in range(len(told)):
        if told[place] == node:
            if value <= best[place]:
                return
            last = place
    place = last + 1
    while place > 0 and (
        value > best[place - 1] or (value == best[place - 1] and node < told[place - 1])
    ):
        place -= 1
    if place <= last:
        for at in range(last, place, -1):
            told[at], best[at] = told[at - 1], best[at - 1]
        told[place], best[place] = node, value
