"""What members did who let nobody make a profile of it, taken out of a snapshot's edges.

Deeds go, whoever did them to whom. What stands between people (a mentor, a connection, a no) and
whose something is stays for the rules that leave it out of answers, under codes of its own: nothing
that weighs evidence knows them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import Adjacency
from graph.edge_changes import EdgeChanges
from graph.packing import DERIVED, NO_PROFILING
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from graph.snapshot import Snapshot

_K = RelationshipKind
STANDING: tuple[RelationshipKind, ...] = (
    _K.MENTORS, _K.CONNECTED, _K.ACCEPTED, _K.REJECTED, _K.DISMISSED, _K.CREATED, _K.HOSTS,
)  # fmt: skip
"""What stays for rules alone."""
DEEDS: tuple[RelationshipKind, ...] = (
    _K.ENGAGED, _K.JOINED, _K.LEFT, _K.ATTENDED, _K.DECLINED, _K.HELPED, _K.FOLLOWS, _K.INVITED,
    _K.ENDORSED, _K.RELATED, _K.REACHED, _K.ANSWERED,
)  # fmt: skip
"""What goes; so do skills that were derived from deeds."""

_FIRST = 56
"""Codes from here on are never those of a relationship; rows keep sets of codes in 64 bits."""
QUIET_CODES = {kind: _FIRST + place for place, kind in enumerate(STANDING)}
"""The code of a relationship that counts for rules only."""

_QUIET_OF = np.arange(256, dtype=np.uint8)
for _kind, _code in QUIET_CODES.items():
    _QUIET_OF[RELATIONSHIP_CODES[_kind]] = _code
_IS_DEED = np.zeros(256, dtype=np.bool_)
_IS_DEED[[RELATIONSHIP_CODES[kind] for kind in DEEDS]] = True
_SKILLS = np.zeros(256, dtype=np.bool_)
_SKILLS[[RELATIONSHIP_CODES[kind] for kind in (_K.HAS_SKILL, _K.SEEKS_SKILL)]] = True
Mask = npt.NDArray[np.bool_]


def without_deeds(snapshot: Snapshot) -> Snapshot:
    """The snapshot without what its unprofiled members did; itself where there are none."""
    unprofiled = _unprofiled(snapshot)
    if not unprofiled.any():
        return snapshot
    sides = (_quiet(side.packed(), unprofiled) for side in (snapshot.out, snapshot.into))
    out, into = sides
    return replace(snapshot, out=out, into=into, origin=None)


def quiet_changes(snapshot: Snapshot, changes: EdgeChanges) -> EdgeChanges:
    """The changes as they are brought into what `without_deeds` made of the snapshot."""
    unprofiled = _unprofiled(snapshot)
    if not unprofiled.any():
        return changes
    sources, targets, facts = changes.sources, changes.targets, changes.facts
    theirs = unprofiled[sources] | unprofiled[targets]
    kinds, verbs = (facts & 0xFF).astype(np.uint8), ((facts >> 8) & 0xFF).astype(np.uint8)
    kept = ~(theirs & _goes(kinds, verbs))
    quiet = np.where(theirs, (facts & ~np.int64(0xFF)) | _QUIET_OF[kinds], facts)
    ways = changes.ways
    # What never lies in a row is replaced in none: a row that is written again is rounded anew.
    gone = (unprofiled[ways[:, 0]] | unprofiled[ways[:, 1]]) & _IS_DEED[ways[:, 2]]
    ways = ways[~gone]
    quietly = ways.copy()
    quietly[:, 2] = _QUIET_OF[ways[:, 2]]
    return EdgeChanges(
        np.unique(np.concatenate([ways, quietly]), axis=0),
        sources[kept],
        targets[kept],
        quiet[kept],
    )


def _unprofiled(snapshot: Snapshot) -> Mask:
    """(N,) which nodes are members whose deeds do not count."""
    return np.asarray((snapshot.flags & NO_PROFILING) != 0)


def _goes(kinds: npt.NDArray[np.uint8], verbs: npt.NDArray[np.uint8]) -> Mask:
    return np.asarray(_IS_DEED[kinds] | (_SKILLS[kinds] & (verbs == DERIVED)))


def _quiet(side: Adjacency, unprofiled: Mask) -> Adjacency:
    theirs = unprofiled[side.owners()] | unprofiled[side.neighbours]
    kinds: npt.NDArray[Any] = np.where(theirs, _QUIET_OF[side.kinds], side.kinds)
    kept = np.flatnonzero(~(theirs & _goes(side.kinds, side.verbs)))
    everybody = np.ones(len(side.spans), dtype=np.bool_)
    return replace(side, kinds=kinds.astype(np.uint8)).keep(kept, everybody)
