"""How much an edge says: measured amounts compared with what the same member usually does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.schema import (
    ENGAGEMENT_STRENGTH,
    MEASURED_VERBS,
    RELATIONSHIP_CODES,
    VERB_CODES,
    RelationshipKind,
)
from graph.snapshot import Snapshot

MOST = 8.0
"""An amount counts at most as this many times the member's usual amount."""

_ENGAGED = RELATIONSHIP_CODES[RelationshipKind.ENGAGED]
_USUAL: npt.NDArray[np.float64] = np.zeros(256)
for _verb in MEASURED_VERBS:
    _USUAL[VERB_CODES[_verb]] = ENGAGEMENT_STRENGTH[_verb]


def relative_strengths(
    snapshot: Snapshot,
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """(E,) for the edges from, and (E,) for those to each node of the snapshot.

    For a measured verb (seen so often, rated so high) it is `strength of the verb x sqrt(amount /
    the member's mean amount)`: a thousand plays mean little from somebody who plays everything a
    thousand times. For all other edges it is their strength as it is.
    """
    out, into = snapshot.out, snapshot.into
    owners = out.owners()
    key = owners.astype(np.int64) * 256 + out.verbs
    measured = _is_measured(out)
    if not measured.any():
        return _in_single(out.strengths), _in_single(into.strengths)
    keys, places = np.unique(key[measured], return_inverse=True)
    totals = np.bincount(places, weights=out.strengths[measured])
    means = totals / np.maximum(np.bincount(places), 1)
    from_each = out.strengths.astype(np.float32)
    from_each[measured] = _relative(out, measured, means[places])
    to_each = into.strengths.astype(np.float32)
    measured = _is_measured(into)
    key = into.neighbours[measured].astype(np.int64) * 256 + into.verbs[measured]
    to_each[measured] = _relative(into, measured, means[np.searchsorted(keys, key)])
    return from_each, to_each


def relative_in_rows(
    owners: npt.NDArray[np.int64], columns: Sequence[npt.NDArray[Any]]
) -> npt.NDArray[np.float64]:
    """(n,) the same for whole rows of edges from members.

    Args:
        owners: (n,) whose row each edge is in, counted from 0.
        columns: (n,) each, as `Adjacency.columns`.
    """
    _, kinds, verbs, _, strengths = columns
    measured = (kinds == _ENGAGED) & (_USUAL[verbs] > 0)
    _, places = np.unique(owners[measured] * 256 + verbs[measured], return_inverse=True)
    means = np.bincount(places, weights=strengths[measured]) / np.maximum(np.bincount(places), 1)
    amounts = strengths[measured] / np.where(means > 0, means, 1.0)[places]
    found = strengths.astype(np.float64)
    found[measured] = _USUAL[verbs[measured]] * np.sqrt(np.minimum(amounts, MOST))
    return found


def _in_single(strengths: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.float32]:
    return strengths.astype(np.float32, copy=False)


def _is_measured(side: Adjacency) -> npt.NDArray[np.bool_]:
    return np.asarray((side.kinds == _ENGAGED) & (_USUAL[side.verbs] > 0))


def _relative(
    side: Adjacency, measured: npt.NDArray[np.bool_], means: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    amounts = side.strengths[measured] / np.where(means > 0, means, 1.0)
    return np.asarray(_USUAL[side.verbs[measured]] * np.sqrt(np.minimum(amounts, MOST)))
