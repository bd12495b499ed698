"""A large community from a seed, as a store would export it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.large.deeds import Things, make_deeds, make_things
from benchmarks.large.drawing import Numbers, Random
from benchmarks.large.edges import Edges, joined
from benchmarks.large.meanings import Meanings
from benchmarks.large.people import People, make_people
from benchmarks.large.shape import Shape
from benchmarks.large.ties import make_ties
from graph.packing import ASKS, NO_TIME
from graph.schema import EntityKind
from graph.store import PackedGraph

COMMUNITY = "kinpath-large"
MODEL = "invented"
_ASKING = 0.3
"""Share of content that asks."""


@dataclass(frozen=True, slots=True, eq=False)
class Generated:
    """A community, its ties that are held out, and what its texts are about.

    Attributes:
        graph: all but the held-out ties.
        held_out: (H, 2) pairs of members, by the numbers in their ids (`member:0000017` is 17).
        abouts: (M,) the skill that each vector of `graph` is about.
    """

    graph: PackedGraph
    held_out: npt.NDArray[np.int64]
    abouts: Numbers


def generate(members: int, seed: int) -> Generated:
    """The community of that many members, the same for the same seed.

    Numbers in ids are drawn at random, so that they say nothing of who belongs together.
    """
    shape = Shape.of(members)
    random = np.random.default_rng(seed)
    people = make_people(shape, random)
    things = make_things(shape, people, random)
    ties = make_ties(people, random)
    known = Edges(1 + ties.known.sources, 1 + ties.known.targets, ties.known.facts)
    every = joined([known, *make_deeds(shape, people, things, random)])
    labels = _labels(shape, random)
    abouts = _abouts(shape, people, things)
    graph = PackedGraph(
        revision=1,
        stamp=f"{members}-{seed}",
        numbers=np.arange(shape.nodes),
        ids=_ids(shape, labels),
        names=_names(shape, labels),
        facts=_facts(shape, people, things, random),
        starts=_starts(shape, things),
        sources=every.sources,
        targets=every.targets,
        edge_facts=every.facts,
        vector_numbers=np.arange(1, shape.nodes),
        vectors=Meanings.of(shape, seed).texts(abouts),
    )
    return Generated(graph, labels[1 + ties.held_out], abouts)


def _labels(shape: Shape, random: Random) -> Numbers:
    """(N,) the number in each id; within a kind each once."""
    return np.concatenate([random.permutation(count) for _, count in _kinds(shape)])


def _kinds(shape: Shape) -> list[tuple[EntityKind, int]]:
    """Kinds in the order of their numbers (see `Shape`), and how many there are of each."""
    return [
        (EntityKind.COMMUNITY, 1),
        (EntityKind.MEMBER, shape.members),
        (EntityKind.SKILL, shape.skills),
        (EntityKind.CONTENT, shape.content),
        (EntityKind.ACTIVITY, shape.activities),
        (EntityKind.GROUP, shape.groups),
    ]


def _ids(shape: Shape, labels: Numbers) -> list[str]:
    kinds = [kind.value for kind, count in _kinds(shape) for _ in range(count)]
    return [f"{kind}:{label:07d}" for kind, label in zip(kinds, labels.tolist(), strict=True)]


def _names(shape: Shape, labels: Numbers) -> list[str]:
    kinds = [kind.label for kind, count in _kinds(shape) for _ in range(count)]
    return [f"{kind} {label}" for kind, label in zip(kinds, labels.tolist(), strict=True)]


def _facts(shape: Shape, people: People, things: Things, random: Random) -> Numbers:
    """`graph.packing.pack_entity` of every node."""
    times = np.full(shape.nodes, NO_TIME, dtype=np.int64)
    rest = np.zeros(shape.nodes, dtype=np.int64)
    members = slice(1, shape.first_skill)
    times[members] = people.joined
    rest[members] = (people.capacities << 16) | people.flags
    content = slice(shape.first_content, shape.first_activity)
    times[content] = things.written
    rest[content] = np.where(random.random(shape.content) < _ASKING, ASKS, 0)
    return (times << 32) | rest


def _starts(shape: Shape, things: Things) -> npt.NDArray[np.int32]:
    starts = np.full(shape.nodes, NO_TIME, dtype=np.int32)
    starts[shape.first_activity : shape.first_group] = things.held
    return starts


def _abouts(shape: Shape, people: People, things: Things) -> Numbers:
    return np.concatenate(
        [
            people.skills,
            np.arange(shape.skills),
            things.content_skills,
            people.circle_skills[things.hosts],
            people.circle_skills,
        ]
    )
