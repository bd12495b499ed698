"""What deeds were about: skills, and the purposes that they carried."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.picture import Picture
from community.reputation.deeds import NOTHING, Deeds, Nodes
from graph.schema import RelationshipKind

CLOSE = 0.4
"""Cosine from which on a text is taken to carry a purpose that somebody stated."""


def skills_of_things(picture: Picture) -> sparse.csr_array:
    """(N, N) which share of a thing (row) is about each skill (column); an answer's own skills,
    else those of its question.
    """
    about = picture.events_of(RelationshipKind.ABOUT, RelationshipKind.DEVELOPS)
    return _shares(picture, about.sources, about.targets)


def purposes_of_things(picture: Picture) -> sparse.csr_array:
    """(N, N) which share of a thing (row) serves each purpose (column), as it or its question says
    itself.
    """
    serves = picture.events_of(RelationshipKind.SERVES)
    return _shares(picture, serves.sources, serves.targets)


def purposes_held(picture: Picture) -> Nodes:
    """(N,) int32, the latest statement of each member, NOTHING where there is none."""
    holds = picture.events_of(RelationshipKind.HOLDS)
    order = np.lexsort((holds.targets, holds.times, holds.sources))
    held = np.full(picture.snapshot.size, NOTHING, dtype=np.int32)
    held[holds.sources[order]] = holds.targets[order]
    return held


def closest_purposes(picture: Picture, deeds: Deeds) -> Nodes:
    """(D,) int32, the statement that the text of each deed is close to, else NOTHING.

    Only two come into question: what the one it was for says that they are there for, if they may
    be named, else what the one who did it says.
    """
    held = purposes_held(picture)
    named = np.zeros(picture.snapshot.size, dtype=np.bool_)
    named[picture.members[picture.nameable]] = True
    theirs = np.where(named[deeds.beneficiaries], held[deeds.beneficiaries], NOTHING)
    found = np.where(_are_close(picture, deeds.things, theirs), theirs, NOTHING)
    own = np.where(found == NOTHING, held[deeds.doers], NOTHING)
    return np.where(_are_close(picture, deeds.things, own), own, found).astype(np.int32)


def _are_close(picture: Picture, things: Nodes, purposes: Nodes) -> npt.NDArray[np.bool_]:
    both = np.flatnonzero((things != NOTHING) & (purposes != NOTHING))
    close = np.zeros(len(things), dtype=np.bool_)
    if picture.snapshot.vectors.shape[1] and len(both):
        texts, statements = picture.vectors(things[both]), picture.vectors(purposes[both])
        close[both] = (texts * statements).sum(axis=1) >= CLOSE
    return close


def _shares(picture: Picture, things: Nodes, subjects: Nodes) -> sparse.csr_array:
    size = picture.snapshot.size
    told = np.ones(len(things))
    own = sparse.csr_array((told, (things, subjects)), shape=(size, size))
    own.data[:] = 1.0
    replies = picture.events_of(RelationshipKind.REPLIES_TO)
    silent = np.diff(own.indptr)[replies.sources] == 0
    ends = replies.sources[silent], replies.targets[silent]
    asked = sparse.csr_array((np.ones(len(ends[0])), ends), shape=(size, size)) @ own
    every = sparse.csr_array(own + asked)
    every.data[:] = 1.0
    counts = np.maximum(np.diff(every.indptr), 1)
    return sparse.csr_array(sparse.diags_array(1.0 / counts) @ every)
