"""The same from the candidate's side: whether what the asker brings is what they look for."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.evidence import Evidence
from matcher.question import MAX_FACETS, Question
from matcher.vectors import nearest_part, question_parts, vector_of
from matcher.view import CommunityView

_K = RelationshipKind
_LOOKS_FOR = np.zeros(256, dtype=np.bool_)
_LOOKS_FOR[[RELATIONSHIP_CODES[kind] for kind in (_K.HOLDS, _K.SEEKS_SKILL)]] = True
_CREATED = RELATIONSHIP_CODES[_K.CREATED]
_BRINGS = (_K.HAS_SKILL, _K.HOLDS, _K.CREATED, _K.HOSTS)
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
    view = question.view
    brought = _brought(view, question.member)
    if not brought:
        return np.full(len(candidates), np.nan)
    vectors = [v for v in (vector_of(view.snapshot, node) for node in brought) if v is not None]
    offered = np.stack(vectors) if vectors else np.zeros((0, view.snapshot.vectors.shape[1]))
    snapshot, parts = view.snapshot, question_parts(offered.astype(np.float32))
    rows = snapshot.out.spans, snapshot.out.kinds, snapshot.out.neighbours
    vectors_of = snapshot.vector_rows, snapshot.vectors, snapshot.vector_scales
    return np.asarray(
        _best_wishes(
            candidates,
            *rows,
            _LOOKS_FOR,
            _CREATED,
            view.asks,
            np.array(brought, dtype=np.int32),
            *vectors_of,
            parts.numbers,
            parts.scales,
        )
    )


def _brought(view: CommunityView, member: int) -> list[int]:
    """Nodes of what a member brings, questions left out, the latest of each kind first."""
    edges = sorted(view.edges_from(member, *_BRINGS), key=lambda edge: (-edge.time, edge.target))
    nodes = [edge.target for edge in edges if not view.asks[edge.target]]
    return list(dict.fromkeys(nodes))[:MAX_FACETS]


# numba infers the types of the arrays.
@numba.njit(cache=True)
def _best_wishes(  # type: ignore[no-untyped-def]
    candidates, spans, kinds, neighbours, looks_for, created, asks, brought,
    vector_rows, vectors, scales, parts, part_scales,
):  # fmt: skip
    """Of what each candidate looks for, how close the closest is to a part; NaN for nothing."""
    best = np.full(len(candidates), np.nan)
    for place in range(len(candidates)):
        most = np.float32(-np.inf)
        for at in range(spans[candidates[place], 0], spans[candidates[place], 1]):
            node = neighbours[at]
            if looks_for[kinds[at]] or (kinds[at] == created and asks[node]):
                row = vector_rows[node]
                if row >= 0 and len(parts):
                    most = max(most, nearest_part(vectors, scales, row, parts, part_scales))
                for own in brought:
                    if own == node:
                        most = max(most, np.float32(1.0))
        if most > -np.inf:
            best[place] = most
    return best
