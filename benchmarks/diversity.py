"""How different from one another the targets of one list are, by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.tasks import Past, Places, Task
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot
from matcher.vectors import vector_of

Vector = npt.NDArray[np.float32]
_CREATED = RELATIONSHIP_CODES[RelationshipKind.CREATED]


def intra_list_diversity(task: Task, lists: Sequence[Places]) -> float | None:
    """Mean over the lists of the mean 1 - cosine of a list's pairs (Ziegler et al. 2005).

    Targets of which no vector is known are skipped, and lists with fewer than two others.

    Args:
        task: whose queries were answered.
        lists: for each query, the places in the task's targets that it is shown.

    Returns:
        0-2; None when no list could be measured.
    """
    spreads: list[float] = []
    for past, queries in task.by_past():
        shown = [lists[query] for query in queries]
        vectors = _vectors(past, {place for places in shown for place in places.tolist()})
        known = ([vectors[at] for at in places.tolist() if at in vectors] for places in shown)
        spreads += [_spread(np.array(each)) for each in known if len(each) > 1]
    return float(np.mean(spreads)) if spreads else None


def _spread(vectors: Vector) -> float:
    """Mean of 1 - cosine over the pairs of unit vectors (k, D), k at least 2."""
    count = len(vectors)
    cosines = np.einsum("id,jd->", vectors, vectors, dtype=np.float64) - count
    return float(1.0 - cosines / (count * (count - 1)))


def _vectors(past: Past, places: Iterable[int]) -> dict[int, Vector]:
    found = ((place, target_vector(past.snapshot, past.targets[place])) for place in places)
    return {place: vector for place, vector in found if vector is not None}


def target_vector(snapshot: Snapshot, target: str) -> Vector | None:
    """(D,) float32 unit vector of what a target says, or for a member without words of their own
    the mean of what they wrote; None when nothing is known.
    """
    node = snapshot.find(target)
    if node is None:
        return None
    own = vector_of(snapshot, node)
    if own is None and snapshot.kind(node) == EntityKind.MEMBER:
        return _mean_of_writings(snapshot, node)
    return own


def _mean_of_writings(snapshot: Snapshot, member: int) -> Vector | None:
    begin, end = snapshot.out.spans[member]
    written = snapshot.out.neighbours[begin:end][snapshot.out.kinds[begin:end] == _CREATED]
    rows = snapshot.vector_rows[written]
    rows = rows[rows >= 0]
    vectors = snapshot.vectors[rows].astype(np.float32)
    mean = np.einsum("i,ij->j", snapshot.vector_scales[rows], vectors)
    length = np.float32(np.sqrt(np.einsum("j,j->", mean, mean)))
    return mean / length if length > 0 else None
