"""Whose surroundings changed since a revision, so that their answers may be others now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from api.nightly.earlier import EarlierRun, Since
from api.nightly.losses import Losses, losses
from api.nightly.surroundings import surroundings
from graph.errors import InvalidRequest
from graph.schema import EntityKind
from graph.snapshot import Snapshot
from graph.store import Changes, GraphStore

Nodes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

MOST_CHANGED = 0.5
"""Where more than this part of those who may ask is concerned, everybody is asked."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is asked in a run.

    Attributes:
        nodes: (n,) ascending.
        withdrawn: ids of those whose earlier answers hold no more, and who are not asked again.
        why_everybody: why all are asked although only the changed ones were wanted.
    """

    nodes: Nodes
    withdrawn: tuple[str, ...] = ()
    why_everybody: str | None = None


def choose_changed(
    store: GraphStore, snapshot: Snapshot, askers: Nodes, since: Since | None
) -> Chosen:
    """Of those who may ask, those whose surroundings changed since then; None: all of them.

    Raises:
        InvalidRequest: the revision is yet to come.
    """
    if since is None:
        return Chosen(askers)
    if not 0 <= since.revision <= snapshot.revision:
        told = f"is {since.revision}, but the store is at {snapshot.revision}"
        raise InvalidRequest("the revision to start from", told)
    changes = store.changes_since(since.revision)
    lost = _lost(snapshot, since.earlier)
    withdrawn = _withdrawn(snapshot, askers, changes, since.earlier)
    if changes.deletions and lost is None:
        why = f"{len(changes.deletions)} facts were deleted, and nobody knows what they joined"
        return Chosen(askers, withdrawn, why)
    nodes = askers[_concerned(snapshot, changes, lost, since.earlier)[askers]]
    if len(nodes) > MOST_CHANGED * len(askers):
        return Chosen(askers, withdrawn, f"{len(nodes)} of {len(askers)} are concerned")
    return Chosen(nodes, withdrawn)


def _lost(snapshot: Snapshot, earlier: EarlierRun | None) -> Losses | None:
    """What is gone since the earlier run; None where its snapshot is not there any more."""
    before = None if earlier is None else earlier.snapshot()
    return None if before is None else losses(before, snapshot)


def _concerned(
    snapshot: Snapshot, changes: Changes, lost: Losses | None, earlier: EarlierRun | None
) -> Mask:
    """(N,) the surroundings of what changed, and who was shown any of it."""
    written = [entity.id for entity in changes.entities]
    ends = (end for each in changes.relationships for end in (each.source, each.target))
    touched = _mask(snapshot, [*written, *ends])
    if lost is not None:
        touched[lost.nodes] = True
    concerned = surroundings(snapshot, touched)
    if earlier is not None:
        gone = () if lost is None else lost.ids
        concerned |= _mask(snapshot, earlier.showing({*written, *gone}))
    return concerned


def _mask(snapshot: Snapshot, ids: Iterable[str]) -> Mask:
    """(N,) true for the nodes of these ids, as far as they are there."""
    mask = np.zeros(snapshot.size, dtype=np.bool_)
    mask[[node for each in set(ids) if (node := snapshot.find(each)) is not None]] = True
    return mask


def _withdrawn(
    snapshot: Snapshot, askers: Nodes, changes: Changes, earlier: EarlierRun | None
) -> tuple[str, ...]:
    """Who may have been asked before, and may not be asked any more."""
    before: Collection[str]
    if earlier is not None:
        before = earlier.askers()
    else:
        before = [each.id for each in changes.entities if each.kind is EntityKind.MEMBER]
    asked = {snapshot.id(int(node)) for node in askers}
    return tuple(sorted(set(before) - asked))
