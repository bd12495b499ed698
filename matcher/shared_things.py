"""What two members share, looked up in the rows of the graph and compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind
from matcher.ascending import put_ascending
from matcher.close_works import put_once
from matcher.member_lookups import MOST_FOLLOWED
from matcher.rows import first_place

MOST_SHARED = 3
THREADS = 0
"""What two members may share: content that both contributed to, and then by relationship."""
SHARED = (
    RelationshipKind.JOINED,
    RelationshipKind.ATTENDED,
    RelationshipKind.HAS_SKILL,
    RelationshipKind.SEEKS_SKILL,
)

_CREATED, _ENGAGED = (
    RELATIONSHIP_CODES[kind] for kind in (RelationshipKind.CREATED, RelationshipKind.ENGAGED)
)
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
    return np.asarray(shared_with(*rows, degrees, asker, members, first_thing, contents))


# numba infers the types of the arrays of all that follows.
@kernel
def shared_with(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, out_verbs, parents, degrees,
    asker, members, first_thing, contents,
):  # fmt: skip
    """See `in_common`."""
    shared = np.full((len(members), len(SHARED) + 1, MOST_SHARED), -1, dtype=np.int32)
    rows = out_spans, out_neighbours, out_kinds, out_verbs, parents
    sizes = np.empty((len(SHARED) + 1, MOST_SHARED))
    sorts, nodes = things_of(*rows, asker, first_thing, contents)
    own = sorts << 32 | nodes
    put_ascending(own)
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


@kernel
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
