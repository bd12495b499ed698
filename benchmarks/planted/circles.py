"""Where planted members come together: groups, their evenings, and workshops that experts lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.planted.chronicle import Chronicle, member_id, moment, some
from benchmarks.planted.people import DAYS, Crowd, Random
from benchmarks.planted.words import (
    CIRCLES,
    FORMS,
    GROUP_DESCRIPTION,
    HALLS,
    pick,
    spoken,
)
from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind

JOINS, JOINS_ELSEWHERE, JOINS_HALL = 0.7, 0.03, 0.5
"""Chance that a member joins a group of their circles, another group, a hall."""
COMES, COMES_ELSEWHERE = 0.3, 0.01
"""Chance that a member of activity 1 comes to an evening of their circle, of another."""
EVENINGS_EVERY = 30.0
"""Days between the evenings of a circle."""
WORKSHOPS_PER_MEMBER = 1 / 8
Groups = Mapping[int, Sequence[EntityId]]
"""The groups of each circle."""


@dataclass(frozen=True, slots=True, eq=False)
class Gathering:
    """An evening or a workshop: what it is called, whose it is, who leads it and may come."""

    name: str
    day: float
    group: EntityId
    host: int
    chances: npt.NDArray[np.float64]


def make_groups(crowd: Crowd, chronicle: Chronicle, random: Random) -> Groups:
    """The groups of all circles and the halls, with who joined them; the circles' are returned."""
    groups = {
        circle: [
            chronicle.make(EntityKind.GROUP, 0.0, name=name, description=GROUP_DESCRIPTION)
            for name in names
        ]
        for circle, names in enumerate(CIRCLES)
    }
    active = crowd.activity > 0
    for circle, its_groups in groups.items():
        chances = np.where(crowd.belongs[:, circle], JOINS, JOINS_ELSEWHERE) * active
        for group in its_groups:
            _join(crowd, group, chances, chronicle, random)
    for name in HALLS:
        hall = chronicle.make(EntityKind.GROUP, 0.0, name=name, description=GROUP_DESCRIPTION)
        _join(crowd, hall, JOINS_HALL * active, chronicle, random)
    return groups


def _join(
    crowd: Crowd,
    group: EntityId,
    chances: npt.NDArray[np.floating],
    chronicle: Chronicle,
    random: Random,
) -> None:
    for number in np.flatnonzero(random.random(len(chances)) < chances).tolist():
        joined = random.uniform(crowd.joined[number], crowd.until[number])
        chronicle.relate(RelationshipKind.JOINED, member_id(number), group, joined)


def make_evenings(crowd: Crowd, groups: Groups, chronicle: Chronicle, random: Random) -> None:
    """Each circle meets about once a month; members and guests come, and a few others."""
    for circle, its_groups in groups.items():
        at_home = crowd.presence[:, circle]
        chances = np.minimum(np.maximum(COMES * at_home, COMES_ELSEWHERE) * crowd.activity, 0.8)
        for day in np.arange(EVENINGS_EVERY, DAYS, EVENINGS_EVERY).tolist():
            place = int(random.integers(len(its_groups)))
            hosts = some(random, crowd.activity * at_home * crowd.there(day), 1)
            if len(hosts):
                name = pick(random, FORMS["meeting"]).format(it=CIRCLES[circle][place])
                gathering = Gathering(name, day, its_groups[place], int(hosts[0]), chances)
                _gather(crowd, gathering, chronicle, random)


def make_workshops(crowd: Crowd, groups: Groups, chronicle: Chronicle, random: Random) -> set[int]:
    """Experts lead them in circles that they reach, guests mostly as guests; returns who led."""
    leaders: set[int] = set()
    weights = np.sqrt(crowd.activity) * crowd.masters.any(axis=1)
    for _ in range(round(len(crowd.people) * WORKSHOPS_PER_MEMBER)):
        host = crowd.people[int(some(random, weights, 1)[0])]
        topic = int(random.choice(sorted(host.masters)))
        is_guest = host.guest_of is not None and random.random() < 0.6
        circle = host.guest_of if is_guest else int(random.choice(host.circles))
        assert circle is not None
        here, cares = crowd.reaches[:, circle], crowd.cares[:, topic]
        chances = 0.02 * here + 0.06 * cares + 0.12 * here * cares
        gathering = Gathering(
            name=spoken(random, "workshop", "workshops", topic),
            day=random.uniform(host.joined, host.until),
            group=groups[circle][int(random.integers(len(groups[circle])))],
            host=host.number,
            chances=np.minimum(chances * crowd.activity, 0.8),
        )
        _gather(crowd, gathering, chronicle, random)
        leaders.add(host.number)
    return leaders


def _gather(crowd: Crowd, gathering: Gathering, chronicle: Chronicle, random: Random) -> None:
    day = gathering.day
    told = max(day - 14.0, crowd.people[gathering.host].joined)
    activity = chronicle.make(
        EntityKind.ACTIVITY, told, name=gathering.name, starts_at=moment(day).isoformat()
    )
    chronicle.relate(RelationshipKind.PART_OF, activity, gathering.group, told)
    chronicle.relate(RelationshipKind.HOSTS, member_id(gathering.host), activity, told)
    comes = (random.random(len(gathering.chances)) < gathering.chances) & crowd.there(day)
    for number in np.flatnonzero(comes).tolist():
        if number != gathering.host:
            chronicle.relate(RelationshipKind.ATTENDED, member_id(number), activity, day)
