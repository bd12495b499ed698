"""What is said of recommended things, looked up in the rows of the graph and compiled."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.kernels import kernel
from matcher.rows import first_place

MOST_FOLLOWED = 4_096
"""Of a member's edges to and from people, so many each way are looked at."""
MOST_NAMED = 2


def ties_of(
    out: Adjacency,
    into: Adjacency,
    member: int,
    people: tuple[int, int],
    outward: npt.NDArray[np.int64],
    inward: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """How a member stands to each person they have to do with.

    Args:
        out: the edges.
        into: the same edges the other way round.
        member: their node.
        people: the first member and the node after the last.
        outward: (256,) by the kind of an edge from the member, how close a tie it is, the lower
            the closer; -1 for none.
        inward: (256,) the same of an edge to the member.

    Returns:
        (P,) int32 nodes, ascending, and (P,) the closest tie of each.
    """
    sides = (out, outward), (into, inward)
    found = [
        people_in(side.spans, side.neighbours, side.kinds, member, people, closeness)
        for side, closeness in sides
    ]
    nodes, ties = (np.concatenate(both) for both in zip(*found, strict=True))
    closest_first = np.lexsort((ties, nodes))
    known, firsts = np.unique(nodes[closest_first], return_index=True)
    return known, ties[closest_first[firsts]]


# numba infers the types of the arrays of all that follows.
@kernel
def people_in(spans, neighbours, kinds, member, people, closeness):  # type: ignore[no-untyped-def]
    """People in the row of a member and the tie that each edge is, where it is one."""
    end = spans[member, 1]
    begin = first_place(neighbours, spans[member, 0], end, people[0])
    end = min(first_place(neighbours, begin, end, people[1]), begin + MOST_FOLLOWED)
    nodes, ties = np.empty(end - begin, dtype=np.int32), np.empty(end - begin, dtype=np.int64)
    count = 0
    for at in range(begin, end):
        if closeness[kinds[at]] >= 0:
            nodes[count], ties[count] = neighbours[at], closeness[kinds[at]]
            count += 1
    return nodes[:count], ties[:count]


@kernel
def people_of(  # type: ignore[no-untyped-def]
    into_spans, into_neighbours, into_kinds, things, people, codes,
):  # fmt: skip
    """Who of some people made, leads or takes part in each thing.

    Arrays:
        into_spans, into_neighbours, into_kinds: the edges to each node.
        things: (K,) nodes.
        people: (P,) int32 nodes, ascending.
        codes: (R,) of the relationships that are asked for.

    Returns:
        (K, R, MOST_NAMED) places among the people, in order, -1 for no more.
    """
    found = np.full((len(things), len(codes), MOST_NAMED), -1, dtype=np.int64)
    for row in range(len(things)):
        begin, end = into_spans[things[row], 0], into_spans[things[row], 1]
        if end - begin <= len(people):
            for at in range(begin, end):
                person = first_place(people, 0, len(people), into_neighbours[at])
                if person < len(people) and people[person] == into_neighbours[at]:
                    name(found[row], codes, into_kinds[at], person)
        else:
            for person in range(len(people)):
                at = first_place(into_neighbours, begin, end, people[person])
                while at < end and into_neighbours[at] == people[person]:
                    name(found[row], codes, into_kinds[at], person)
                    at += 1
    return found


@kernel
def name(found, codes, kind, person):  # type: ignore[no-untyped-def]
    """Note a person under the relationship of that kind, once, if there is room."""
    for column in range(len(codes)):
        if codes[column] == kind:
            for place in range(MOST_NAMED):
                if found[column, place] == person:
                    return
                if found[column, place] < 0:
                    found[column, place] = person
                    return


@kernel
def has_kind(spans, neighbours, kinds, nodes, first, last, kind):  # type: ignore[no-untyped-def]
    """(K,) whether an edge of a kind joins each node with one from `first` to before `last`."""
    found = np.zeros(len(nodes), dtype=np.bool_)
    for row in range(len(nodes)):
        end = spans[nodes[row], 1]
        at = first_place(neighbours, spans[nodes[row], 0], end, first)
        while at < end and neighbours[at] < last and not found[row]:
            found[row] = kinds[at] == kind
            at += 1
    return found
