"""Who holds which statements of purpose, and which is the latest of each, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.picture import Nodes, Picture
from graph.schema import RelationshipKind


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """H statements that members hold, ordered by member and, of one member, latest last.

    Attributes:
        members, purposes: (H,) int32 nodes.
        times: (H,) int32, when it was stated, in seconds since 2000.
        current: (H,) bool, the one of each member that counts now.
    """

    members: Nodes
    purposes: Nodes
    times: npt.NDArray[np.int32]
    current: npt.NDArray[np.bool_]

    def of(self, member: int) -> Nodes:
        """The statements of one member; the one that counts now is the last."""
        begin, end = np.searchsorted(self.members, [member, member + 1])
        return self.purposes[begin:end]


def held_statements(picture: Picture) -> Held:
    """What members hold.

    The statement that counts now is the one stated last among those that no other statement of
    the same member revises: what revises is later, whatever the clocks say. Where statements revise
    each other in a circle, the one stated last counts.
    """
    holds = picture.events_of(RelationshipKind.HOLDS)
    pairs = _pairs(picture, holds.sources, holds.targets)
    latest_is = ~np.isin(pairs, _revised(picture, holds.sources, holds.targets))
    order = np.lexsort((holds.targets, holds.times, latest_is, holds.sources))
    members = holds.sources[order]
    last = np.append(members[1:] != members[:-1], True)[: len(members)]
    return Held(members, holds.targets[order], holds.times[order], last)


def _revised(picture: Picture, holders: Nodes, purposes: Nodes) -> npt.NDArray[np.int64]:
    """Pairs of a member and a statement which another statement that they hold revises."""
    revises = picture.events_of(RelationshipKind.REVISES)
    order = np.argsort(purposes, kind="stable")
    begins = np.searchsorted(purposes[order], revises.sources)
    ends = np.searchsorted(purposes[order], revises.sources, side="right")
    counts = ends - begins
    earlier = np.repeat(revises.targets, counts)
    steps = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    who = holders[order][np.repeat(begins, counts) + steps]
    return _pairs(picture, who, earlier)


def _pairs(picture: Picture, members: Nodes, purposes: Nodes) -> npt.NDArray[np.int64]:
    return np.asarray(members.astype(np.int64) * picture.snapshot.size + purposes)
