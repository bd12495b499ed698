"""Which of a member's deeds tell most about a goal, compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import inlined_kernel, kernel
from graph.packing import DAY, NO_TIME
from matcher.long_rows import ask_for_things, kept_place, new_place
from matcher.prefetch import LINE, prefetch
from matcher.said import said_at

FADING_DAYS = 480.0
"""Days after which a deed is 1/e as telling, where there are more than are wanted."""
FADING = np.exp(-np.arange(16 * FADING_DAYS) / FADING_DAYS)
"""By age in days."""
STEPS, _MANTISSA_LEFT_OUT = 64, 20
"""Weights are told apart in steps of an eighth of a power of two, so many of them."""
_AHEAD = 4
"""Rows that are asked for before it is their turn."""


# numba infers the types of the arrays of all that follows.
@inlined_kernel
def deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end):  # type: ignore[no-untyped-def]
    """How much the edge at a place says; 0 for the community itself, `begin` to `end`."""
    weight = weight_of[kinds[at]] * said_at(strengths, at)
    if weight > 0.0 and asks[neighbours[at]]:
        weight *= asking
    return 0.0 if begin <= neighbours[at] < end else weight


@kernel
def pieces_of_members(  # type: ignore[no-untyped-def]
    members, rows, neighbours, kinds, strengths, asks, asking, weight_of, begin, end,
    times, events, clock, fading, most, whole,
    longest, kept_rows, slots, used, counts, kept_nodes, kept_times, kept_weights,
):  # fmt: skip
    """What lies in each member's row (C,) and says something about the goal.

    At most `most` pieces of each say what the member is about; the others are given as well, with
    weight 0, where it is to be the `whole` evidence. Long rows are read once otherwise, see
    `LongRows`, whose columns are the nodes, times and weights.

    Returns:
        (C + 1,) where the pieces of each begin, (E,) their nodes, (E,) when each happened,
        NO_TIME for what lasts, and (E,) how much the meaning, and (E,) how much the deed says.
    """
    offsets = np.zeros(len(members) + 1, dtype=np.int64)
    room, widest = _room(members, rows, most, whole)
    nodes, when = np.empty(room, dtype=np.int32), np.empty(room, dtype=np.int32)
    weights, deeds = np.empty(room), np.empty(room)
    said, telling, steps = np.empty(widest), np.empty(widest), np.zeros(widest, dtype=np.int64)
    for place in range(len(members)):
        if place + _AHEAD < len(members):
            node = members[place + _AHEAD]
            kept = np.intp(-1) if whole else kept_place(node, rows, kept_rows, slots)
            if kept >= 0:
                _ask_for_kept(kept, kept_nodes, kept_times, kept_weights)
            else:
                _ask_for_row(rows[node, 0], neighbours, kinds, strengths, times)
        node, first = members[place], offsets[place]
        kept = np.intp(-1) if whole else kept_place(node, rows, kept_rows, slots)
        if kept >= 0:
            last = first + counts[kept]
            nodes[first:last] = kept_nodes[kept, : counts[kept]]
            when[first:last] = kept_times[kept, : counts[kept]]
            weights[first:last] = kept_weights[kept, : counts[kept]]
            deeds[first:last] = weights[first:last]
        else:
            from_edge, to_edge = rows[node]
            if to_edge - from_edge <= most:
                last = _take_all(
                    from_edge, to_edge, neighbours, kinds, strengths, asks, asking, weight_of,
                    begin, end, times, events, first, nodes, when, weights, deeds,
                )  # fmt: skip
            else:
                found = _say(
                    from_edge, to_edge, neighbours, kinds, strengths, asks, asking, weight_of,
                    begin, end, times, events, clock, fading, said, telling,
                )  # fmt: skip
                last = _take(
                    from_edge, to_edge, neighbours, kinds, times, events, most, whole, found,
                    said, telling, steps, first, nodes, when, weights, deeds,
                )  # fmt: skip
            width = kept_nodes.shape[1]
            kept = new_place(
                node, last - first, rows, longest, kept_rows, slots, used, counts, width
            ) if not whole else np.intp(-1)  # fmt: skip
            if kept >= 0:
                kept_nodes[kept, : last - first] = nodes[first:last]
                kept_times[kept, : last - first] = when[first:last]
                kept_weights[kept, : last - first] = weights[first:last]
        offsets[place + 1] = last
    count = offsets[-1]
    return offsets, nodes[:count], when[:count], weights[:count], deeds[:count]


@kernel
def _room(members, rows, most, whole):  # type: ignore[no-untyped-def]
    """How many pieces there are at most, and how long the longest row is."""
    room, widest = 0, 0
    for node in members:
        length = rows[node, 1] - rows[node, 0]
        room += length if whole else min(length, most)
        widest = max(widest, length)
    return room, widest


@kernel
def _ask_for_row(first, neighbours, kinds, strengths, times):  # type: ignore[no-untyped-def]
    """Have the beginning of a row brought near: most are no longer than that."""
    prefetch(kinds, first)
    for at in (first, first + LINE // 4):
        prefetch(strengths[0], at)
        prefetch(neighbours, at)
        prefetch(times, at)


@kernel
def _ask_for_kept(place, nodes, times, weights):  # type: ignore[no-untyped-def]
    ask_for_things(nodes, place)
    ask_for_things(times, place)
    ask_for_things(weights, place)


@kernel
def _take_all(  # type: ignore[no-untyped-def]
    first, last, neighbours, kinds, strengths, asks, asking, weight_of, begin, end,
    times, events, count, nodes, when, weights, deeds,
):  # fmt: skip
    """Put all pieces of a short row from `count` on; where they end."""
    for at in range(first, last):
        weight = deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end)
        # Written where the next piece belongs, and left there if it is one: a branch that takes
        # turns would cost more.
        nodes[count], weights[count], deeds[count] = neighbours[at], weight, weight
        when[count] = times[at] if events[kinds[at]] else NO_TIME
        count += weight > 0.0
    return count


@kernel
def _say(  # type: ignore[no-untyped-def]
    first, last, neighbours, kinds, strengths, asks, asking, weight_of, begin, end,
    times, events, clock, fading, said, telling,
):  # fmt: skip
    """How much each edge of a row says, and how telling it is; how many say anything."""
    found = 0
    for at in range(first, last):
        weight = deed(at, neighbours, kinds, strengths, asks, asking, weight_of, begin, end)
        said[at - first] = weight
        found += weight > 0.0
        if weight > 0.0 and events[kinds[at]] and times[at] != NO_TIME:
            days = max(clock - times[at], 0) // DAY
            weight *= fading[min(days, len(fading) - 1)]
        telling[at - first] = max(weight, 0.0)
    return found


@kernel
def _take(  # type: ignore[no-untyped-def]
    first, last, neighbours, kinds, times, events, most, whole, found,
    said, telling, steps, count, nodes, when, weights, deeds,
):  # fmt: skip
    """Put the pieces of a row from `count` on; where they end."""
    least, ties = least_step(telling[: last - first], found, most, steps)
    for at in range(first, last):
        weight = said[at - first]
        counted = weight > 0.0 and (found <= most or steps[at - first] <= least)
        if counted and found > most and steps[at - first] == least:
            counted = ties > 0
            ties -= 1
        if counted or (whole and weight > 0.0):
            nodes[count], deeds[count] = neighbours[at], weight
            when[count] = times[at] if events[kinds[at]] else NO_TIME
            weights[count] = weight if counted else 0.0
            count += 1
    return count


@kernel
def least_step(telling, found, most, steps):  # type: ignore[no-untyped-def]
    """The step from which values are among the `most` highest, and how many of that very step.

    `steps` has the step of each value, of which the highest value's is 0.
    """
    if found <= most:
        return 0, 0
    highest = int(np.float32(telling.max()).view(np.int32) >> _MANTISSA_LEFT_OUT)
    counts = np.zeros(STEPS, dtype=np.int64)
    for at in range(len(telling)):
        below = highest - int(np.float32(telling[at]).view(np.int32) >> _MANTISSA_LEFT_OUT)
        steps[at] = min(below, STEPS - 1)
        if telling[at] > 0.0:
            counts[steps[at]] += 1
    step, above = 0, 0
    while above + counts[step] <= most:
        above += counts[step]
        step += 1
    return step, most - above
