"""From answers to scores: each instrument's key, with what cannot be right refused by name."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from community.outcomes.answers import Answer, Refused
from community.outcomes.instruments import Instrument, Instruments, instrument_id
from community.outcomes.item_checks import ItemCheck, check_items
from graph.records import EntityId

WHOLE = 0
"""Stands in place of an item's number for the score of the whole instrument."""
LEAST_ANSWERED = 0.8
"""Share of an instrument's items from which on the mean of the answered ones stands for all."""
_WHOLE_NAMES = frozenset({"score", "total", "sum", "mean"})
_LAST_NUMBER = re.compile(r"(\d{1,6})\D*$")
_CLOSE = 1e-6

Scores = dict[str, dict[EntityId, float]]
"""Scores by wave and member."""


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything that could be scored, and what could not.

    Attributes:
        scores: by instrument's id, wave and member.
        refused: answers that cannot be right.
        unknown: how many answers name an instrument that the registry does not know, by its name.
        incomplete: how many members' waves had too few items answered, by instrument's id.
        checks: what the items say of each other, by instrument's id and wave.
    """

    scores: dict[str, Scores]
    refused: tuple[Refused, ...]
    unknown: dict[str, int]
    incomplete: dict[str, int]
    checks: dict[str, dict[str, ItemCheck]]

    def waves(self, instrument: str) -> set[str]:
        """Waves in which somebody has a score."""
        return {wave for wave, scores in self.scores.get(instrument, {}).items() if scores}


def score_answers(answers: Iterable[Answer], known: Instruments) -> Scored:
    """Score all answers by the registry's keys.

    Refused are: an item answered twice, one that the instrument does not have, an answer that is
    no number or outside of its range, and a score that its own items contradict. The score that
    such an answer belongs to is left out. Items in reversed order of keys are told from how they
    go with the others, and the wave of that instrument is left out (`ItemCheck.reversed`).
    """
    scoring = _Scoring(known)
    for answer in answers:
        scoring.take(answer)
    return scoring.finish()


class _Scoring:
    """Answers by instrument, wave and member, as they come."""

    def __init__(self, known: Instruments) -> None:
        self._known = known
        self._kept: dict[tuple[str, str], dict[EntityId, dict[int, float]]] = defaultdict(dict)
        self._refused: list[Refused] = []
        self._spoilt: set[tuple[str, str, EntityId]] = set()
        self._unknown: Counter[str] = Counter()
        self._incomplete: Counter[str] = Counter()

    def take(self, answer: Answer) -> None:
        """Keep one answer, or refuse it."""
        instrument = self._known.get(instrument_id(answer.instrument))
        if instrument is None:
            self._unknown[answer.instrument] += 1
            return
        item = _item(instrument, answer.item)
        said = self._kept[instrument.id, answer.wave].setdefault(answer.member, {})
        reason = _reason(instrument, item, answer, said)
        if reason is not None:
            self._refuse(instrument, answer.wave, answer.member, answer.item, reason)
        elif item is not None:
            said[item] = float(answer.value)  # type: ignore[arg-type]  # _reason saw a number

    def finish(self) -> Scored:
        """Turn what was kept into scores."""
        scores: dict[str, Scores] = defaultdict(dict)
        checks: dict[str, dict[str, ItemCheck]] = defaultdict(dict)
        for (name, wave), members in sorted(self._kept.items()):
            instrument = self._known[name]
            kept = {m: s for m, s in members.items() if (name, wave, m) not in self._spoilt}
            check = check_items(instrument, kept.values())
            if check is not None:
                checks[name][wave] = check
            if check is None or not check.reversed:
                scores[name][wave] = self._scores(instrument, wave, kept)
        return Scored(
            dict(scores), tuple(self._refused), dict(self._unknown), dict(self._incomplete),
            dict(checks),
        )  # fmt: skip

    def _scores(
        self, instrument: Instrument, wave: str, members: Mapping[EntityId, dict[int, float]]
    ) -> dict[EntityId, float]:
        found: dict[EntityId, float] = {}
        for member, said in members.items():
            whole, of_items = said.get(WHOLE), score_of(instrument, said)
            if whole is not None and _contradicts(instrument, whole, said):
                reason = "the score is not what its own items give"
                self._refuse(instrument, wave, member, "score", reason)
                continue
            score = whole if of_items is None else of_items
            if score is None:
                self._incomplete[instrument.id] += 1
            else:
                found[member] = score
        return found

    def _refuse(
        self, instrument: Instrument, wave: str, member: EntityId, item: str, reason: str
    ) -> None:
        self._spoilt.add((instrument.id, wave, member))
        self._refused.append(Refused(member, instrument.id, wave, item or "no item", reason))


def score_of(instrument: Instrument, said: Mapping[int, float]) -> float | None:
    """The score of answers by item; None with fewer than LEAST_ANSWERED of the items.

    Items that were left open count as the mean of the others (Downey and King 1998).
    """
    given = [
        instrument.low + instrument.high - said[item] if item in instrument.reversed else said[item]
        for item in instrument.items
        if item in said
    ]
    if not given or len(given) < LEAST_ANSWERED * len(instrument.items):
        return None
    mean = float(np.mean(given))
    return mean * instrument.times * (len(instrument.items) if instrument.score == "sum" else 1)


def _contradicts(instrument: Instrument, whole: float, said: Mapping[int, float]) -> bool:
    if any(item not in said for item in instrument.items):
        return False
    of_items = score_of(instrument, said)
    return of_items is not None and abs(whole - of_items) > _CLOSE


def _item(instrument: Instrument, said: str) -> int | None:
    """The item that a survey means; WHOLE for the score, None where the instrument has no such."""
    name = instrument_id(said)
    if name in _WHOLE_NAMES or name == instrument.id:
        return WHOLE
    number = _LAST_NUMBER.search(said)
    if number is None or instrument.scores_only or int(number.group(1)) not in instrument.items:
        return None
    return int(number.group(1))


def _reason(
    instrument: Instrument, item: int | None, answer: Answer, said: Mapping[int, float]
) -> str | None:
    """Why the answer is refused; None when it is not."""
    if not answer.wave:
        return "names no wave"
    if item is None:
        only = "; only its whole score is read" if instrument.scores_only else ""
        return f"{instrument.id} has no such item{only}"
    return "is answered twice" if item in said else _impossible(instrument, item, answer.value)


def _impossible(instrument: Instrument, item: int, value: object) -> str | None:
    """Why such an answer cannot be; None when it can."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return "is not a number"
    is_whole = item == WHOLE
    low = instrument.lowest if is_whole else instrument.low
    high = instrument.highest if is_whole else instrument.high
    if not low <= value <= high:
        return f"is outside of {low:g} to {high:g}"
    if not is_whole and not float(value).is_integer():
        return "is between two answers"
    return None
