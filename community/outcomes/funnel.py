"""What became of what was recommended: shown, accepted, met, helped, goal reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from community.outcomes.cells import SMALLEST
from community.picture import Picture
from community.proportions import wilson
from community.shown import STEPS, TO_MEMBER, all_shown, is_meant_for, step_of, ways_on
from graph.packing import seconds
from graph.records import EntityId, Relationship

ANY_GOAL = "any"
"""The goal of what was shown without saying what for."""

Pair = tuple[EntityId, EntityId]


@dataclass(frozen=True, slots=True)
class Step:
    """How far what was shown came.

    Attributes:
        name: one of STEPS.
        count: of what was shown; None where it is too few to tell.
        share: of all that was shown; None likewise.
        low, high: its 95 % interval.
    """

    name: str
    count: int | None
    share: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Funnel:
    """What became of what was shown for one goal.

    Attributes:
        goal: what was asked for; ANY_GOAL where nobody said.
        members: to how many it was shown.
        steps: STEPS in order; whoever came to one of them came to all before it.
    """

    goal: str
    members: int
    steps: tuple[Step, ...]


def funnels_of(picture: Picture) -> tuple[Funnel, ...]:
    """A funnel for each goal for which something was shown to at least SMALLEST members.

    A deed counts from when it was shown on, through whichever door it came: an acceptance or a
    sign-up, a connection, help or mentoring from whoever was shown, a goal said to be reached.
    """
    shown = _shown(picture)
    reached = _furthest(picture, shown)
    goals: dict[str, list[tuple[EntityId, int]]] = defaultdict(list)
    for (member, about), by_goal in shown.items():
        for goal in by_goal:
            goals[goal].append((member, reached.get((member, about, goal), 0)))
    found = (_funnel(goal, pairs) for goal, pairs in sorted(goals.items()))
    return tuple(funnel for funnel in found if funnel.members >= SMALLEST)


def _shown(picture: Picture) -> dict[Pair, dict[str, datetime | None]]:
    """When who was shown whom, by goal; the first time counts."""
    found: dict[Pair, dict[str, datetime | None]] = defaultdict(dict)
    for edge in _in_sight(picture, all_shown(picture.store)):
        goal = str(edge.properties.get("goal") or ANY_GOAL)
        by_goal = found[edge.source, edge.target]
        by_goal[goal] = _earlier(by_goal.get(goal, edge.at), edge.at)
    return found


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else min(one, other)


def _in_sight(picture: Picture, edges: Iterable[Relationship]) -> Iterator[Relationship]:
    snapshot, until = picture.snapshot, picture.snapshot.until
    for edge in edges:
        if until is not None and seconds(edge.at) >= until:
            continue
        if snapshot.find(edge.source) is not None and snapshot.find(edge.target) is not None:
            yield edge


def _furthest(
    picture: Picture, shown: Mapping[Pair, Mapping[str, datetime | None]]
) -> dict[tuple[EntityId, EntityId, str], int]:
    """The last step that each came to, by member, what was shown, and goal."""
    found: dict[tuple[EntityId, EntityId, str], int] = {}
    deeds = picture.store.joining([way for pair in shown for way in ways_on(*pair)])
    for edge in _in_sight(picture, deeds):
        turned = edge.kind in TO_MEMBER
        pair = (edge.target, edge.source) if turned else (edge.source, edge.target)
        step = step_of(edge)
        for goal, since in shown.get(pair, {}).items():
            if _counts(edge, goal, since):
                key = (*pair, goal)
                found[key] = max(step, found.get(key, 0))
    return found


def _counts(edge: Relationship, goal: str, since: datetime | None) -> bool:
    if not is_meant_for(edge, goal):
        return False
    return since is None or edge.at is None or edge.at >= since


def _funnel(goal: str, pairs: list[tuple[EntityId, int]]) -> Funnel:
    numbers = {member: number for number, member in enumerate(dict(pairs))}
    owners = np.array([numbers[member] for member, _ in pairs])
    reached = np.array([step for _, step in pairs])
    steps = tuple(
        _told(name, reached >= place, owners, is_first=place == 0)
        for place, name in enumerate(STEPS)
    )
    return Funnel(goal, len(numbers), steps)


def _told(
    name: str,
    came: np.ndarray[tuple[int], np.dtype[np.bool_]],
    owners: np.ndarray[tuple[int], np.dtype[np.int64]],
    is_first: bool,
) -> Step:
    """A step with Wilson's interval (1927), from as many independent cases as the pairs amount to.

    Several things were shown to each member, and members differ: the count is divided by the
    design effect, the variance between members over that of independent pairs (Kish 1965).
    """
    count, n = int(came.sum()), len(came)
    if is_first:
        return Step(name, count, 1.0, None, None)
    if 0 < len(np.unique(owners[came])) < SMALLEST:
        return Step(name, None, None, None, None)
    share = count / n
    effective = n / _design_effect(came, owners, share)
    return Step(name, count, share, *wilson(share * effective, effective))


def _design_effect(
    came: np.ndarray[tuple[int], np.dtype[np.bool_]],
    owners: np.ndarray[tuple[int], np.dtype[np.int64]],
    share: float,
) -> float:
    if share in (0.0, 1.0):
        return 1.0
    residuals = np.bincount(owners, weights=came - share)
    return max(1.0, float((residuals**2).sum()) / (len(came) * share * (1 - share)))
