"""What is said of an outcome: never more than the way it was found out allows."""

from __future__ import annotations

from dataclasses import dataclass

from community.outcomes.decision import Verdict
from community.outcomes.instruments import Instrument
from community.outcomes.intervals import Estimate


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence on one outcome is made from.

    Attributes:
        instrument: what was measured.
        change: in points, with its interval.
        verdict: the strongest word that it bears.
        smallest: the smallest change that would have been shown, in points.
        before, after: waves.
        compares, randomised: how the study was made.
        holds: whether the change keeps its direction whatever became of those who left.
    """

    instrument: Instrument
    change: Estimate
    verdict: Verdict
    smallest: float
    before: str
    after: str
    compares: bool
    randomised: bool
    holds: bool


def sentence(said: Said) -> str:
    """One or two plain sentences."""
    if said.verdict is Verdict.NOT_SHOWN:
        return _not_shown(said)
    if said.verdict is Verdict.CAUSED:
        effect = f"{_way(said, 'raised', 'lowered')} {said.instrument.name} by {_points(said)}"
        return (
            f"Being in the programme caused a change: it {effect}{_good(said)}. Members were drawn "
            "by lot, as was stated."
        )
    told = _moved(said)
    if said.verdict is Verdict.HINT:
        return f"{told} It was not declared as a question beforehand: take it as a hint."
    return f"{told} {_limit(said)}"


def _moved(said: Said) -> str:
    if said.compares:
        way = _way(said, "rose more (or fell less)", "fell more (or rose less)")
        return (
            f"{said.instrument.name} {way} than among those compared with, by {_points(said)}"
            f"{_good(said)}."
        )
    way = _way(said, "rose", "fell")
    return (
        f"{said.instrument.name} {way} by {_points(said)} from {said.before} to {said.after}"
        f"{_good(said)}."
    )


def _limit(said: Said) -> str:
    if not said.compares:
        return "It changed; without a comparison group nobody can tell what changed it."
    if not said.randomised:
        return "The two groups may also differ in other ways, so this does not say why."
    return (
        "Though members were drawn by lot, this depends on what became of those who left: it does "
        "not say that the programme made the difference."
    )


def _not_shown(said: Said) -> str:
    what = "difference in change" if said.compares else "change"
    return (
        f"No {what} of {said.instrument.name} was shown ({_points(said)}). One smaller than "
        f"{said.smallest:.2g} points could easily have been missed."
    )


def _points(said: Said) -> str:
    change = said.change
    value = change.value if said.verdict is Verdict.NOT_SHOWN else abs(change.value)
    low, high = change.low, change.high
    if said.verdict is not Verdict.NOT_SHOWN and change.value < 0:
        low, high = -high, -low
    return f"{value:.2f} points [{low:.2f}, {high:.2f}]"


def _way(said: Said, up: str, down: str) -> str:
    return up if said.change.value > 0 else down


def _good(said: Said) -> str:
    sign = said.instrument.sign * (1 if said.change.value > 0 else -1)
    return {1: ", which is better", -1: ", which is worse", 0: ""}[sign]
