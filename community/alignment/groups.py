"""Alignment by stakeholder type and by quarter."""

from __future__ import annotations

import numpy as np

from community.alignment.chance import ALIGNED, Shares
from community.alignment.ground import Ground, Places, mean_estimate, share
from community.alignment.quarters import UNKNOWN, named, quarters
from community.alignment.results import Group


def by_kind(ground: Ground) -> tuple[Group, ...]:
    """Statements held now by stakeholder type, the largest first; staff among them."""
    held = np.flatnonzero(ground.stances.readable & ground.stances.current)
    kinds = ground.kinds[ground.stances.places[held]]
    present, counts = np.unique(kinds, return_counts=True)
    order = np.argsort(-counts, kind="stable")
    closeness = ground.to_host_now
    return tuple(
        group(ground, str(kind), held[kinds == kind], closeness) for kind in present[order]
    )


def by_quarter(ground: Ground) -> tuple[Group, ...]:
    """Statements by the quarter in which they were stated, against the host's words then."""
    stated = quarters(ground.stances.times)
    found = np.unique(stated[ground.usable])
    closeness = ground.to_host_then
    return tuple(
        group(
            ground, named(quarter), np.flatnonzero(ground.usable & (stated == quarter)), closeness
        )
        for quarter in found.tolist()
        if quarter != UNKNOWN
    )


def group(ground: Ground, name: str, rows: Places, closeness: Shares) -> Group:
    """What is told of some of the statements (rows), with closeness (S,) of all."""
    places, close = ground.stances.places[rows], closeness[rows]
    aligned = close >= ALIGNED
    return Group(
        name=name,
        aligned=share(int(aligned.sum()), len(rows)),
        closeness=mean_estimate(places, close),
        members=ground.named(places[aligned]),
    )
