"""What is said of an outcome: never more than the way it was found out allows."""

from __future__ import annotations

from dataclasses import dataclass

from community.outcomes.decision import Verdict
from community.outcomes.instruments import Instrument
from community.outcomes.intervals import Estimate
from community.phrases import marked, numerals, phrase

_RAISED = marked(
    "Being in the programme caused a change: it raised {name} by {points}{good}. Members were "
    "drawn by lot, as was stated."
)
_LOWERED = marked(
    "Being in the programme caused a change: it lowered {name} by {points}{good}. Members were "
    "drawn by lot, as was stated."
)
_ROSE_MORE = marked(
    "{name} rose more (or fell less) than among those compared with, by {points}{good}."
)
_FELL_MORE = marked(
    "{name} fell more (or rose less) than among those compared with, by {points}{good}."
)
_ROSE = marked("{name} rose by {points} from {before} to {after}{good}.")
_FELL = marked("{name} fell by {points} from {before} to {after}{good}.")
_NO_DIFFERENCE = marked(
    "No difference in change of {name} was shown ({points}). One smaller than {smallest:.2g} "
    "points could easily have been missed."
)
_NO_CHANGE = marked(
    "No change of {name} was shown ({points}). One smaller than {smallest:.2g} points could "
    "easily have been missed."
)


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
        caused = _RAISED if said.change.value > 0 else _LOWERED
        points, good = _points(said), _good(said)
        return phrase(caused, name=said.instrument.name, points=points, good=good)
    told = _moved(said)
    if said.verdict is Verdict.HINT:
        return phrase(
            "{told} It was not declared as a question beforehand: take it as a hint.", told=told
        )
    return numerals("{told} {limit}", told=told, limit=_limit(said))


def _moved(said: Said) -> str:
    if said.compares:
        moved = _ROSE_MORE if said.change.value > 0 else _FELL_MORE
        points, good = _points(said), _good(said)
        return phrase(moved, name=said.instrument.name, points=points, good=good)
    return phrase(
        _ROSE if said.change.value > 0 else _FELL,
        name=said.instrument.name,
        points=_points(said),
        before=said.before,
        after=said.after,
        good=_good(said),
    )


def _limit(said: Said) -> str:
    if not said.compares:
        return phrase("It changed; without a comparison group nobody can tell what changed it.")
    if not said.randomised:
        return phrase("The two groups may also differ in other ways, so this does not say why.")
    return phrase(
        "Though members were drawn by lot, this depends on what became of those who "
        "left: it does not say that the programme made the difference."
    )


def _not_shown(said: Said) -> str:
    return phrase(
        _NO_DIFFERENCE if said.compares else _NO_CHANGE,
        name=said.instrument.name,
        points=_points(said),
        smallest=said.smallest,
    )


def _points(said: Said) -> str:
    change = said.change
    value = change.value if said.verdict is Verdict.NOT_SHOWN else abs(change.value)
    low, high = change.low, change.high
    if said.verdict is not Verdict.NOT_SHOWN and change.value < 0:
        low, high = -high, -low
    return phrase("{value:.2f} points [{low:.2f}, {high:.2f}]", value=value, low=low, high=high)


def _good(said: Said) -> str:
    sign = said.instrument.sign * (1 if said.change.value > 0 else -1)
    return {1: phrase(", which is better"), -1: phrase(", which is worse"), 0: ""}[sign]
