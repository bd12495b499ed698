"""Who has to do with whom in a large community, and the ties that are held out of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from benchmarks.large.company import met_by
from benchmarks.large.drawing import Numbers, Random, different_pairs, repeated, within
from benchmarks.large.edges import Edges, edges, joined
from benchmarks.large.people import END, People
from graph.schema import RelationshipKind

_K = RelationshipKind
BEGUN = {_K.CONNECTED: 4.9, _K.FOLLOWS: 2.8, _K.HELPED: 1.4, _K.MENTORS: 0.15}
"""Ties of each kind that a member of activity 1 begins, on average."""
HELD_OUT = 0.05
"""Share of the pairs of tied members whose ties are held out."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """What members are to each other.

    Attributes:
        known: ties that are in the community; ends are numbers of members from 0.
        held_out: (H, 2) pairs of members whose ties are not, the lower number first.
    """

    known: Edges
    held_out: Numbers


def make_ties(people: People, random: Random) -> Ties:
    """All ties, and a share of them held out."""
    every = joined(_of_kind(kind, mean, people, random) for kind, mean in BEGUN.items())
    low = np.minimum(every.sources, every.targets)
    high = np.maximum(every.sources, every.targets)
    keys = (low << 32) | high
    pairs = np.unique(keys)
    chosen = pairs[random.random(len(pairs)) < HELD_OUT]
    held_out = np.stack([chosen >> 32, chosen & 0xFFFFFFFF], axis=1)
    return Ties(every.where(~np.isin(keys, chosen)), held_out)


def _of_kind(kind: RelationshipKind, mean: float, people: People, random: Random) -> Edges:
    sources = repeated(random, mean * people.activity)
    sources, targets = different_pairs(sources, met_by(people, sources, random))
    first = np.maximum(people.joined[sources], people.joined[targets])
    return edges(kind, sources, targets, within(random, first, np.full(len(first), END)))
