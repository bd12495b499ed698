"""What a study of outcomes found, ready to be told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.outcomes.answers import Refused
from community.outcomes.decision import Decision, Verdict
from community.outcomes.dropout import Dropout
from community.outcomes.funnel import Funnel
from community.outcomes.inference import Inference
from community.outcomes.instruments import Instrument
from community.outcomes.intervals import Estimate
from community.outcomes.pairs import Values
from community.outcomes.plan import StudyPlan
from community.outcomes.reliable_change import ReliableChange


@dataclass(frozen=True, slots=True)
class Side:
    """Members with both scores on one side of a comparison, or all of them.

    Attributes:
        n: how many.
        before, after: mean scores.
        spread_before, spread_after: standard deviations.
        change: mean change.
        reliable: who changed by more than error, None where that cannot be told.
    """

    n: int
    before: float
    after: float
    spread_before: float
    spread_after: float
    change: float
    reliable: ReliableChange | None

    @classmethod
    def of(cls, before: Values, after: Values, reliable: ReliableChange | None) -> Side:
        """From scores (n,)."""
        return cls(
            len(before),
            float(before.mean()),
            float(after.mean()),
            float(before.std(ddof=1)),
            float(after.std(ddof=1)),
            float(np.mean(after - before)),
            reliable,
        )


@dataclass(frozen=True, slots=True)
class WaveChange:
    """The change from the first wave to a later one."""

    wave: str
    n: int
    change: Inference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one variable.

    Attributes:
        instrument: how it was measured.
        side: those who took part.
        comparison: those they are compared with, or None.
        tested: the change, or the difference in change, held against none.
        change, size: the same in points and in standard deviations, with bootstrap intervals.
        decision: corrected for how many outcomes were looked at.
        smallest: the smallest change that such a sample would have shown, in points.
        dropout: what those who left say about it; None where fewer than five left.
        waves: changes to each wave, where there are more than two.
        verdict: the strongest word that it bears.
        words: the same in a sentence.
        notes: what to know before relying on it.
    """

    instrument: Instrument
    side: Side
    comparison: Side | None
    tested: Inference
    change: Estimate
    size: Estimate
    decision: Decision
    smallest: float
    dropout: Dropout | None
    waves: tuple[WaveChange, ...]
    verdict: Verdict
    words: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotTold:
    """An instrument of which nothing is said, and what it would need."""

    instrument: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a study found.

    Attributes:
        plan: what was declared.
        before, after: the waves; empty where there are no surveys.
        names: of the programme and of the comparison; None without one.
        outcomes: primary ones first, in the order of the plan, then the others by name.
        not_told: instruments of which nothing is said.
        refused: answers that cannot be right; those of members who are not named lack their id.
        unknown: how many answers name an instrument that is not known.
        without_consent: members who answered and do not let research use it; None if few.
        funnels: what became of what was recommended, by goal.
    """

    plan: StudyPlan
    before: str
    after: str
    names: tuple[str, str] | None
    outcomes: tuple[Outcome, ...]
    not_told: tuple[NotTold, ...]
    refused: tuple[Refused, ...]
    unknown: dict[str, int]
    without_consent: int | None
    funnels: tuple[Funnel, ...]
