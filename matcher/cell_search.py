"""Cells read in the order of their centres, until nothing nearer is likely: compiled."""

from __future__ import annotations

import numpy as np

from graph.kernels import kernel, unlocked_kernel
from matcher.heaps import NOBODY
from matcher.products import product
from matcher.ranks import (
    NOTHING,
    cosine_of,
    node_of,
    offer,
    place_of,
    put_in_order,
    rank_of,
    replace_at,
)
from matcher.small_tables import slot_of, table_for
from matcher.vectors import nearest_part

_PATIENCE = 2_048
"""Rows that a part of a question reads in vain before it stops, at least."""
_IN_PROPORTION = 0.5
"""And for each row that it read until the last one that helped, where neighbours lie scattered."""
_PATIENCE_WITHOUT_HOPE = 512
"""The same where the next centre is too far away for texts around it to be near enough."""
_ASIDE = 12.0
"""How far aside from a centre texts are looked for: as a cosine, at right angles to it, to a
question, so many deviations of one by chance. Of the 20 nearest, 1 in 200 was further, or fewer."""
_BLOCK = 64
"""Numbers among which the highest is looked for at once."""
_READ = np.int32(np.iinfo(np.int32).min)
_CENTRE_STEPS = np.float32(1 << 30)


# numba infers the types of the arrays of all that follows.
@unlocked_kernel
def search_cells(question, known, table, cells, of_kinds, most, seen):  # type: ignore[no-untyped-def]
    """The nearest of each of W wishes, best first.

    Only parts whose turn it is are searched for; of the others it is `known` who is nearest. Rows
    that lie in no cell are compared with all parts.

    Returns:
        nodes and cosines (W, ...), and (W,) how many there are.
    """
    counts = np.minimum(most, len(table[0]))
    best = np.full((len(counts), counts.max()), NOTHING)
    for kind in range(of_kinds.shape[1]):
        wishes = np.flatnonzero(of_kinds[:, kind] & (counts > 0))
        if len(wishes):
            heap = _heap_for(wishes, counts, best)
            again = _take_known(known, wishes, cells[6][kind], cells[6][kind + 1], heap[0])
            _search(question, table, cells, kind, heap, again, seen)
            if len(wishes) > 1:
                _share_out(heap[0], wishes, counts, best)
    found = np.full(best.shape, NOBODY, dtype=np.int32)
    cosines = np.full(best.shape, np.float32(-np.inf), dtype=np.float32)
    for wish in range(len(counts)):
        counts[wish] = put_in_order(best[wish, : counts[wish]])
        for place in range(counts[wish]):
            found[wish, place] = node_of(best[wish, place])
            cosines[wish, place] = cosine_of(best[wish, place])
    return found, cosines, counts


@kernel
def _heap_for(wishes, counts, best):  # type: ignore[no-untyped-def]
    """A heap for the nearest of one kind, and the rank above which they are of any use.

    The heap of a wish that is the only one for this kind is that heap: it is of use what is above
    the worst of it.
    """
    if len(wishes) == 1:
        return best[wishes[0], : counts[wishes[0]]], NOTHING
    size, floor = 0, best[wishes[0], 0]
    for wish in wishes:
        size = max(size, counts[wish])
        floor = min(floor, best[wish, 0])
    return np.full(size, NOTHING), floor


@kernel
def _share_out(ranks, wishes, counts, best):  # type: ignore[no-untyped-def]
    """Offer the nearest of a kind to all wishes for it."""
    for wish in wishes:
        heap = best[wish, : counts[wish]]
        if len(heap) == len(ranks) and heap.max() == NOTHING:
            heap[:] = ranks
        else:
            for rank in ranks:
                offer(heap, rank)


@kernel
def _take_known(known, wishes, begin, end, heap):  # type: ignore[no-untyped-def]
    """Put the best of what is known of a kind into its heap, each once; whether any is known."""
    lists, of_lists = known
    table = table_for(len(lists) * len(wishes) * lists.shape[2])
    highest = np.empty(len(table), dtype=np.float32)
    for part in range(len(lists)):
        for wish in wishes:
            place = 0
            while place < lists.shape[2] and lists[part, wish, place] != NOBODY:
                node, cosine = lists[part, wish, place], of_lists[part, wish, place]
                if begin <= node < end:
                    slot = slot_of(table, node)
                    highest[slot] = cosine if table[slot] < 0 else max(cosine, highest[slot])
                    table[slot] = node
                place += 1
    for slot in range(len(table) if len(lists) else 0):
        if table[slot] >= 0:
            offer(heap, rank_of(highest[slot], table[slot]))
    return len(lists) > 0


@kernel
def _search(question, table, cells, kind, heap, again, seen):  # type: ignore[no-untyped-def]
    """Put the nearest of a kind into its heap."""
    first, end = cells[0][kind], cells[0][kind + 1]
    if first < end and len(question[2]):
        if end - first > 1:
            _search_kind(question, table, cells, first, end, heap, again, seen)
        else:
            _compare_all(question, table, cells[1][first], cells[1][end], heap, again, seen)
    if cells[4][kind] < cells[4][kind + 1]:
        rows = cells[5][cells[4][kind] : cells[4][kind + 1]]
        _compare_loose(question, table, rows, heap, again, seen)


@kernel
def _compare_all(question, table, first, end, heap, again, seen):  # type: ignore[no-untyped-def]
    """Compare the rows of a kind's only cell with all parts whose turn it is."""
    parts, part_scales, turns = question
    vectors, scales, nodes, row_of = table
    allowed, absent = seen
    least = _least(heap)
    for row in range(first, end):
        if not len(allowed) or allowed[nodes[row]]:
            cosine = np.float32(-1.0)
            for part in turns:
                of_part = np.float32(product(vectors, row, parts, part))
                cosine = max(cosine, of_part * part_scales[part] * scales[row])
            if cosine >= least and row_of[nodes[row]] == row and not is_among(absent, nodes[row]):
                if again:
                    cosine = nearest_part(vectors, scales, row, parts, part_scales)
                _offer(heap, nodes[row], cosine, again)
                least = _least(heap)


@kernel
def _compare_loose(question, table, rows, heap, again, seen):  # type: ignore[no-untyped-def]
    """Compare rows that lie in no cell with all parts."""
    parts, part_scales, _ = question
    vectors, scales, nodes, _ = table
    allowed, absent = seen
    for row in rows:
        if not len(allowed) or allowed[nodes[row]]:
            cosine = nearest_part(vectors, scales, row, parts, part_scales)
            if cosine >= _least(heap) and not is_among(absent, nodes[row]):
                _offer(heap, nodes[row], cosine, again)


@kernel
def _search_kind(question, table, cells, first, end, heap, again, seen):  # type: ignore[no-untyped-def]
    turns = question[2]
    near = _near(question, cells, first, end)
    read = np.zeros(len(near), dtype=np.int64)
    helped = np.zeros(len(near), dtype=np.int64)
    following = np.zeros(len(near), dtype=np.int64)
    for turn in range(len(near)):
        following[turn] = _place_of_most(near[turn])
    visited = np.full(end - first, again)
    while True:
        turn, most = -1, _READ
        for other in range(len(near)):
            if near[other, following[other]] > most:
                turn, most = other, near[other, following[other]]
        if turn < 0:
            return
        cell = following[turn]
        rows = cells[1][first + cell], cells[1][first + cell + 1]
        read[turn] += rows[1] - rows[0]
        if _visit(question, turns[turn], table, rows, visited[cell], heap, seen):
            helped[turn] = read[turn]
        visited[cell] = True
        near[turn, cell] = _READ
        following[turn] = _place_of_most(near[turn])
        patience = _PATIENCE + _IN_PROPORTION * helped[turn]
        if _hopes(near[turn, following[turn]], question[0].shape[1]) < _least(heap):
            patience = _PATIENCE_WITHOUT_HOPE
        if read[turn] - helped[turn] >= patience and _least(heap) > -np.inf:
            near[turn] = _READ


@kernel
def _near(question, cells, first, end):  # type: ignore[no-untyped-def]
    """(T, cells) cosines of centres in whole steps, the highest of which is found faster."""
    parts, part_scales, turns = question
    near = np.empty((len(turns), end - first), dtype=np.int32)
    for cell in range(first, end):
        for turn in range(len(turns)):
            part = turns[turn]
            cosine = np.float32(product(cells[2], cell, parts, part)) * part_scales[part]
            near[turn, cell - first] = np.int32(cosine * cells[3][cell] * _CENTRE_STEPS)
    return near


@kernel
def _place_of_most(numbers):  # type: ignore[no-untyped-def]
    most = numbers[0]
    for number in numbers:
        most = max(most, number)
    place = 0
    while not _holds(numbers[place : place + _BLOCK], most):
        place += _BLOCK
    while numbers[place] != most:
        place += 1
    return place


@kernel
def _holds(numbers, wanted):  # type: ignore[no-untyped-def]
    """Whether it is among few numbers, without a branch for each."""
    found = False
    for number in numbers:
        found |= number == wanted
    return found


@kernel
def _hopes(near, dimensions):  # type: ignore[no-untyped-def]
    """The highest cosine that a row is likely to have whose centre is as near as that."""
    cosine = max(np.float64(near) / _CENTRE_STEPS, 0.0)
    aside = min(_ASIDE * _ASIDE / dimensions, 1.0)
    return np.sqrt(cosine * cosine + aside * (1.0 - cosine * cosine))


@kernel
def _visit(question, part, table, rows, again, heap, seen):  # type: ignore[no-untyped-def]
    """Compare the rows of a cell with a part; whether any of them is among the nearest."""
    parts, part_scales, _ = question
    vectors, scales, nodes, row_of = table
    allowed, absent = seen
    least, helped = _least(heap), False
    for row in range(rows[0], rows[1]):
        if len(allowed) and not allowed[nodes[row]]:
            continue
        cosine = np.float32(product(vectors, row, parts, part)) * part_scales[part] * scales[row]
        if cosine < least or row_of[nodes[row]] != row:  # its node may have another text by now
            continue
        if not is_among(absent, nodes[row]):
            for other in range(len(parts)):
                of_other = np.float32(product(vectors, row, parts, other))
                cosine = max(cosine, of_other * part_scales[other] * scales[row])
            if _offer(heap, nodes[row], max(cosine, np.float32(-1.0)), again):
                helped, least = True, _least(heap)
    return helped


@kernel
def is_among(ascending, number):  # type: ignore[no-untyped-def]
    """Whether a number is among those (n,)."""
    first, end = 0, len(ascending)
    while first < end:
        middle = (first + end) // 2
        if ascending[middle] < number:
            first = middle + 1
        else:
            end = middle
    return first < len(ascending) and ascending[first] == number


@kernel
def _least(heap):  # type: ignore[no-untyped-def]
    """The cosine below which a row is of no use to any wish."""
    return cosine_of(max(heap[0][0], heap[1]))


@kernel
def _offer(heap, node, cosine, again):  # type: ignore[no-untyped-def]
    """Put a node into the heap where it is better than the worst; whether it was.

    One that may be there `again` is found there, and counts by what is higher.
    """
    ranks, floor = heap
    rank = rank_of(cosine, node)
    if rank <= max(ranks[0], floor):
        return False
    place = place_of(ranks, node) if again else -1
    if place >= 0 and rank <= ranks[place]:
        return False
    replace_at(ranks, len(ranks), max(place, 0), rank)
    return True
