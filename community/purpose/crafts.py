"""What members can do, as vectors: two members have the same craft if these are close."""

from __future__ import annotations

from typing import Any

import numpy as np

from community.picture import Nodes, Picture
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_HAS = RELATIONSHIP_CODES[RelationshipKind.HAS_SKILL]
WIDER = 0.5
"""What a wider skill counts that a member's skill belongs to, beside 1 for the skill itself."""


def skill_names(picture: Picture, member: int) -> tuple[str, ...]:
    """What a member states that they can do, in order of the alphabet."""
    out = picture.snapshot.out
    row = slice(*out.spans[member].tolist())
    nodes = out.neighbours[row][out.kinds[row] == _HAS].tolist()
    return tuple(sorted({picture.snapshot.name(node) for node in nodes}))


def crafts(picture: Picture, members: Nodes) -> Any:
    """(n, S) sparse float64, a unit row of skills for each of the ascending members.

    A skill counts its inverse frequency, log((1 + M) / (1 + m)) + 1 where m of M members have it
    (as scikit-learn smooths it), times WIDER for the wider skills of what they have. A row is
    empty for whoever states no skill.
    """
    from scipy.sparse import csr_array  # noqa: PLC0415 - slow to import
    from sklearn.preprocessing import normalize  # noqa: PLC0415 - slow to import

    first, last = picture.snapshot.range(EntityKind.SKILL)
    has = picture.events_of(RelationshipKind.HAS_SKILL)
    kept = has.where(np.isin(has.sources, members))
    shape = (len(members), last - first)
    rows, columns = np.searchsorted(members, kept.sources), kept.targets - first
    own = csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    own.data[:] = 1.0
    broader = picture.events_of(RelationshipKind.BROADER)
    ends = (broader.sources - first, broader.targets - first)
    wider = csr_array((np.full(len(ends[0]), WIDER), ends), shape=(shape[1], shape[1]))
    reached = csr_array(own @ wider)
    reached.data = np.minimum(reached.data, WIDER)
    known = own.maximum(reached)
    frequency = np.log((1 + shape[0]) / (1 + (known > 0).sum(axis=0))) + 1.0
    weighted = csr_array(known * frequency)
    return normalize(weighted) if weighted.nnz else weighted
