"""The weights of a question whose asker set factors of their own for groups of features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph.packing import NO_TIME
from graph.preferences import unpack_factors
from graph.records import EntityId
from graph.snapshot import Snapshot
from matcher.feature_words import FEATURE_WORDS
from matcher.goals import Goal

OWN = "own"
"""What the name of weights ends with that a member changed for themselves."""
NONE: Mapping[str, float] = {}


def factors_of(snapshot: Snapshot, member: EntityId | None) -> Mapping[str, float]:
    """The factors by group that a member set; empty for nobody, and for whoever set none."""
    node = None if member is None else snapshot.find(member)
    if node is None or snapshot.node_starts[node] == NO_TIME:
        return NONE
    return unpack_factors(int(snapshot.node_starts[node]))


def with_factors(weights: Mapping[str, float], factors: Mapping[str, float]) -> Mapping[str, float]:
    """The weights of features, each multiplied by the factor of its group."""
    if not factors:
        return weights
    return {
        name: weight * factors.get(FEATURE_WORDS[name].group, 1.0)
        for name, weight in weights.items()
    }


def with_variety(goal: Goal, factors: Mapping[str, float]) -> Goal:
    """The goal with its variety multiplied by that factor, 1 at most."""
    if "variety" not in factors:
        return goal
    return replace(goal, diversity=min(1.0, goal.diversity * factors["variety"]))
