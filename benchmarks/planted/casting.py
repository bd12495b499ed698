"""Draws the planted members: experts and others, hubs that answer everything, newcomers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.planted.people import DAYS, Crowd, Person, Random
from benchmarks.planted.words import CIRCLES, TOPICS, TOPICS_IN_FAMILY

NEWCOMERS = 0.12
"""Share of members who have said what they are here for, and done nothing yet."""
HUBS = 0.01
"""Share of members who answer whatever is asked."""
EXPERTS = 0.35
"""Share of the members other than newcomers who master a topic."""
TWO_TOPICS = 0.25
"""Share of experts who master a second."""
BETWEEN, GUESTS = 0.25, 0.3
"""Share of members who belong to two circles, and of experts who are guests of another."""
FELL_SILENT = 0.2
"""Share of members who did things once, and no longer do."""
PARETO = 1.5
"""Exponent of how much members do: a few do very much."""
LEAST, MOST = 0.3, 8.0
"""Bounds of how much a member does, the typical member being 1."""
KEEPS_TO_IT = 0.75
"""Share of experts who strive for what they master; the others look for something new."""
HELPED_IN_SECOND = 0.3
"""Share of members of two circles whom help reaches in the second."""


def make_crowd(size: int, random: Random) -> Crowd:
    """`size` members; the same draws give the same."""
    fondness = _fondness(random)
    newcomers, hubs = round(size * NEWCOMERS), max(2, round(size * HUBS))
    others = [_person(number, fondness, random) for number in range(size - newcomers - hubs)]
    busy = [_hub(len(others) + place, fondness, random) for place in range(hubs)]
    fresh = [
        Person(
            number=number,
            joined=DAYS - 30.0 * random.random(),
            until=DAYS,
            activity=0.0,
            strives_for=_draw(random, fondness.mean(axis=0)),
        )
        for number in range(size - newcomers, size)
    ]
    return Crowd((*others, *busy, *fresh))


def _fondness(random: Random) -> npt.NDArray[np.float64]:
    """(circles, topics) how much each circle is drawn to each topic: unevenly, none to one only."""
    return random.lognormal(0.0, 0.7, (len(CIRCLES), len(TOPICS)))


def _person(number: int, fondness: npt.NDArray[np.float64], random: Random) -> Person:
    home = _draw(random, np.linspace(1.5, 0.8, len(CIRCLES)))
    circles = (home, *_others(random, home, BETWEEN))
    masters = _masters(random, fondness[home]) if random.random() < EXPERTS else frozenset[int]()
    keeps_to_it = bool(masters) and random.random() < KEEPS_TO_IT
    elsewhere = [circle for circle in range(len(CIRCLES)) if circle not in circles]
    joined = random.uniform(0.0, DAYS - 60.0)
    return Person(
        number=number,
        joined=joined,
        until=random.uniform(joined, DAYS) if random.random() < FELL_SILENT else DAYS,
        activity=float(np.clip(random.pareto(PARETO) + LEAST, LEAST, MOST)),
        strives_for=min(masters) if keeps_to_it else _draw(random, fondness[home]),
        masters=masters,
        circles=circles,
        guest_of=int(random.choice(elsewhere)) if masters and random.random() < GUESTS else None,
        helped_in=circles[-1] if random.random() < HELPED_IN_SECOND else home,
    )


def _hub(number: int, fondness: npt.NDArray[np.float64], random: Random) -> Person:
    home = _draw(random, np.ones(len(CIRCLES)))
    return Person(
        number=number,
        joined=random.uniform(0.0, DAYS / 3),
        until=DAYS,
        activity=MOST,
        strives_for=_draw(random, fondness[home]),
        circles=(home, *_others(random, home, 0.5)),
        helped_in=home,
        is_hub=True,
    )


def _others(random: Random, home: int, chance: float) -> tuple[int, ...]:
    """The next circle, or none: members sit between circles that lie beside each other."""
    return ((home + 1) % len(CIRCLES),) if random.random() < chance else ()


def _masters(random: Random, fondness: npt.NDArray[np.float64]) -> frozenset[int]:
    """One topic, or two, of which the second is often a neighbour of the first."""
    first = _draw(random, fondness)
    if random.random() > TWO_TOPICS:
        return frozenset({first})
    family = first - first % TOPICS_IN_FAMILY
    near = family + int(random.integers(TOPICS_IN_FAMILY))
    return frozenset({first, near if random.random() < 0.5 else _draw(random, fondness)})


def _draw(random: Random, weights: npt.NDArray[np.float64]) -> int:
    return int(random.choice(len(weights), p=weights / weights.sum()))
