"""Two reasons to meet, kept apart: a shared cause with another craft, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from community.picture import Nodes, Picture
from community.purpose.apart import may_be_proposed, may_meet
from community.purpose.crafts import crafts
from community.purpose.held import held_statements
from community.purpose.languages import is_comparable
from community.purpose.present import texts_of
from graph.records import EntityId
from graph.schema import RelationshipKind

MOST_MEMBERS = 5_000
"""Members who are compared with each other; of more, so many drawn at random (a fixed seed)."""
FEWEST_MEMBERS = 8
"""With fewer there is nothing to tell close from far by."""
CLOSE, FAR = 0.95, 0.5
"""Quantiles over pairs of members from which on two are close, and up to which they are far."""
_ROWS = 512
_SPARE = 10
"""Pairs that are looked at for each that is told."""


class Reason(StrEnum):
    """Why two members may want to meet."""

    SHARED_CAUSE = "shared cause, different craft"
    SAME_CRAFT = "same craft, different cause"


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two members and why they may want to meet.

    Attributes:
        one, other: their ids.
        reason: which of the two it is.
        purposes: cosine of their present statements.
        crafts: cosine of their skills, 0 where they share none, not even a wider one.
    """

    one: EntityId
    other: EntityId
    reason: Reason
    purposes: float
    crafts: float

    @property
    def words(self) -> str:
        """The same for people."""
        if self.reason is Reason.SHARED_CAUSE:
            return "they are for much the same, and can do different things"
        return "they can do much the same, and are for different things"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What counts as close and far here: quantiles CLOSE and FAR over all pairs compared."""

    close_purposes: float
    far_purposes: float
    close_crafts: float
    far_crafts: float


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintances:
    """n members with a statement and skills who may be proposed, and what they are compared by.

    Attributes:
        picture: that they are in.
        members: (n,) int32 nodes, ascending.
        purposes: (n, D) float32 unit vectors.
        skills: (n, S) sparse unit rows.
        bounds: what is close and far; None where there are too few members.
    """

    picture: Picture
    members: Nodes
    purposes: npt.NDArray[np.float32]
    skills: Any
    bounds: Bounds | None

    def pairs(self, most: int) -> tuple[Meeting, ...]:
        """The best pairs of each reason, `most` at most, everybody in one of each at most."""
        found = [each for rows in self._blocks() for each in self._found(rows, _SPARE * most)]
        return _best(_each_once(_ordered(found)), most)

    def of(self, member: int, most: int) -> tuple[Meeting, ...]:
        """The best `most` of each reason for one member, who is `one` in each."""
        place = np.flatnonzero(self.members == member)
        return _best(_ordered(self._found(place, most, both_ways=True)), most)

    def _blocks(self) -> Iterator[npt.NDArray[np.int64]]:
        for begin in range(0, len(self.members), _ROWS):
            yield np.arange(begin, min(begin + _ROWS, len(self.members)))

    def _found(
        self, rows: npt.NDArray[np.int64], most: int, *, both_ways: bool = False
    ) -> Iterator[Meeting]:
        """The best pairs of these rows with all others; each once, unless `both_ways`."""
        if self.bounds is None or not len(rows):
            return
        purposes = np.clip(self.purposes[rows] @ self.purposes.T, -1.0, 1.0)
        skills = np.clip((self.skills[rows] @ self.skills.T).toarray(), 0.0, 1.0)
        allowed = may_meet(self.picture, self.members, rows)
        if not both_ways:
            allowed &= rows[:, None] < np.arange(len(self.members))
        for reason, strength in _strengths(self.bounds, purposes, skills).items():
            for row, column in _highest(np.where(allowed, strength, 0.0), most):
                one, other = self.picture.ids(self.members[[int(rows[row]), column]])
                closeness = float(purposes[row, column]), float(skills[row, column])
                yield Meeting(one, other, reason, *closeness)


def acquaintances(picture: Picture, member: int | None = None) -> Acquaintances:
    """Those who can be told why to meet: a comparable statement, a skill, consent, not paused.

    Args:
        picture: of the community.
        member: who must be among those compared where there are more than MOST_MEMBERS.
    """
    held = held_statements(picture)
    members, purposes = held.members[held.current], held.purposes[held.current]
    kept = may_be_proposed(picture, members) & (picture.snapshot.vector_rows[purposes] >= 0)
    kept &= np.isin(members, picture.events_of(RelationshipKind.HAS_SKILL).sources)
    drawn = _drawn(np.flatnonzero(kept), members, member)
    texts = texts_of(picture, purposes[drawn])
    drawn = drawn[[is_comparable(text) for text in texts]]
    members, vectors = members[drawn], picture.vectors(purposes[drawn])
    skills = crafts(picture, members)
    return Acquaintances(picture, members, vectors, skills, _bounds(vectors, skills))


def _drawn(
    kept: npt.NDArray[np.int64], members: Nodes, member: int | None
) -> npt.NDArray[np.int64]:
    """All of the ascending places, or MOST_MEMBERS of them with that of a member."""
    if len(kept) <= MOST_MEMBERS:
        return kept
    drawn = np.random.default_rng(0).choice(kept, MOST_MEMBERS, replace=False)
    return np.union1d(drawn, kept[members[kept] == member])


def _bounds(purposes: npt.NDArray[np.float32], skills: Any) -> Bounds | None:
    """The quantiles over pairs of up to _ROWS members with all others."""
    count = len(purposes)
    if count < FEWEST_MEMBERS:
        return None
    rows = np.linspace(0, count - 1, min(count, _ROWS)).astype(np.int64)
    others = rows[:, None] != np.arange(count)
    cosines = (purposes[rows] @ purposes.T)[others]
    shared = (skills[rows] @ skills.T).toarray()[others]
    close_purposes, far_purposes = np.quantile(cosines, [CLOSE, FAR]).tolist()
    close_crafts, far_crafts = np.quantile(shared, [CLOSE, FAR]).tolist()
    return Bounds(close_purposes, far_purposes, close_crafts, far_crafts)


def _strengths(
    bounds: Bounds, purposes: npt.NDArray[np.float32], skills: npt.NDArray[np.float64]
) -> dict[Reason, npt.NDArray[np.float64]]:
    """(r, n) how strongly each reason holds for each pair: the difference of both; 0: not."""
    apart = purposes - skills
    cause = (purposes >= bounds.close_purposes) & (skills <= bounds.far_crafts) & (apart > 0)
    craft = (skills >= bounds.close_crafts) & (purposes <= bounds.far_purposes) & (apart < 0)
    return {
        Reason.SHARED_CAUSE: np.where(cause, apart, 0.0),
        Reason.SAME_CRAFT: np.where(craft, -apart, 0.0),
    }


def _highest(strength: npt.NDArray[np.float64], most: int) -> Iterator[tuple[int, int]]:
    """Row and column of the `most` highest above 0, highest first; ties in their order."""
    flat = strength.ravel()
    most = min(most, len(flat))
    least = np.partition(flat, -most)[-most] if most else np.inf
    places = np.flatnonzero((flat >= least) & (flat > 0))
    for place in places[np.argsort(-flat[places], kind="stable")][:most].tolist():
        yield divmod(place, strength.shape[1])


def _ordered(found: Iterable[Meeting]) -> list[Meeting]:
    """Strongest first."""
    return sorted(found, key=lambda each: (-abs(each.purposes - each.crafts), each.one, each.other))


def _each_once(ordered: list[Meeting]) -> list[Meeting]:
    """Without those who are in a stronger pair of the same reason."""
    kept: list[Meeting] = []
    met: set[tuple[Reason, EntityId]] = set()
    for each in ordered:
        both = {(each.reason, each.one), (each.reason, each.other)}
        if met.isdisjoint(both):
            met |= both
            kept.append(each)
    return kept


def _best(ordered: list[Meeting], most: int) -> tuple[Meeting, ...]:
    """The first `most` of each reason, shared causes first."""
    by_reason = ([each for each in ordered if each.reason is reason][:most] for reason in Reason)
    return tuple(each for some in by_reason for each in some)
