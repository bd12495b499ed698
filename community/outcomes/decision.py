"""What may be said of each outcome, given how many were looked at and how the study was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from community.outcomes.inference import Inference, benjamini_hochberg, holm
from community.phrases import phrase

LEVEL = 0.05
"""How often a study without any effect may claim one."""
HOLM, BENJAMINI_HOCHBERG = phrase("Holm"), phrase("Benjamini-Hochberg")


class Verdict(StrEnum):
    """The strongest word that an outcome bears."""

    CAUSED = "caused"
    CHANGED_MORE = phrase("changed differently")
    CHANGED = "changed"
    HINT = "hint"
    NOT_SHOWN = phrase("not shown")


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether chance is an explanation for what was seen.

    Attributes:
        primary: whether it was declared to be the question.
        p: of this outcome alone.
        adjusted: of p, for the family that it belongs to.
        correction: how: HOLM for primary outcomes, BENJAMINI_HOCHBERG for the others.
    """

    primary: bool
    p: float
    adjusted: float
    correction: str

    @property
    def shown(self) -> bool:
        """Whether the adjusted p is below LEVEL."""
        return self.adjusted < LEVEL


def decide(tests: Mapping[str, Inference], primary: Sequence[str]) -> dict[str, Decision]:
    """A decision for each tested outcome, primary ones by Holm, the others apart from them."""
    found: dict[str, Decision] = {}
    for is_primary, correction, adjust in (
        (True, HOLM, holm),
        (False, BENJAMINI_HOCHBERG, benjamini_hochberg),
    ):
        names = [name for name in tests if (name in primary) == is_primary]
        values = [tests[name].p for name in names]
        for name, p, adjusted in zip(names, values, adjust(values), strict=True):
            found[name] = Decision(is_primary, p, adjusted, correction)
    return found


def verdict(decision: Decision, compares: bool, randomised: bool, holds: bool) -> Verdict:
    """The word for it.

    Args:
        decision: of this outcome.
        compares: whether there was a comparison group.
        randomised: whether who belongs to it was drawn by lot.
        holds: whether the change keeps its direction whatever became of those who left.
    """
    if not decision.shown:
        return Verdict.NOT_SHOWN
    if not decision.primary:
        return Verdict.HINT
    if not compares:
        return Verdict.CHANGED
    return Verdict.CAUSED if randomised and holds else Verdict.CHANGED_MORE
