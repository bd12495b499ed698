"""How others took what a candidate gave, and how the candidate took what others asked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.packing import HOUR, NO_TIME
from graph.schema import RELATIONSHIP_CODES, VERB_CODES, RelationshipKind
from matcher.evidence import Evidence
from matcher.question import Question

_K = RelationshipKind
_CODE = RELATIONSHIP_CODES
_GAVE = (_CODE[_K.CREATED], _CODE[_K.HOSTS])
_LIKED = tuple(VERB_CODES[verb] for verb in ("like", "vote", "favorite", "rate", "announce"))
FEW = 3.0
"""Works and invitations that everybody is credited with at the common rate."""
Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def appreciated(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) likes, votes and ratings by others for each of the candidate's works, and endorsements.

    Drawn towards the mean of all candidates as if they had FEW works more.
    """
    out, into = question.snapshot.out, question.snapshot.into
    owners, places = row_places(out.spans, candidates)
    given = np.isin(out.kinds[places], _GAVE)
    owners, works = owners[given], out.neighbours[places[given]]
    of_works, likes = row_places(into.spans, works)
    liked = (into.kinds[likes] == _CODE[_K.ENGAGED]) & np.isin(into.verbs[likes], _LIKED)
    liked &= into.neighbours[likes] != candidates[owners[of_works]]
    count = len(candidates)
    received = np.bincount(owners[of_works[liked]], minlength=count).astype(np.float64)
    endorsers, at = row_places(into.spans, candidates)
    received += np.bincount(endorsers[into.kinds[at] == _CODE[_K.ENDORSED]], minlength=count)
    return _rate(received, np.bincount(owners, minlength=count).astype(np.float64))


def says_yes(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how often the candidate accepted when others invited them, drawn towards the mean."""
    out, into = question.snapshot.out, question.snapshot.into
    count = len(candidates)
    owners, places = row_places(into.spans, candidates)
    invited = np.bincount(owners[into.kinds[places] == _CODE[_K.INVITED]], minlength=count).astype(
        np.float64
    )
    if not invited.any():
        return np.full(count, np.nan)
    owners, places = row_places(out.spans, candidates)
    yes = np.bincount(owners[out.kinds[places] == _CODE[_K.ACCEPTED]], minlength=count)
    return _rate(np.minimum(yes.astype(np.float64), invited), invited)


def answers_soon(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) minus the mean log of (1 + hours) that the candidate took to reply; NaN without any."""
    snapshot, parents = question.snapshot, question.view.parents
    owners, places = row_places(snapshot.out.spans, candidates)
    works = snapshot.out.neighbours[places]
    replied = (snapshot.out.kinds[places] == _CODE[_K.CREATED]) & (parents[works] >= 0)
    owners, works = owners[replied], works[replied]
    began, ended = snapshot.node_times[parents[works]], snapshot.node_times[works]
    dated = (began != NO_TIME) & (ended != NO_TIME)
    owners = owners[dated]
    hours = np.maximum(ended[dated].astype(np.int64) - began[dated], 0) / HOUR
    count = np.bincount(owners, minlength=len(candidates))
    total = np.bincount(owners, weights=np.log1p(hours), minlength=len(candidates))
    return np.where(count > 0, -total / np.maximum(count, 1), np.nan)


def _rate(received: Values, among: Values) -> Values:
    total = among.sum()
    common = received.sum() / total if total else 0.0
    return np.asarray((received + FEW * common) / (among + FEW))
