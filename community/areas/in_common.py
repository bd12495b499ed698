"""What the members of an area have in common: groups that they joined, skills that they have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.records import EntityId
from graph.schema import RelationshipKind

FEWEST = 3
"""Members who must have it, so that it tells of an area and not of one of them."""
LIFT = 1.5
"""How many times as often as on the whole map it must be had."""
MOST_SHARED = 3


def shared_by(
    picture: Picture, area_of: npt.NDArray[np.int64], count: int
) -> list[tuple[tuple[EntityId, int], ...]]:
    """For each of `count` areas up to MOST_SHARED groups and skills with how many have it.

    They come by `s log(s / t)`, where s is the share of the area's members who have it and t that
    of all members on the map: what an area tells most of (its part of the Kullback-Leibler
    divergence).

    Args:
        picture: of the community.
        area_of: (M,) area of each member, -1 for none.
        count: of areas.
    """
    had = picture.events_of(RelationshipKind.JOINED, RelationshipKind.HAS_SKILL)
    who = np.searchsorted(picture.members, had.sources)
    areas = area_of[who]
    size = np.int64(picture.snapshot.size)
    keys = np.unique(who[areas >= 0] * size + had.targets[areas >= 0])
    owners, things = area_of[keys // size], keys % size
    everywhere = np.bincount(things, minlength=1)
    total = max(int(np.count_nonzero(area_of >= 0)), 1)
    return [
        _most_telling(picture, things[owners == area], everywhere / total,
                      int(np.count_nonzero(area_of == area)))
        for area in range(count)
    ]  # fmt: skip


def _most_telling(
    picture: Picture, things: npt.NDArray[np.int64], shares: npt.NDArray[np.float64], size: int
) -> tuple[tuple[EntityId, int], ...]:
    nodes, counts = np.unique(things, return_counts=True)
    own = counts / max(size, 1)
    telling = own * np.log(own / shares[nodes]) if len(nodes) else own
    kept = (counts >= FEWEST) & (own >= LIFT * shares[nodes])
    order = np.argsort(-telling[kept], kind="stable")[:MOST_SHARED]
    found = zip(nodes[kept][order].tolist(), counts[kept][order].tolist(), strict=True)
    return tuple((picture.snapshot.id(node), many) for node, many in found)
