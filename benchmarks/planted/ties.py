"""Whom planted members know, follow, and were mentored by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from benchmarks.planted.chronicle import Chronicle, member_id, some
from benchmarks.planted.people import Crowd, Person, Random
from graph.schema import RelationshipKind

KNOWN_EACH, KNOWN_AT_MOST, FOLLOWED_EACH = 2.5, 30.0, 1.0
"""Ties and follows that a member of activity 1 begins, on average."""
THROUGH_FRIENDS, IN_CIRCLE = 0.3, 0.85
"""Share of acquaintances made through others, and of the rest in one of the circles."""
MENTORED, WELL_MENTORED = 0.2, 0.7
"""Share of members who had a mentor, and of these whose mentor suited them."""

Known = dict[int, set[int]]
"""Whom each member knows."""


def make_ties(crowd: Crowd, chronicle: Chronicle, random: Random) -> None:
    """Acquaintances mostly of a circle, follows of whoever is much seen, and past mentors."""
    known: Known = defaultdict(set)
    for person in crowd.people:
        if not person.is_newcomer:
            for other in _know(crowd, person, known, random):
                known[person.number].add(other)
                known[other].add(person.number)
                _tie(RelationshipKind.CONNECTED, crowd, person.number, other, chronicle, random)
            _follow(crowd, person, chronicle, random)
            if not person.masters and random.random() < MENTORED:
                _be_mentored(crowd, person, chronicle, random)


def _know(crowd: Crowd, person: Person, known: Known, random: Random) -> Iterator[int]:
    """Whom a member gets to know: friends of friends, others of a circle, and a few of anywhere."""
    for _ in range(random.poisson(min(KNOWN_EACH * (0.5 + person.activity), KNOWN_AT_MOST))):
        weights = _company(crowd, person, known, random)
        weights[[person.number, *known[person.number]]] = 0.0
        yield from some(random, weights, 1).tolist()


def _company(crowd: Crowd, person: Person, known: Known, random: Random) -> npt.NDArray[np.float64]:
    """(P,) how likely the member meets each on one occasion."""
    friends = sorted(known[person.number])
    if friends and random.random() < THROUGH_FRIENDS:
        of_friend = sorted(known[int(random.choice(friends))])
        return np.isin(np.arange(len(crowd.people)), of_friend).astype(np.float64)
    if random.random() > IN_CIRCLE:
        return crowd.activity.copy()
    presence = crowd.presence[person.number]
    circle = int(random.choice(len(presence), p=presence / presence.sum()))
    return np.asarray(crowd.activity * crowd.presence[:, circle])


def _follow(crowd: Crowd, person: Person, chronicle: Chronicle, random: Random) -> None:
    """Those who do much are followed most, by those who care for what they master above all."""
    weights = crowd.activity**1.3 * np.where(crowd.masters[:, person.strives_for], 3.0, 1.0)
    weights[person.number] = 0.0
    count = random.poisson(min(FOLLOWED_EACH * person.activity, 8.0))
    for other in some(random, weights, count).tolist():
        _tie(RelationshipKind.FOLLOWS, crowd, person.number, other, chronicle, random)


def _be_mentored(crowd: Crowd, person: Person, chronicle: Chronicle, random: Random) -> None:
    suits = np.array([other.suits(person) for other in crowd.people], dtype=np.float64)
    if random.random() > WELL_MENTORED or not suits.any():
        suits = np.asarray(crowd.masters.any(axis=1), dtype=np.float64)
    for mentor in some(random, suits, 1).tolist():
        _tie(RelationshipKind.MENTORS, crowd, mentor, person.number, chronicle, random)


def _tie(
    kind: RelationshipKind,
    crowd: Crowd,
    source: int,
    target: int,
    chronicle: Chronicle,
    random: Random,
) -> None:
    """One tie, while both are there; those who missed each other have none."""
    first = max(crowd.joined[source], crowd.joined[target])
    last = min(crowd.until[source], crowd.until[target])
    if first < last:
        day = random.uniform(first, last)
        chronicle.relate(kind, member_id(source), member_id(target), day)
