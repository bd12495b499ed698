"""The same from the candidate's side: whether what the asker brings is what they look for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.evidence import Evidence
from matcher.facets import latest_targets
from matcher.long_rows import LongRows, kept_place, new_place
from matcher.numbering import numbered
from matcher.prefetch import prefetch
from matcher.question import MAX_FACETS, Question
from matcher.vectors import AHEAD, ask_for_row, nearest_part, question_parts, unit_vectors
from matcher.view import CommunityView

LONG = 64
"""Edges of a row from which on the wishes in it are kept."""
MOST_KEPT = 16
"""Of somebody who wishes for more, the row is read each time."""
_K = RelationshipKind
_LOOKS_FOR = np.zeros(256, dtype=np.bool_)
_LOOKS_FOR[[RELATIONSHIP_CODES[kind] for kind in (_K.HOLDS, _K.SEEKS_SKILL)]] = True
_BRINGS = (_K.HAS_SKILL, _K.HOLDS, _K.CREATED, _K.HOSTS)
_CREATED = RELATIONSHIP_CODES[_K.CREATED]
Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def wanted_back(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) closeness of the best of what a candidate looks for to what the asker brings.

    A candidate looks for what their purposes, the skills they seek and their questions say; the
    asker brings skills, purposes and works. The very skill that is sought counts as 1. NaN for
    whoever looks for nothing, and for all when nobody asks or brings anything.
    """
    if question.member is None:
        return np.full(len(candidates), np.nan)
    view, snapshot = question.view, question.snapshot
    brought = _brought(view, question.member)
    if not len(brought):
        return np.full(len(candidates), np.nan)
    parts = question_parts(unit_vectors(snapshot, brought))
    rows = snapshot.out.spans, snapshot.out.kinds, snapshot.out.neighbours
    kept = _wishes_in_long_rows(view.base)
    offsets, wishes = _wishes(
        candidates, *rows, _LOOKS_FOR, _CREATED, view.asks, *kept.places, *kept.columns
    )
    vectors = snapshot.vectors, snapshot.vector_scales, snapshot.vector_rows
    return np.asarray(
        _best(offsets, wishes, brought, *vectors, parts.numbers, parts.scales),
    )


def _brought(view: CommunityView, member: int) -> Nodes:
    """Nodes of what a member brings, questions left out, the latest first."""
    found = latest_targets(view, member, _BRINGS)
    nodes = dict.fromkeys(found[~view.asks[found]].tolist())
    return np.array(list(nodes)[:MAX_FACETS], dtype=np.int32)


def _wishes_in_long_rows(view: CommunityView) -> LongRows:
    def none_yet() -> LongRows:
        return LongRows.none_yet(view.snapshot.out, LONG, MOST_KEPT, (np.int32,))

    return view.once("wishes in long rows", none_yet)


# numba infers the types of the arrays of all that follows.
@kernel
def _wishes(  # type: ignore[no-untyped-def]
    candidates, spans, kinds, neighbours, looks_for, created, asks,
    longest, kept_spans, slots, used, counts, kept_nodes,
):  # fmt: skip
    """(C + 1,) where the wishes of each candidate begin, and (W,) the nodes that they look for."""
    offsets = np.zeros(len(candidates) + 1, dtype=np.int64)
    wishes = np.empty(4 * len(candidates) + 1, dtype=np.int32)
    count = 0
    for place in range(len(candidates)):
        node = candidates[place]
        kept = kept_place(node, spans, kept_spans, slots)
        first, last = (0, counts[kept]) if kept >= 0 else (spans[node, 0], spans[node, 1])
        if count + last - first > len(wishes):
            longer = np.empty(2 * (count + last - first), dtype=np.int32)
            longer[:count] = wishes[:count]
            wishes = longer
        for at in range(first, last):
            wish = kept_nodes[kept, at] if kept >= 0 else neighbours[at]
            if kept >= 0 or looks_for[kinds[at]] or (kinds[at] == created and asks[wish]):
                wishes[count] = wish
                count += 1
        offsets[place + 1] = count
        begins = offsets[place]
        found = count - begins
        kept = new_place(node, found, spans, longest, kept_spans, slots, used, counts, MOST_KEPT)
        for at in range(found if kept >= 0 else 0):
            kept_nodes[kept, at] = wishes[begins + at]
    return offsets, wishes[:count]


@kernel
def _best(offsets, wishes, brought, vectors, scales, vector_rows, parts, part_scales):  # type: ignore[no-untyped-def]
    """Of what each candidate looks for, how close the closest is to a part; NaN for nothing."""
    distinct, places = numbered(wishes)
    closeness = np.full(len(distinct), np.nan)
    flat, width = vectors.reshape(-1), vectors.shape[1]
    for place in range(len(distinct)):
        if place + 2 * AHEAD < len(distinct):
            prefetch(vector_rows, np.intp(distinct[place + 2 * AHEAD]))
        if place + AHEAD < len(distinct):
            ask_for_row(flat, vector_rows[distinct[place + AHEAD]], width)
        row = vector_rows[distinct[place]]
        if row >= 0 and len(parts):
            closeness[place] = nearest_part(vectors, scales, row, parts, part_scales)
        for own in brought:
            if own == distinct[place]:
                closeness[place] = max(1.0, np.nan_to_num(closeness[place]))
    best = np.full(len(offsets) - 1, np.nan)
    for place in range(len(best)):
        for at in range(offsets[place], offsets[place + 1]):
            value = closeness[places[at]]
            if not (value <= best[place] or np.isnan(value)):
                best[place] = value
    return best
