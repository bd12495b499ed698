"""Whether those who know others feel that they belong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from community.consent import lets_research
from community.health.cohesion import Cohesion
from community.health.deeds import Deeds
from community.health.measures import CHANCE
from community.phrases import numerals, phrase
from community.picture import Picture
from graph.packing import seconds
from graph.records import EntityId, Relationship
from graph.schema import EntityKind, RelationshipKind

INSTRUMENT = "belonging"
"""Surveys whose name holds this word are read."""
LEAST_CELL = 5
"""Fewer answers are never told of."""
STEPS = ((0, 0), (1, 2), (3, 9), (10, None))
"""How many ties, from and to."""
"""What members consent to whose answers are counted."""


@dataclass(frozen=True, slots=True)
class BelongingCell:
    """Members with about as many ties, and how much they feel that they belong.

    Attributes:
        ties: such as `1–2`.
        n: how many answered; None where they are fewer than five.
        mean: of their scores, on the scale of the survey; None where n is.
        low, high: its 95 % interval (Student).
    """

    ties: str
    n: int | None
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Belonging:
    """Belonging next to connection; aggregates alone.

    Attributes:
        cells: by number of ties.
        note: what to know before relying on it, or what it would need.
    """

    cells: tuple[BelongingCell, ...]
    note: str


NEEDS = phrase(
    "Not known: it would need answers to a survey of belonging (the table "
    "`surveys`, with an instrument whose name holds the word)."
)
LIMITS = phrase(
    "Each member counts once, with the mean of their latest wave as it was "
    "answered: reversed items are not turned. Only those who consent to research "
    "are counted, and cells of fewer than five are left out, with a second one "
    "where the first could be worked out from the rest. A difference between rows"
    " does not say which came first, the ties or belonging."
)


def belonging(picture: Picture, deeds: Deeds, ties: Cohesion) -> Belonging:
    """Mean scores of belonging by number of ties; the answers themselves go nowhere else."""
    if not len(picture.events_of(RelationshipKind.ANSWERED)):
        return Belonging((), NEEDS)
    scores = _scores(picture, deeds)
    known = ~np.isnan(scores)
    if not known.any():
        return Belonging((), NEEDS)
    degrees = np.bincount(ties.pairs.ravel(), minlength=len(scores))
    groups = [
        scores[known & (degrees >= low) & (degrees <= (np.inf if high is None else high))]
        for low, high in STEPS
    ]
    told = _told([len(group) for group in groups])
    cells = tuple(
        _cell(_named(*step), group if shown else None)
        for step, group, shown in zip(STEPS, groups, told, strict=True)
    )
    return Belonging(cells, LIMITS)


def _told(sizes: list[int]) -> list[bool]:
    """Which cells may be told: no small one, nor one alone from which it could be worked out."""
    told = [size >= LEAST_CELL for size in sizes]
    hidden = [size for size, shown in zip(sizes, told, strict=True) if not shown and size]
    if len(hidden) == 1 and any(told):
        least = min((size, place) for place, size in enumerate(sizes) if told[place])
        told[least[1]] = False
    return told


def _named(low: int, high: int | None) -> str:
    if low == high:
        return str(low)
    return (
        phrase("{low} or more", low=low)
        if high is None
        else numerals("{low}–{high}", low=low, high=high)
    )


def _cell(ties: str, scores: npt.NDArray[np.float64] | None) -> BelongingCell:
    if scores is None:
        return BelongingCell(ties, None, None, None, None)
    n = len(scores)
    mean = float(scores.mean())
    half = float(stdtrit(n - 1, 1 - CHANCE / 2) * scores.std(ddof=1) / np.sqrt(n))
    return BelongingCell(ties, n, mean, mean - half, mean + half)


def _scores(picture: Picture, deeds: Deeds) -> npt.NDArray[np.float64]:
    """(M,) the mean of each member's latest wave; NaN of those who did not answer or consent."""
    consenting = {
        entity.id for _, entity in picture.entities(EntityKind.MEMBER) if lets_research(entity)
    }
    waves: dict[EntityId, dict[str, list[tuple[int, float]]]] = {}
    for said in _answers(picture):
        at, value = seconds(said.at), said.properties.get("value")
        sound = isinstance(value, int | float) and not isinstance(value, bool)
        if sound and said.source in consenting and at <= deeds.clock.at:
            wave = str(said.properties.get("wave", ""))
            answers = waves.setdefault(said.source, {}).setdefault(wave, [])
            answers.append((at, float(value)))  # type: ignore[arg-type]  # `sound` says it is a number
    scores = np.full(len(deeds.members), np.nan)
    for member, told in waves.items():
        node = picture.snapshot.find(member)
        if node is not None:
            latest = max(told.values(), key=max)
            place = int(np.searchsorted(deeds.members, node))
            scores[place] = np.mean([value for _, value in latest])
    return scores


def _answers(picture: Picture) -> Iterator[Relationship]:
    for said in picture.store.relationships(RelationshipKind.ANSWERED):
        if INSTRUMENT in said.target.lower():
            yield said
