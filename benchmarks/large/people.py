"""The members of a large community: their circles, how active they are, what they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from benchmarks.large.drawing import Floats, Numbers, Random, by_weight, within, zipf
from benchmarks.large.shape import SKILLS_PER_TOPIC, Shape
from graph.adjacency import offsets_of
from graph.packing import HAS_CAPACITY, HIDDEN, MENTOR, PAUSED, seconds

END = seconds(datetime(2026, 1, 1, tzinfo=UTC))
"""When the community's history stops, in seconds since 2000."""
BEGIN = END - 3 * 365 * 86_400
PARETO = 1.5
"""Exponent of the activity's tail: a few do very much."""
MOST_ACTIVE = 150.0
"""Times the least activity; nobody does more."""
SPREAD_OF_SIZES = 0.5
"""Standard deviation of the logarithm of the circles' sizes."""
OF_THE_CIRCLE = 0.5
"""Share of members whose main skill is that of their circle, rather than another of its topic."""
HIDING, PAUSING, MENTORING = 0.02, 0.03, 0.1


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """N members in the order of their circles (G of them), and circles in that of their topics.

    Within a circle, those who stand near each other have more to do with each other.

    Attributes:
        circles: (N,) the circle of each.
        begins: (G + 1,) where each circle's members begin.
        topic_begins: (T + 1,) where each topic's members begin.
        topics: (G,) the topic of each circle.
        circle_skills: (G,) the skill that each circle is about.
        skills: (N,) what each member is about above all.
        activity: (N,) how much each does, 1 on average.
        joined: (N,) seconds since 2000.
        flags, capacities: (N,) see `graph.packing`.
    """

    circles: Numbers
    begins: Numbers
    topic_begins: Numbers
    topics: Numbers
    circle_skills: Numbers
    skills: Numbers
    activity: Floats
    joined: Numbers
    flags: Numbers
    capacities: Numbers


def make_people(shape: Shape, random: Random) -> People:
    """Everybody, before they do anything."""
    topics = np.sort(by_weight(random, zipf(shape.topics, 0.5), shape.groups))
    circle_skills = _of_topics(random, topics)
    sizes = np.exp(random.normal(0.0, SPREAD_OF_SIZES, shape.groups))
    circles = np.sort(by_weight(random, sizes, shape.members))
    main = random.random(shape.members) < OF_THE_CIRCLE
    topics_of_members = topics[circles]
    flags, capacities = _flags(shape.members, random)
    return People(
        circles=circles,
        begins=offsets_of(np.bincount(circles, minlength=shape.groups)),
        topic_begins=offsets_of(np.bincount(topics_of_members, minlength=shape.topics)),
        topics=topics,
        circle_skills=circle_skills,
        skills=np.where(main, circle_skills[circles], _of_topics(random, topics_of_members)),
        activity=_activity(shape.members, random),
        joined=BEGIN + (random.random(shape.members) * 0.9 * (END - BEGIN)).astype(np.int64),
        flags=flags,
        capacities=capacities,
    )


def _of_topics(random: Random, topics: Numbers) -> Numbers:
    """A skill of each topic, the first ones more often."""
    places = by_weight(random, zipf(SKILLS_PER_TOPIC, 0.5), len(topics))
    return topics * SKILLS_PER_TOPIC + places


def _activity(members: int, random: Random) -> Floats:
    drawn: Floats = np.minimum(random.pareto(PARETO, members) + 1.0, MOST_ACTIVE)
    activity: Floats = drawn / drawn.mean()
    return activity


def _flags(members: int, random: Random) -> tuple[Numbers, Numbers]:
    mentors = random.random(members) < MENTORING
    flags = np.where(mentors, MENTOR | HAS_CAPACITY, 0)
    flags |= np.where(random.random(members) < HIDING, HIDDEN, 0)
    flags |= np.where(random.random(members) < PAUSING, PAUSED, 0)
    limits = within(random, np.ones(members, np.int64), np.full(members, 6))
    return flags, np.where(mentors, limits, 0)
