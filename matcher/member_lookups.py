"""What is said of recommended members, looked up in the rows of the graph and compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel
from graph.packing import HAS_CAPACITY
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.best_few import best_few
from matcher.close_works import close_works
from matcher.rows import first_place

MOST_FOLLOWED = 4_096
"""Of a member's edges to things so many are looked at, and works then counted as `at least`."""
MOST_TOPICS = 3
"""Topics, and skills, that are told of."""
HELPED, RETURNED, IS_CUT, ROOM = range(4)
"""Rows of what is counted."""
UNSAID = -(1 << 31)
"""The room of members who do not say how much they have."""

_K = RelationshipKind
_CREATED, _HOSTS, _HELPED, _MENTORS, _HAS_SKILL = (
    RELATIONSHIP_CODES[kind] for kind in (_K.CREATED, _K.HOSTS, _K.HELPED, _K.MENTORS, _K.HAS_SKILL)
)
_IS_TOPIC = np.zeros(256, dtype=np.bool_)
_IS_TOPIC[[RELATIONSHIP_CODES[kind] for kind in (_K.ABOUT, _K.DEVELOPS, _K.SERVES)]] = True


# numba infers the types of the arrays of all that follows.
@kernel
def looked_up(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, parents, asks, flags, capacities,
    members, asker, first_thing, seeds, topics,
    bounds, nodes, slots, weights, ages, events, cosines, close,
):  # fmt: skip
    """What is said of members (K,), from their edges and their evidence.

    Arrays:
        out_spans, out_neighbours, out_kinds: the edges.
        parents: (N,) what content replies to, -1 for nothing.
        asks: (N,) whether a node is content that asks.
        flags, capacities: (N,) of the nodes.
        members: (K,) nodes.
        asker: their node, -1 for nobody.
        first_thing: the first node that is neither a member, nor a purpose, nor the community.
        seeds, topics: (T,) int32 nodes, as they are asked by, and ascending.
        bounds, nodes, slots, weights, ages, events: their evidence.
        cosines: (U,) of the nodes that are evidence.
        close: the cosine from which a piece is close.

    Returns:
        what `close_works` finds; (K, MOST_TOPICS) int32 topics of most of their works, and of how
        many each; (K, MOST_TOPICS) int32 of the seeds that they have as skills, without works about
        them, -1 for no more; (4, K) counts: how often they helped the asker, and the asker them,
        whether they have more works than were counted, and for how many they have room; and (K,)
        days since what happened last, infinite where nothing did.
    """
    edges = out_spans, out_neighbours, out_kinds
    told, deeds = close_works(
        *edges, parents, asks, members, bounds, nodes, slots, weights, cosines, close
    )
    about = np.full((len(members), MOST_TOPICS), -1, dtype=np.int32)
    works = np.zeros((len(members), MOST_TOPICS), dtype=np.int64)
    skills = np.full((len(members), MOST_TOPICS), -1, dtype=np.int32)
    counts = np.zeros((4, len(members)), dtype=np.int64)
    youngest = np.full(len(members), np.inf)
    of_topics = np.empty(len(topics), dtype=np.int64)
    for row in range(len(members)):
        member = members[row]
        things = first_place(
            out_neighbours, out_spans[member, 0], out_spans[member, 1], first_thing
        )
        of_topics[:] = 0
        counts[IS_CUT, row] = count_works(*edges, asks, member, things, topics, of_topics)
        most_works(topics, of_topics, about[row], works[row])
        offered(*edges, member, things, seeds, topics, of_topics, skills[row])
        counts[ROOM, row] = UNSAID
        if flags[member] & HAS_CAPACITY:
            counts[ROOM, row] = capacities[member] - mentees_of(*edges, member, things)
        if asker >= 0:
            counts[HELPED, row] = times_helped(*edges, member, asker)
            counts[RETURNED, row] = times_helped(*edges, asker, member)
        for at in range(bounds[row], bounds[row + 1]):
            if events[at] and ages[at] < youngest[row]:
                youngest[row] = ages[at]
    return told, deeds, about, works, skills, counts, youngest


@kernel
def most_works(topics, counts, told, amounts):  # type: ignore[no-untyped-def]
    """Put the topics of most works into `told`, ties by node, and how many are about each."""
    count = 0
    for place in best_few(topics, counts, len(told)):
        if counts[place] > 0:
            told[count], amounts[count] = topics[place], counts[place]
            count += 1


@kernel
def offered(  # type: ignore[no-untyped-def]
    out_spans, out_neighbours, out_kinds, member, begin, seeds, topics, counts, told,
):  # fmt: skip
    """Put the first seeds that a member has as skills, and no works about, into `told`."""
    count, end = 0, out_spans[member, 1]
    for seed in seeds:
        at = first_place(out_neighbours, begin, end, seed)
        has = False
        while at < end and out_neighbours[at] == seed:
            has |= out_kinds[at] == _HAS_SKILL
            at += 1
        if has and count < len(told) and counts[first_place(topics, 0, len(topics), seed)] == 0:
            told[count] = seed
            count += 1


@kernel
def count_works(out_spans, out_neighbours, out_kinds, asks, member, begin, topics, counts):  # type: ignore[no-untyped-def]
    """Count the works that a member wrote or led, questions left out, under the topics of each.

    Their things lie from `begin` on; whether there are more than were looked at.
    """
    end, previous = out_spans[member, 1], -1
    for at in range(begin, min(end, begin + MOST_FOLLOWED)):
        work = out_neighbours[at]
        is_work = out_kinds[at] == _CREATED or out_kinds[at] == _HOSTS
        if is_work and work != previous and not asks[work]:
            previous = work
            count_topics(out_spans, out_neighbours, out_kinds, work, topics, counts)
    return end - begin > MOST_FOLLOWED


@kernel
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


@kernel
def mentees_of(out_spans, out_neighbours, out_kinds, member, end):  # type: ignore[no-untyped-def]
    """How many people a member mentors; their edges to people end before that place."""
    count, previous = 0, -1
    for at in range(out_spans[member, 0], end):
        if out_kinds[at] == _MENTORS and out_neighbours[at] != previous:
            previous = out_neighbours[at]
            count += 1
    return count


@kernel
def times_helped(out_spans, out_neighbours, out_kinds, helper, helped):  # type: ignore[no-untyped-def]
    """How often one member helped another."""
    count, end = 0, out_spans[helper, 1]
    at = first_place(out_neighbours, out_spans[helper, 0], end, helped)
    while at < end and out_neighbours[at] == helped:
        count += out_kinds[at] == _HELPED
        at += 1
    return count
