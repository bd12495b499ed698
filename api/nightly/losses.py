"""What an earlier snapshot tells of changes that the store cannot name any more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.snapshot import Snapshot

Places = npt.NDArray[np.int64]
_KINDS = 256
"""Codes of relationships are below it."""


@dataclass(frozen=True, slots=True)
class Losses:
    """What is gone, or was not there before, without having been written.

    Attributes:
        ids: entities that are gone.
        nodes: nodes of the present snapshot that lost a relationship, or that gained or lost the
            vector of their text.
    """

    ids: tuple[str, ...]
    nodes: Places


def losses(before: Snapshot, now: Snapshot) -> Losses:
    """What `now` lacks of `before`."""
    places = _places(before, now)
    stayed = np.flatnonzero(places >= 0)
    had, has = before.vector_rows[stayed] >= 0, now.vector_rows[places[stayed]] >= 0
    nodes = [places[stayed][had != has], _ends_of_lost_edges(before, now, places)]
    gone = before.present(np.flatnonzero(places < 0))
    return Losses(tuple(before.id(int(node)) for node in gone), np.unique(np.concatenate(nodes)))


def _places(before: Snapshot, now: Snapshot) -> Places:
    """(N,) the number that each node of `before` has now, -1 where it is gone."""
    number = {now.id(node): node for node in now.nodes().tolist()}
    ids = (before.id(node) for node in range(before.size))
    return np.fromiter((number.get(each, -1) for each in ids), np.int64, before.size)


def _ends_of_lost_edges(before: Snapshot, now: Snapshot, places: Places) -> Places:
    """Nodes of `now` at which more edges of a kind to the same other end began or ended before."""
    sources, targets = places[before.out.owners()], places[before.out.neighbours]
    both = (sources >= 0) & (targets >= 0)
    bereft = np.concatenate([sources[~both], targets[~both]])
    had = _keys(sources[both], targets[both], before.out.kinds[both], now.size)
    has = _keys(now.out.owners(), now.out.neighbours, now.out.kinds, now.size)
    keys, counts = np.unique(had, return_counts=True)
    left, left_counts = np.unique(has, return_counts=True)
    at = np.minimum(np.searchsorted(left, keys), max(len(left) - 1, 0))
    same = left[at] == keys if len(left) else np.zeros(len(keys), dtype=bool)
    remaining = np.where(same, left_counts[at] if len(left) else 0, 0)
    pairs = keys[counts > remaining] // _KINDS
    ends = np.concatenate([bereft[bereft >= 0], pairs // now.size, pairs % now.size])
    return np.asarray(ends, dtype=np.int64)


def _keys(
    sources: npt.NDArray[np.integer],
    targets: npt.NDArray[np.integer],
    kinds: npt.NDArray[np.uint8],
    size: int,
) -> Places:
    pairs = sources.astype(np.int64) * size + targets.astype(np.int64)
    return np.asarray(pairs * _KINDS + kinds)
