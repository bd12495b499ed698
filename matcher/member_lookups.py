"""What is said of recommended members, looked up in the rows of the graph and compiled."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind
from matcher.rows import first_place, kinds_between

MOST_FOLLOWED = 4_096
"""Of a member's edges to things so many are looked at, and works then counted as `at least`."""
MOST_TOLD = 6
"""Works that may be told of: of those close to the question the weightiest."""
MOST_SHARED = 3
THREADS = 0
"""What two members may share: content that both contributed to, and then by relationship."""
SHARED = (
    RelationshipKind.JOINED,
    RelationshipKind.ATTENDED,
    RelationshipKind.HAS_SKILL,
    RelationshipKind.SEEKS_SKILL,
)

_K = RelationshipKind
_CREATED, _ENGAGED, _HOSTS = (
    RELATIONSHIP_CODES[kind] for kind in (_K.CREATED, _K.ENGAGED, _K.HOSTS)
)
_IS_TOPIC = np.zeros(256, dtype=np.bool_)
_IS_TOPIC[[RELATIONSHIP_CODES[kind] for kind in (_K.ABOUT, _K.DEVELOPS, _K.SERVES)]] = True
_SHARED = np.full(256, -1)
for _place, _kind in enumerate(SHARED):
    _SHARED[RELATIONSHIP_CODES[_kind]] = _place
_CONTRIBUTES = np.zeros(256, dtype=np.bool_)
_CONTRIBUTES[[VERB_CODES[verb] for verb in ("comment", "answer", "create", "announce")]] = True


def in_common(
    out: Adjacency,
    parents: npt.NDArray[np.int32],
    degrees: npt.NDArray[np.int64],
    asker: int,
    members: npt.NDArray[np.int32],
    first_thing: int,
    contents: tuple[int, int],
) -> npt.NDArray[np.int32]:
    """What each member shares with the asker, rarest first: fewest neighbours, then by node.

    Args:
        out: the edges.
        parents: (N,) what content replies to, -1 for nothing.
        degrees: (N, 2) where the neighbours of each node begin and end.
        asker: their node.
        members: (K,) nodes.
        first_thing: the first node that is neither a member, nor a purpose, nor the community.
        contents: the first content and the node after the last.

    Returns:
        (K, 1 + len(SHARED), MOST_SHARED) int32 nodes, -1 for no more.
    """
    rows = out.spans, out.neighbours, out.kinds, out.verbs, parents
    sorts, nodes = things_of(*rows, asker, first_thing, contents)
    own = np.unique(sorts << 32 | nodes)
    return np.asarray(shared_with(*rows, degrees, own, members, first_thing, contents))


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def close_works(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, members, bounds, nodes, weights, cosines, close,
):  # fmt: skip
    """Of each member the pieces of evidence that are close to the question, weightiest first.

    Arrays:
        out_spans, out_neighbours, out_kinds: the edges.
        members: (K,) nodes.
        bounds: (K + 1,) where the evidence of each begins.
        nodes, weights, cosines: (E,) of the pieces.
        close: the cosine from which a piece is close.

    Returns:
        (K, MOST_TOLD) int32 nodes, each once, ties by node, -1 for no more; and as many bit sets of
        the kinds of edges from the member to them.
    """
    told = np.full((len(members), MOST_TOLD), -1, dtype=np.int32)
    kinds = np.zeros((len(members), MOST_TOLD), dtype=np.uint64)
    best = np.empty(MOST_TOLD)
    for row in range(len(members)):
        best[:] = -np.inf
        for at in range(bounds[row], bounds[row + 1]):
            if cosines[at] >= close:
                put_once(told[row], best, nodes[at], weights[at])
        for place in range(MOST_TOLD):
            if told[row, place] >= 0:
                kinds[row, place] = kinds_between(
                    out_spans, out_neighbours, out_kinds, members[row], told[row, place]
                )
    return told, kinds


@numba.njit(cache=True)
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


@numba.njit(cache=True)
def works_on(out_spans, out_neighbours, out_kinds, asks, members, first_thing, topics):  # type: ignore[no-untyped-def]
    """How many works that a member wrote or led, questions left out, are about each topic.

    Arrays:
        out_spans, out_neighbours, out_kinds: the edges.
        asks: (N,) whether a node is content that asks.
        members: (K,) nodes.
        first_thing: the first node that is neither a member, nor a purpose, nor the community.
        topics: (T,) int32 nodes, ascending.

    Returns:
        (K, T) counts, and (K,) whether there are works that were not looked at.
    """
    counts = np.zeros((len(members), len(topics)), dtype=np.int64)
    is_cut = np.zeros(len(members), dtype=np.bool_)
    for row in range(len(members)):
        end = out_spans[members[row], 1]
        begin = first_place(out_neighbours, out_spans[members[row], 0], end, first_thing)
        is_cut[row] = end - begin > MOST_FOLLOWED
        previous = -1
        for at in range(begin, min(end, begin + MOST_FOLLOWED)):
            work = out_neighbours[at]
            is_work = out_kinds[at] == _CREATED or out_kinds[at] == _HOSTS
            if is_work and work != previous and not asks[work]:
                previous = work
                count_topics(out_spans, out_neighbours, out_kinds, work, topics, counts[row])
    return counts, is_cut


@numba.njit(cache=True)
def count_topics(out_spans, out_neighbours, out_kinds, work, topics, counts):  # type: ignore[no-untyped-def]
    """Add one to the counts of the topics that a work is about."""
    begin, previous = out_spans[work, 0], -1
    for at in range(begin, min(out_spans[work, 1], begin + MOST_FOLLOWED)):
        topic = out_neighbours[at]
        if _IS_TOPIC[out_kinds[at]] and topic != previous:
            previous = topic
            place = first_place(topics, 0, len(topics), topic)
            if place < len(topics) and topics[place] == topic:
                counts[place] += 1


@numba.njit(cache=True)
def shared_with(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, out_verbs, parents, degrees,
    own, members, first_thing, contents,
):  # fmt: skip
    """See `in_common`; `own` (T,) int64, ascending, is `sort << 32 | node` of the asker's."""
    shared = np.full((len(members), len(SHARED) + 1, MOST_SHARED), -1, dtype=np.int32)
    rows = out_spans, out_neighbours, out_kinds, out_verbs, parents
    sizes = np.empty((len(SHARED) + 1, MOST_SHARED))
    for row in range(len(members)):
        sorts, nodes = things_of(*rows, members[row], first_thing, contents)
        sizes[:] = -np.inf
        for at in range(len(nodes)):
            thing = sorts[at] << 32 | nodes[at]
            place = first_place(own, 0, len(own), thing)
            if place < len(own) and own[place] == thing:
                degree = degrees[nodes[at], 1] - degrees[nodes[at], 0]
                put_once(shared[row, sorts[at]], sizes[sorts[at]], nodes[at], -degree)
    return shared


@numba.njit(cache=True)
def things_of(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, out_verbs, parents, member, first_thing, contents,
):  # fmt: skip
    """What a member can share with others: the sort of each thing (THREADS, …), and the nodes."""
    end = out_spans[member, 1]
    begin = first_place(out_neighbours, out_spans[member, 0], end, first_thing)
    end = min(end, begin + MOST_FOLLOWED)
    sorts = np.empty(end - begin, dtype=np.int64)
    nodes = np.empty(end - begin, dtype=np.int32)
    count = 0
    for at in range(begin, end):
        node, kind = out_neighbours[at], out_kinds[at]
        takes_part = kind == _CREATED or (kind == _ENGAGED and _CONTRIBUTES[out_verbs[at]])
        if takes_part and contents[0] <= node < contents[1]:
            sorts[count], nodes[count] = THREADS, parents[node] if parents[node] >= 0 else node
            count += 1
        elif _SHARED[kind] >= 0:
            sorts[count], nodes[count] = 1 + _SHARED[kind], node
            count += 1
    return sorts[:count], nodes[:count]


@numba.njit(cache=True)
def youngest(bounds, ages, events):  # type: ignore[no-untyped-def]
    """(K,) the age of what happened last, infinite where nothing did."""
    found = np.full(len(bounds) - 1, np.inf)
    for row in range(len(found)):
        for at in range(bounds[row], bounds[row + 1]):
            if events[at] and ages[at] < found[row]:
                found[row] = ages[at]
    return found
