"""Whom members meet: mostly neighbours in their circle, some of their topic, a few of anywhere."""

from __future__ import annotations

import numpy as np

from benchmarks.large.drawing import Floats, Numbers, Random, by_weight, within
from benchmarks.large.people import People

NEAR, OF_TOPIC = 0.85, 0.1
"""Share of meetings in the circle and in its topic; the rest is of anywhere, the active first."""
REACH = 0.06
"""Mean distance of those who meet in a circle, as a share of its members."""
LEAST_REACH = 3.0


def met_by(people: People, members: Numbers, random: Random) -> Numbers:
    """One whom each of the members meets; of two neighbours they meet the more active one."""
    chance = random.random(len(members))
    met = _near(people, members, random)
    topical = (chance >= NEAR) & (chance < NEAR + OF_TOPIC)
    met[topical] = of_topic(people.topic_begins, topics_of(people, members[topical]), random)
    anywhere = chance >= NEAR + OF_TOPIC
    met[anywhere] = by_weight(random, people.activity, int(anywhere.sum()))
    return met


def topics_of(people: People, members: Numbers) -> Numbers:
    """The topic of each member's circle."""
    return people.topics[people.circles[members]]


def of_topic(begins: Numbers, topics: Numbers, random: Random) -> Numbers:
    """One of each topic's range, `begins[t]:begins[t + 1]`."""
    return within(random, begins[topics], begins[topics + 1])


def _near(people: People, members: Numbers, random: Random) -> Numbers:
    one, other = (neighbours(people, members, random) for _ in range(2))
    return np.where(people.activity[one] >= people.activity[other], one, other)


def neighbours(people: People, members: Numbers, random: Random) -> Numbers:
    """Somebody who stands near each of the members; a circle's last stand beside its first."""
    begins = people.begins[people.circles[members]]
    sizes = people.begins[people.circles[members] + 1] - begins
    reach: Floats = np.maximum(REACH * sizes, LEAST_REACH)
    steps = 1 + (random.exponential(1.0, len(members)) * reach).astype(np.int64)
    steps = np.where(random.random(len(members)) < 0.5, steps, -steps)
    return begins + (members - begins + steps) % sizes
