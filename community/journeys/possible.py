"""What a member could still do, and whom they could still meet: only what both sides may see."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.adjacency import Adjacency
from graph.packing import HAS_CAPACITY, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind

_K = RelationshipKind
Mask = npt.NDArray[np.bool_]
THINGS = (EntityKind.ACTIVITY, EntityKind.GROUP, EntityKind.CONTENT)
"""What can be done, in the order in which it is proposed."""
_KNOWN = (
    _K.CREATED, _K.ENGAGED, _K.DISMISSED, _K.JOINED, _K.LEFT, _K.ATTENDED, _K.DECLINED, _K.HOSTS,
)  # fmt: skip
_LEADS = (_K.CREATED, _K.HOSTS)


@dataclass(frozen=True, eq=False)
class Possibilities:
    """What is possible for one member of a community.

    Attributes:
        picture: the community.
        member: their node.
    """

    picture: Picture
    member: int

    @cached_property
    def things(self) -> Mask:
        """(N,) bool, activities that have not begun, groups, and content that is no reply.

        Not what they know already, said no to, or what is led or made by somebody with whom they
        are not to be brought together.
        """
        snapshot = self.picture.snapshot
        possible = np.zeros(snapshot.size, dtype=np.bool_)
        for kind in THINGS:
            possible[snapshot.nodes(kind)] = True
        starts = snapshot.node_starts
        possible &= (starts == NO_TIME) | (starts >= self.picture.last_second)
        replies = self.picture.events_of(_K.REPLIES_TO)
        possible[replies.sources] = False
        possible[_ends(snapshot.out, self.member, _KNOWN)] = False
        for other in self.picture.blocked_with(self.member).tolist():
            possible[_ends(snapshot.out, other, _LEADS)] = False
        return possible

    @cached_property
    def people(self) -> Mask:
        """(M,) bool, of the picture's members, those who may be proposed to this one.

        They consent to matching and have not paused it, are of the same side of full age, have
        room where they say how much they have, and neither blocked or turned down the other.
        Nobody is, to a member who does not consent to matching.
        """
        picture, members = self.picture, self.picture.members
        themselves = members == self.member
        if not picture.consenting[themselves].any():
            return np.zeros(len(members), dtype=np.bool_)
        same_age = picture.minors == picture.minors[themselves]
        refused = np.isin(members, picture.apart_from(self.member))
        possible = same_age & picture.proposable & self._have_room
        return np.asarray(possible & ~themselves & ~refused)

    @property
    def _have_room(self) -> Mask:
        """(M,) who takes one more, or does not say how many they take."""
        snapshot, members = self.picture.snapshot, self.picture.members
        mentors = self.picture.events_of(_K.MENTORS)
        pairs = np.unique(np.stack([mentors.sources, mentors.targets]), axis=1)
        taken = np.bincount(pairs[0], minlength=snapshot.size)[members]
        unlimited = snapshot.flags[members] & HAS_CAPACITY == 0
        return np.asarray(unlimited | (taken < snapshot.capacities[members]))


def _ends(side: Adjacency, node: int, kinds: tuple[RelationshipKind, ...]) -> npt.NDArray[np.int32]:
    """The other ends of a node's edges of some kinds."""
    begin, end = side.spans[node]
    codes = [RELATIONSHIP_CODES[kind] for kind in kinds]
    return side.neighbours[begin:end][np.isin(side.kinds[begin:end], codes)]
