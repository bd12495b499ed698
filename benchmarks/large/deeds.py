"""What members of a large community know, seek, join, write, read and attend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.large.company import neighbours, of_topic, topics_of
from benchmarks.large.drawing import (
    Numbers,
    Random,
    by_weight,
    different_pairs,
    repeated,
    within,
    zipf,
)
from benchmarks.large.edges import Edges, edges, engagements
from benchmarks.large.people import END, People
from benchmarks.large.shape import SKILLS_PER_TOPIC, Shape
from graph.adjacency import offsets_of
from graph.schema import RelationshipKind

_K = RelationshipKind
ALSO_KNOWN, SOUGHT = 2.4, 1.5
"""Skills that a member has beside the main one, and seeks, on average."""
HUB_LIKE = 0.5
"""Share of these that follow fashion (Zipf over all skills) and not the member's topic."""
JOINED_ELSEWHERE, ATTENDED = 0.3, 2.5
READ = {"view": 4.8, "like": 2.1, "comment": 1.1}
"""Content that a member of activity 1 engages with by each verb."""
POPULARITY = 0.9
"""Exponent of Zipf's law among what everybody reads."""
READ_NEAR, READ_OF_TOPIC = 0.65, 0.25
"""Share of reading by neighbours' pens and of the topic; the rest is what everybody reads."""


@dataclass(frozen=True, slots=True, eq=False)
class Things:
    """What members do something with.

    Attributes:
        authors: (C,) who wrote each piece of content, ascending.
        content_skills: (C,) the skill each is about.
        written: (C,) seconds since 2000.
        hosts: (A,) the circle of each activity, ascending.
        held: (A,) seconds since 2000.
        fashion: (S,) the skills, the most fashionable first.
        popular: (C,) the content, what everybody reads first.
    """

    authors: Numbers
    content_skills: Numbers
    written: Numbers
    hosts: Numbers
    held: Numbers
    fashion: Numbers
    popular: Numbers


def make_things(shape: Shape, people: People, random: Random) -> Things:
    """Content in the order of its authors, activities in that of their circles."""
    authors = np.sort(by_weight(random, people.activity, shape.content))
    hosts = np.sort(by_weight(random, np.diff(people.begins) + 1.0, shape.activities))
    own = random.random(shape.content) < 0.7
    of_circle = people.circle_skills[people.circles[authors]]
    return Things(
        authors=authors,
        content_skills=np.where(own, people.skills[authors], of_circle),
        written=within(random, people.joined[authors], np.full(shape.content, END)),
        hosts=hosts,
        held=END - (random.random(shape.activities) * 900 * 86_400).astype(np.int64),
        fashion=random.permutation(shape.skills),
        popular=random.permutation(shape.content),
    )


def make_deeds(shape: Shape, people: People, things: Things, random: Random) -> Iterator[Edges]:
    """Everything but ties; members are numbered from 1 (see `Shape`)."""
    yield from _skills(shape, people, things, random)
    yield from _joining(shape, people, random)
    yield from _writing(shape, things, random)
    for verb, mean in READ.items():
        yield _reading(verb, mean, shape, people, things, random)
    yield from _meeting(shape, people, things, random)


def _skills(shape: Shape, people: People, things: Things, random: Random) -> Iterator[Edges]:
    everyone = np.arange(shape.members)
    members, skills = _drawn_skills(ALSO_KNOWN, shape, people, things, random)
    members = np.concatenate([everyone, members])
    skills = np.concatenate([people.skills, skills])
    yield _with_skills(_K.HAS_SKILL, members, skills, shape)
    sought = _drawn_skills(SOUGHT, shape, people, things, random)
    yield _with_skills(_K.SEEKS_SKILL, *sought, shape)


def _drawn_skills(
    mean: float, shape: Shape, people: People, things: Things, random: Random
) -> tuple[Numbers, Numbers]:
    members = repeated(random, np.full(shape.members, mean))
    topical = topics_of(people, members) * SKILLS_PER_TOPIC
    skills = within(random, topical, topical + SKILLS_PER_TOPIC)
    common = random.random(len(members)) < HUB_LIKE
    skills[common] = things.fashion[by_weight(random, zipf(shape.skills), int(common.sum()))]
    return members, skills


def _with_skills(kind: RelationshipKind, members: Numbers, skills: Numbers, shape: Shape) -> Edges:
    return edges(kind, *different_pairs(1 + members, shape.first_skill + skills))


def _joining(shape: Shape, people: People, random: Random) -> Iterator[Edges]:
    everyone = np.arange(shape.members)
    yield edges(_K.JOINED, 1 + everyone, shape.first_group + people.circles, people.joined)
    guests = repeated(random, JOINED_ELSEWHERE * people.activity)
    topics = offsets_of(np.bincount(people.topics, minlength=shape.topics))
    groups = of_topic(topics, topics_of(people, guests), random)
    elsewhere = groups != people.circles[guests]
    guests, groups = different_pairs(guests[elsewhere], shape.first_group + groups[elsewhere])
    when = within(random, people.joined[guests], np.full(len(guests), END))
    yield edges(_K.JOINED, 1 + guests, groups, when)
    circles = np.arange(shape.groups)
    yield edges(_K.DEVELOPS, shape.first_group + circles, shape.first_skill + people.circle_skills)


def _writing(shape: Shape, things: Things, random: Random) -> Iterator[Edges]:
    content = shape.first_content + np.arange(shape.content)
    yield edges(_K.CREATED, 1 + things.authors, content, things.written)
    yield edges(_K.ABOUT, content, shape.first_skill + things.content_skills, things.written)
    replies = np.flatnonzero(random.random(shape.content) < 0.3)
    back = 1 + random.integers(0, 20, len(replies))
    replies, back = replies[replies >= back], back[replies >= back]
    yield edges(_K.REPLIES_TO, content[replies], content[replies - back], things.written[replies])


def _reading(
    verb: str, mean: float, shape: Shape, people: People, things: Things, random: Random
) -> Edges:
    readers = repeated(random, mean * people.activity)
    by_author = offsets_of(np.bincount(things.authors, minlength=shape.members))
    chance = random.random(len(readers))
    # Where a neighbour wrote nothing, the next one's first is read.
    content = within(random, *_range_of(by_author, neighbours(people, readers, random)))
    topical = (chance >= READ_NEAR) & (chance < READ_NEAR + READ_OF_TOPIC)
    begins = by_author[people.topic_begins]
    content[topical] = of_topic(begins, topics_of(people, readers[topical]), random)
    common = chance >= READ_NEAR + READ_OF_TOPIC
    popular = by_weight(random, zipf(shape.content, POPULARITY), int(common.sum()))
    content[common] = things.popular[popular]
    content = np.minimum(content, shape.content - 1)
    readers, content = different_pairs(readers, content)
    when = within(
        random,
        np.maximum(people.joined[readers], things.written[content]),
        np.full(len(readers), END),
    )
    return engagements(1 + readers, shape.first_content + content, when, verb)


def _range_of(begins: Numbers, places: Numbers) -> tuple[Numbers, Numbers]:
    return begins[places], begins[places + 1]


def _meeting(shape: Shape, people: People, things: Things, random: Random) -> Iterator[Edges]:
    activities = shape.first_activity + np.arange(shape.activities)
    yield edges(_K.PART_OF, activities, shape.first_group + things.hosts)
    of_circle = people.circle_skills[things.hosts]
    yield edges(_K.DEVELOPS, activities, shape.first_skill + of_circle)
    leaders = within(random, *_range_of(people.begins, things.hosts))
    yield edges(_K.HOSTS, 1 + leaders, activities, things.held)
    guests = repeated(random, ATTENDED * people.activity)
    by_circle = offsets_of(np.bincount(things.hosts, minlength=shape.groups))
    drawn = within(random, *_range_of(by_circle, people.circles[guests]))
    drawn = np.minimum(drawn, shape.activities - 1)
    guests, drawn = different_pairs(guests, drawn)
    were_there = things.held[drawn] >= people.joined[guests]
    guests, drawn = guests[were_there], drawn[were_there]
    yield edges(_K.ATTENDED, 1 + guests, shape.first_activity + drawn, things.held[drawn])
