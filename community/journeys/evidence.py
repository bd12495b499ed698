"""What members did of that which a stage asks for, and how surely it tells that they reached it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.declared import Journey, neighbours
from community.journeys.factors import DOINGS, Factors
from community.journeys.lifts import Lift
from community.journeys.reached import Reached
from community.picture import Picture
from graph.schema import EntityKind, RelationshipKind

_K = RelationshipKind
PRIOR = 2.0
"""So many members, of whom as many reached the stage as of all, are added to those alike."""
MOST_TYPICAL = 5
"""Of what a stage's members had typically done, so many count where it asks for nothing."""
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Asked:
    """What tells of a stage.

    Attributes:
        factors: nodes of things and skills, or other factors (`community.journeys.factors`).
        declared: whether the stage asks for them; else they are what those who reached it had
            typically done in the stage before.
    """

    factors: tuple[int, ...]
    declared: bool


@dataclass(frozen=True, slots=True, eq=False)
class Confidence:
    """How probable it is that each of n members reached a stage, with 95 % intervals.

    Attributes:
        value, low, high: (n,) 0-1.
        alike: (n,) how many members, whose progress is known, did as much of it.
    """

    value: npt.NDArray[np.float64]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    alike: Counts


def asked_of(journey: Journey, typical: Sequence[Sequence[Lift]]) -> list[Asked]:
    """What tells of each stage: what it asks for; else what is typical of those who reached it.

    Args:
        journey: of S stages.
        typical: for each stage, the lifts of going on to it from the stage before.
    """
    found = []
    for asked, before in zip(journey.calls_for, typical, strict=True):
        clear = [lift.factor for lift in before if lift.clear and lift.low > 1.0]
        usual = Asked(tuple(clear[:MOST_TYPICAL]), declared=False)
        found.append(Asked(asked, declared=True) if asked else usual)
    return found


def done_of(picture: Picture, asked: Asked, factors: Factors) -> Counts:
    """(M,) how many of what is asked each of the picture's members did, at any time.

    A thing counts for whoever attended, joined, made, led or used it; a skill for whoever has it,
    and for whoever did so with anything that is about it or develops it.
    """
    wanted = np.array(asked.factors, dtype=np.int64)
    dated = np.isin(factors.factors, wanted)
    pairs = [(factors.members[dated].astype(np.int64), factors.factors[dated])]
    nodes = [factor for factor in asked.factors if factor < picture.snapshot.size]
    pairs += [_undated(picture, node) for node in nodes]
    members = np.concatenate([members for members, _ in pairs])
    of_what = np.concatenate([what for _, what in pairs])
    different = np.unique(np.stack([members, of_what]), axis=1)
    counts = np.bincount(different[0], minlength=picture.snapshot.size)
    return counts[picture.members]


def confidence(
    done: Counts, told: npt.NDArray[np.bool_], reached_it: npt.NDArray[np.bool_]
) -> Confidence:
    """How probable it is that members who did so much of what a stage asks for reached it.

    Beta-binomial: of the k other members whose progress is known and who did as much, r reached
    the stage; with the share q of all whose progress is known as the prior, worth two members,

        confidence = (r + 2 q) / (k + 2),  95 % of Beta(r + 2 q, k - r + 2 (1 - q)) around it

    A member's own word is never among those that their confidence comes from.

    Args:
        done: (M,) how much of it each member did.
        told: (M,) whose progress in the journey is known.
        reached_it: (M,) which of these reached the stage.
    """
    from scipy.special import betaincinv  # noqa: PLC0415 - slow to import

    most = int(done.max(initial=0)) + 1
    known = np.bincount(done[told], minlength=most)[done] - told
    positive = np.bincount(done[told & reached_it], minlength=most)[done] - (told & reached_it)
    share = (np.sum(told & reached_it) + 1.0) / (np.sum(told) + 2.0)
    above = positive + PRIOR * share
    below = known - positive + PRIOR * (1.0 - share)
    return Confidence(
        value=above / (above + below),
        low=betaincinv(above, below, 0.025),
        high=betaincinv(above, below, 0.975),
        alike=known.astype(np.int64),
    )


def known_of(picture: Picture, told: Reached) -> tuple[npt.NDArray[np.bool_], Counts]:
    """(M,) whose progress is known; (M,) the place of the furthest stage, -1 where it is not."""
    rows = np.searchsorted(picture.members, told.members)
    known = np.zeros(len(picture.members), dtype=np.bool_)
    furthest = np.full(len(picture.members), -1, dtype=np.int64)
    known[rows] = True
    furthest[rows] = told.has.shape[1] - 1 - np.argmax(told.has[:, ::-1], axis=1)
    return known, furthest


def _undated(picture: Picture, node: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Members who have a skill, or did something at an unknown time, and of what."""
    snapshot = picture.snapshot
    if snapshot.kind(node) is EntityKind.SKILL:
        members = neighbours(snapshot.into, node, _K.HAS_SKILL)
    else:
        members = [who for kind in DOINGS for who in neighbours(snapshot.into, node, kind)]
    return np.array(members, dtype=np.int64), np.full(len(members), node, dtype=np.int64)
