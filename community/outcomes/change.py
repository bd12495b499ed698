"""One outcome: measured, and told once it is known how many others were looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from community.outcomes.cells import SMALLEST
from community.outcomes.decision import LEVEL, Decision, verdict
from community.outcomes.dropout import Dropout, Started, dropout
from community.outcomes.inference import Inference, change_test
from community.outcomes.instruments import Instrument
from community.outcomes.intervals import Estimate, change_intervals
from community.outcomes.item_checks import ItemCheck
from community.outcomes.pairs import Paired, Values
from community.outcomes.plan import StudyPlan
from community.outcomes.reliable_change import reliable_change
from community.outcomes.results import Outcome, Side, WaveChange
from community.outcomes.sensitivity import smallest_change
from community.outcomes.wording import Said, sentence
from community.phrases import phrase

FEW = 20
"""Fewer members make a hint rather than a figure to plan by."""
LOOSE = 0.6
"""Items whose alpha is lower hardly measure one thing."""


class NotEnough(Exception):
    """Nothing can be said of an instrument; the message says why, and what it would need."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """An outcome before it is known how many others were looked at."""

    instrument: Instrument
    pairs: Paired
    tested: Inference
    change: Estimate
    size: Estimate
    dropout: Dropout | None
    waves: tuple[WaveChange, ...]
    alpha: float | None
    notes: tuple[str, ...]


def measure(
    instrument: Instrument,
    started: Started,
    later: Mapping[str, Values],
    check: ItemCheck | None,
    incomplete: int,
    seed: int,
) -> Measured:
    """Everything that is worked out from one instrument alone.

    Args:
        instrument: what was measured.
        started: members with a score of the first wave.
        later: by wave, their scores (N,) of each later one, NaN where there is none.
        check: how the items of the first wave go together.
        incomplete: how many members' waves had too few items answered.
        seed: of the bootstrap.

    Raises:
        NotEnough: fewer than SMALLEST on a side, or nothing varies.
    """
    pairs = started.paired()
    _check_enough(pairs)
    tested = change_test(pairs)
    change, size = change_intervals(pairs, tested.clustered, seed)
    return Measured(
        instrument,
        pairs,
        tested,
        change,
        size,
        dropout(instrument, started, tested),
        _by_wave(started, later),
        None if check is None else check.alpha,
        tuple(_notes(pairs, tested, check, incomplete)),
    )


def _check_enough(pairs: Paired) -> None:
    sides = [len(pairs)] if pairs.taking_part is None else [
        int(pairs.taking_part.sum()), int((~pairs.taking_part).sum())
    ]  # fmt: skip
    if min(sides) < SMALLEST:
        where = "" if len(sides) == 1 else phrase(" on each side")
        raise NotEnough(
            f"fewer than {SMALLEST} members have a score of both waves{where}: nothing is told of "
            "so few, and nothing could be concluded"
        )
    if not pairs.varies:
        raise NotEnough(
            phrase(
                "all scores of the first wave, or all changes, are the same: without "
                "differences nothing can be said of how sure a change is, and a mean would "
                "tell everybody's score"
            )
        )


def _by_wave(started: Started, later: Mapping[str, Values]) -> tuple[WaveChange, ...]:
    """The change to each later wave, if there are several; those that tell nothing are left out."""
    found = []
    for wave, scores in later.items() if len(later) > 1 else ():
        pairs = started.paired(scores).where(~np.isnan(scores))
        try:
            _check_enough(pairs)
        except NotEnough:
            continue
        found.append(WaveChange(wave, len(pairs), change_test(pairs)))
    return tuple(found)


def _notes(pairs: Paired, tested: Inference, check: ItemCheck | None, incomplete: int) -> list[str]:
    notes: list[str] = []
    if len(pairs) < FEW:
        notes.append(phrase("Only {pairs} members: take it as a hint.", pairs=len(pairs)))
    if check is not None and check.alpha is not None and check.alpha < LOOSE:
        notes.append(
            phrase(
                "The items hardly go together (alpha {alpha:.2f}): the score may not measure "
                "one thing.",
                alpha=check.alpha,
            )
        )
    if incomplete >= SMALLEST:
        notes.append(
            phrase(
                "{incomplete} times too few items were answered for a score.", incomplete=incomplete
            )
        )
    if tested.clustered:
        notes.append(
            phrase(
                "The interval allows for members being alike within {clustered}.",
                clustered=tested.clustered,
            )
        )
    return notes


def tell(measured: Measured, decision: Decision, plan: StudyPlan, waves: Sequence[str]) -> Outcome:
    """The outcome in words that fit how the study was made."""
    pairs, tested = measured.pairs, measured.tested
    holds = measured.dropout is None or measured.dropout.holds
    word = verdict(decision, plan.compares, plan.randomised, holds)
    family = max(len(plan.questions), 1) if decision.primary else 1
    smallest = smallest_change(pairs, tested, LEVEL / family)
    side, comparison = _sides(measured)
    said = Said(
        measured.instrument, measured.change, word, smallest, plan.before or waves[0],
        plan.after or waves[-1], plan.compares, plan.randomised, holds,
    )  # fmt: skip
    return Outcome(
        measured.instrument, side, comparison, tested, measured.change, measured.size, decision,
        smallest, measured.dropout, measured.waves, word, sentence(said), measured.notes,
    )  # fmt: skip


def _sides(measured: Measured) -> tuple[Side, Side | None]:
    pairs = measured.pairs
    if pairs.taking_part is None:
        return _side(measured, np.ones(len(pairs), dtype=bool)), None
    return _side(measured, pairs.taking_part), _side(measured, ~pairs.taking_part)


def _side(measured: Measured, kept: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Side:
    before, after = measured.pairs.before[kept], measured.pairs.after[kept]
    changed = reliable_change(
        measured.instrument, before, after, measured.alpha, measured.pairs.spread
    )
    return Side.of(before, after, changed)
