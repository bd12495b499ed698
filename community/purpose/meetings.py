"""Two reasons to meet, kept apart: a shared cause with another craft, and the other way round."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from community.phrases import phrase
from community.picture import Nodes, Picture
from community.purpose.apart import may_meet
from community.purpose.close_and_far import Bounds, Reason, bounds_of, highest, strengths_of
from community.purpose.crafts import crafts, skill_names
from community.purpose.held import held_statements
from community.purpose.languages import is_comparable
from community.purpose.present import texts_of
from graph.records import EntityId
from graph.schema import RelationshipKind

MOST_MEMBERS = 5_000
"""Members who are compared with each other; of more, so many drawn at random (a fixed seed)."""
_ROWS = 512
_SPARE = 10
"""Pairs that are looked at for each that is told."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two members and why they may want to meet.

    Attributes:
        one, other: their ids.
        reason: which of the two it is.
        purposes: cosine of their present statements.
        crafts: cosine of their skills, 0 where they share none, not even a wider one.
        statements: what each is for, in their own words.
        skills: what each can do.
    """

    one: EntityId
    other: EntityId
    reason: Reason
    purposes: float
    crafts: float
    statements: tuple[str, str] = ("", "")
    skills: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    @property
    def words(self) -> str:
        """The same for people."""
        if self.reason is Reason.SHARED_CAUSE:
            return phrase("they are for much the same, and can do different things")
        return phrase("they can do much the same, and are for different things")


@dataclass(frozen=True, slots=True, eq=False)
class Acquaintances:
    """n members with a statement and skills who may be proposed, and what they are compared by.

    Attributes:
        picture: that they are in.
        members: (n,) int32 nodes, ascending.
        purposes: (n, D) float32 unit vectors.
        skills: (n, S) sparse unit rows.
        texts: n statements.
        bounds: what is close and far; None where there are too few members.
    """

    picture: Picture
    members: Nodes
    purposes: npt.NDArray[np.float32]
    skills: Any
    texts: list[str]
    bounds: Bounds | None

    def pairs(self, most: int) -> tuple[Meeting, ...]:
        """The best pairs of each reason, `most` at most, everybody in one of each at most.

        They are for whoever cares for the community: no minor is in them.
        """
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
            allowed &= self.picture.nameable[np.searchsorted(self.picture.members, self.members)]
        for reason, strength in strengths_of(self.bounds, purposes, skills).items():
            for row, column in highest(np.where(allowed, strength, 0.0), most):
                closeness = float(purposes[row, column]), float(skills[row, column])
                yield self._meeting(int(rows[row]), column, reason, *closeness)

    def _meeting(
        self, one: int, other: int, reason: Reason, purposes: float, crafts: float
    ) -> Meeting:
        nodes = self.members[[one, other]]
        ids = self.picture.ids(nodes)
        return Meeting(
            one=ids[0],
            other=ids[1],
            reason=reason,
            purposes=purposes,
            crafts=crafts,
            statements=(self.texts[one], self.texts[other]),
            skills=(skill_names(self.picture, nodes[0]), skill_names(self.picture, nodes[1])),
        )


def acquaintances(picture: Picture, member: int | None = None) -> Acquaintances:
    """Those who can be told why to meet: a comparable statement, a skill, consent, not paused.

    Args:
        picture: of the community.
        member: who must be among those compared where there are more than MOST_MEMBERS.
    """
    held = held_statements(picture)
    members, purposes = held.members[held.current], held.purposes[held.current]
    kept = picture.proposable[np.searchsorted(picture.members, members)]
    kept = kept & (picture.snapshot.vector_rows[purposes] >= 0)
    kept &= np.isin(members, picture.events_of(RelationshipKind.HAS_SKILL).sources)
    drawn = _drawn(np.flatnonzero(kept), members, member)
    texts = texts_of(picture, purposes[drawn])
    comparable = [place for place, text in enumerate(texts) if is_comparable(text)]
    drawn, texts = drawn[comparable], [texts[place] for place in comparable]
    members, vectors = members[drawn], picture.vectors(purposes[drawn])
    skills = crafts(picture, members)
    bounds = bounds_of(vectors, skills)
    return Acquaintances(picture, members, vectors, skills, texts, bounds)


def _drawn(
    kept: npt.NDArray[np.int64], members: Nodes, member: int | None
) -> npt.NDArray[np.int64]:
    """All of the ascending places, or MOST_MEMBERS of them with that of a member."""
    if len(kept) <= MOST_MEMBERS:
        return kept
    drawn = np.random.default_rng(0).choice(kept, MOST_MEMBERS, replace=False)
    return np.union1d(drawn, kept[members[kept] == member])


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
