"""A reputation by skill and by purpose; the parts of each sum to the whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from community.reputation.deeds import NOTHING, Deeds
from community.reputation.namings import Naming, naming
from community.reputation.reputation import Reputations
from community.reputation.subjects import closest_purposes, purposes_of_things

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Part:
    """What of somebody's deeds is for one skill or purpose; about None: for none in particular."""

    about: Naming | None
    weight: float
    deeds: int


def skill_parts(found: Reputations, deeds: Deeds, weights: Weights) -> tuple[Part, ...]:
    """By skill: a deed about several counts for each with an equal share."""
    return _parts(found, _rows_of(found.skill_shares, deeds), weights)


def purpose_parts(found: Reputations, deeds: Deeds, weights: Weights) -> tuple[Part, ...]:
    """By purpose: what the content or activity serves, else the statement that its text is close to
    (`community.reputation.subjects`).
    """
    served = _rows_of(purposes_of_things(found.picture), deeds)
    silent = np.diff(served.indptr) == 0
    closest = np.where(silent, closest_purposes(found.picture, deeds), NOTHING)
    rows = np.flatnonzero(closest != NOTHING)
    near = sparse.csr_array((np.ones(len(rows)), (rows, closest[rows])), shape=served.shape)
    return _parts(found, sparse.csr_array(served + near), weights)


def _rows_of(shares: sparse.csr_array, deeds: Deeds) -> sparse.csr_array:
    """(d, N) the shares of the deeds' things; rows of nothing where there is none."""
    rows = np.flatnonzero(deeds.things != NOTHING)
    ends = rows, deeds.things[rows]
    chosen = sparse.csr_array((np.ones(len(rows)), ends), shape=(len(deeds), shares.shape[0]))
    return sparse.csr_array(chosen @ shares)


def _parts(found: Reputations, shares: sparse.csr_array, weights: Weights) -> tuple[Part, ...]:
    """The largest first, those that are about nothing last."""
    sums = shares.T @ weights
    counts = np.bincount(shares.indices, minlength=shares.shape[1])
    subjects = np.flatnonzero(counts)
    parts = [
        Part(naming(found.picture, node), float(sums[node]), int(counts[node]))
        for node in subjects[np.lexsort((subjects, -sums[subjects]))].tolist()
    ]
    silent = np.diff(shares.indptr) == 0
    if silent.any():
        parts.append(Part(None, float(weights[silent].sum()), int(silent.sum())))
    return tuple(parts)
