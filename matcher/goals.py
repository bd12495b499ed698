"""Goals: what can be asked for, read from `goals.toml` as data."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from graph.errors import InvalidRequest, shortened
from graph.schema import EntityKind, RelationshipKind

DEFAULT_GOALS = ("mentors", "peers", "next_steps")
"""What is recommended where no goal is named."""
EXPOSURE_PER_PLACE = 3
"""Showings for each free place where a goal that minds capacity does not say."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What shows later that a recommendation was right.

    Attributes:
        answered: that they replied to what was asked.
        from_asker: relationships from the asker to what was recommended.
        to_asker: relationships from what was recommended to the asker.
    """

    answered: bool = False
    from_asker: tuple[RelationshipKind, ...] = ()
    to_asker: tuple[RelationshipKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """What is looked for, who is eligible, which evidence counts and how much.

    Attributes:
        name: what a request says.
        title: a heading for people.
        targets: kinds of entities that may be recommended.
        evidence: how much each relationship of a candidate says about the goal, 0-1.
        asking: the part of `evidence` that remains for content that only asks.
        facets: what a member is asked by who gives neither text nor seeds.
        sources: names of what candidates come from (matcher/candidates.py).
        rules: names of the eligibility rules.
        outcomes: what shows later that a recommendation was right.
        weights: weight of each feature in the score.
        weights_by_member: the same where a member asks without words or seeds.
        weights_on_journey: what is added to either where a member asks without words or seeds who
            has a next stage on a journey.
        diversity: 0 ranks by score alone, 1 by difference alone.
        exposure_per_place: in a batch of answers, how often somebody who states a capacity is
            shown at most for each free place; 0 for no limit.
        evenness: 0 leaves the exposure in a batch of answers to the scores, 1 shares it out.
        version: of the goal as it was set for a community (`matcher.goal_settings`); 0 as it comes.
        by_hand: kinds of questions whose weights were set by hand, and go before learned ones.
    """

    name: str
    title: str
    targets: tuple[EntityKind, ...]
    evidence: Mapping[RelationshipKind, float]
    asking: float
    facets: tuple[str, ...]
    sources: tuple[str, ...]
    rules: tuple[str, ...]
    outcomes: Outcomes
    weights: Mapping[str, float]
    weights_by_member: Mapping[str, float]
    weights_on_journey: Mapping[str, float]
    diversity: float
    exposure_per_place: int = 0
    evenness: float = 0.0
    version: int = 0
    by_hand: tuple[str, ...] = ()

    @property
    def between_people(self) -> bool:
        """Whether members are recommended."""
        return self.targets == (EntityKind.MEMBER,)


def read_goals(path: Path) -> dict[str, Goal]:
    """The goals in a TOML file; a goal that is `like` another takes over what it does not say."""
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _goal(name, _inherited(tables, table)) for name, table in tables.items()}


@cache
def default_goals() -> Mapping[str, Goal]:
    """The goals that come with Kinpath."""
    return read_goals(Path(__file__).with_name("goals.toml"))


def find_goal(goals: Mapping[str, Goal], name: str) -> Goal:
    """The goal of that name; InvalidRequest names those that exist."""
    goal = goals.get(name)
    if goal is None:
        raise InvalidRequest("goal", f"{shortened(name)} is not one of {', '.join(goals)}")
    return goal


def ask_the_same(one: Goal, other: Goal) -> bool:
    """Whether two goals differ in their names alone, as `peers` and `members` do."""
    return replace(one, name="", title="") == replace(other, name="", title="")


def _inherited(tables: Mapping[str, Any], table: Mapping[str, Any]) -> dict[str, Any]:
    return {**tables.get(table.get("like", ""), {}), **table}


def _goal(name: str, table: Mapping[str, Any]) -> Goal:
    return Goal(
        name=name,
        title=table["title"],
        targets=tuple(EntityKind(kind) for kind in table["targets"]),
        evidence={RelationshipKind(k): float(v) for k, v in table["evidence"].items()},
        asking=float(table["asking"]),
        facets=tuple(table["facets"]),
        sources=tuple(table["sources"]),
        rules=tuple(table["rules"]),
        outcomes=_outcomes(table["outcomes"]),
        weights=_weights(table["weights"]),
        weights_by_member=_weights(table.get("weights_by_member", table["weights"])),
        weights_on_journey=_weights(table.get("weights_on_journey", {})),
        diversity=float(table["diversity"]),
        exposure_per_place=int(table.get("exposure_per_place", _usual_exposure(table))),
        evenness=float(table.get("evenness", 0.0)),
    )


def _usual_exposure(table: Mapping[str, Any]) -> int:
    """Capacities limit showings where they decide who is eligible."""
    return EXPOSURE_PER_PLACE if "has_capacity" in table["rules"] else 0


def _outcomes(table: Mapping[str, Any]) -> Outcomes:
    return Outcomes(
        answered=bool(table.get("answered", False)),
        from_asker=tuple(RelationshipKind(kind) for kind in table.get("from_asker", ())),
        to_asker=tuple(RelationshipKind(kind) for kind in table.get("to_asker", ())),
    )


def _weights(table: Mapping[str, Any]) -> dict[str, float]:
    return {feature: float(weight) for feature, weight in table.items()}
