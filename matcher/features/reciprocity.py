"""The same from the candidate's side: whether what the asker brings is what they look for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.evidence import Evidence
from matcher.question import MAX_FACETS, Question
from matcher.vectors import question_parts, similarities, vector_of
from matcher.view import CommunityView

_K = RelationshipKind
_LOOKS_FOR = [RELATIONSHIP_CODES[kind] for kind in (_K.HOLDS, _K.SEEKS_SKILL)]
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
    vectors = [v for v in (vector_of(view.snapshot, node) for node in brought) if v is not None]
    if not brought:
        return np.full(len(candidates), np.nan)
    offered = np.stack(vectors) if vectors else np.zeros((0, view.snapshot.vectors.shape[1]))
    owners, wishes = _wishes(view, candidates)
    closeness = similarities(view.snapshot, question_parts(offered.astype(np.float32)), wishes)
    closeness[np.isin(wishes, brought)] = 1.0
    return _best_of_each(len(candidates), owners, closeness.astype(np.float64))


def _brought(view: CommunityView, member: int) -> list[int]:
    """Nodes of what a member brings, questions left out, the latest of each kind first."""
    edges = sorted(view.edges_from(member, *_BRINGS), key=lambda edge: (-edge.time, edge.target))
    nodes = [edge.target for edge in edges if not view.asks[edge.target]]
    return list(dict.fromkeys(nodes))[:MAX_FACETS]


def _wishes(view: CommunityView, candidates: Nodes) -> tuple[npt.NDArray[np.int64], Nodes]:
    """Whose, counted from 0, and which: purposes, skills that are sought, and questions."""
    out = view.snapshot.out
    owners, places = row_places(out.spans, candidates)
    kinds, targets = out.kinds[places], out.neighbours[places]
    wished = np.isin(kinds, _LOOKS_FOR) | ((kinds == _CREATED) & view.asks[targets])
    return owners[wished], targets[wished]


def _best_of_each(count: int, owners: npt.NDArray[np.int64], values: Values) -> Values:
    known = ~np.isnan(values)
    best = np.full(count, -np.inf)
    np.maximum.at(best, owners[known], values[known])
    return np.where(np.isfinite(best), best, np.nan)
