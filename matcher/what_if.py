"""What if: an answer asked again with one thing changed, to see whether somebody comes in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import floor, log10
from typing import Literal

import numpy as np
import numpy.typing as npt

from matcher.eligibility import WHY
from matcher.matching import Matcher
from matcher.question import Question
from matcher.ranking import Scored, comparable
from matcher.reranking import choose

HALVINGS = 12
"""How closely the least value that is enough is found."""
FIXED_RULES = ("not_oneself",)
"""Rules without which an answer would make no sense."""

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Change:
    """What would bring somebody into the answer; asking again with it did.

    Attributes:
        kind: `feature`: one feature other than it is; `rule`: rules lifted; `candidate`: named as
            a candidate; `variety`: no weight on variety.
        names: of the feature, or of the rules.
        words: the same as a plain sentence.
        rank: the place in the answer that asking again gave.
        before: the feature as it is, None where there is none; None for other changes.
        after: what it would have to be.
    """

    kind: Literal["feature", "rule", "candidate", "variety"]
    names: tuple[str, ...]
    words: str
    rank: int
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A question with all who could be shown, among them the one it is about.

    Attributes:
        matcher: answers.
        question: what is asked.
        scored: the candidates, with the node whether it is eligible or not.
        node: the one who is not shown.
    """

    matcher: Matcher
    question: Question
    scored: Scored
    node: int

    @property
    def place(self) -> int:
        """Where the node stands among the scored."""
        return int(np.flatnonzero(self.scored.nodes == self.node)[0])

    @property
    def name(self) -> str:
        """What people call it."""
        return self.question.snapshot.name(self.node)

    def rank(self, scored: Scored, question: Question | None = None) -> int | None:
        """The place in the answer chosen from `scored`, None for outside."""
        chosen = choose(question or self.question, scored)
        shown = scored.nodes[chosen].tolist()
        return shown.index(self.node) + 1 if self.node in shown else None


def without_rules(trial: Trial, rules: Sequence[str]) -> Change | None:
    """With the node among the candidates, whatever these rules (none: nothing found it) say."""
    rank = trial.rank(trial.scored)
    if rank is None or any(rule in FIXED_RULES for rule in rules):
        return None
    if not rules:
        words = f"Named as a candidate, {trial.name} would be number {rank}."
        return Change("candidate", (), words, rank)
    what = " and ".join(f"“{WHY[rule]}”" for rule in rules)
    words = f"If {what} did not hold, {trial.name} would be number {rank}."
    return Change("rule", tuple(rules), words, rank)


def with_less_variety(trial: Trial) -> Change | None:
    """With the same goal, but for its wish for variety."""
    question = trial.question
    by_score = replace(question, goal=replace(question.goal, diversity=0.0))
    rank = trial.rank(trial.scored, by_score)
    if rank is None:
        return None
    return Change("variety", (), f"By score alone, {trial.name} would be number {rank}.", rank)


def with_feature(trial: Trial) -> Change | None:
    """With one feature other than it is: the smallest change, beside how candidates differ."""
    for _, name, values in sorted(_enough(trial), key=lambda found: found[:2]):
        scored = trial.matcher.score(trial.question, trial.scored.nodes, {name: values})
        rank = trial.rank(scored)
        if rank is None:
            continue
        own = float(trial.scored.values[trial.place, trial.scored.features.index(name)])
        before, after = None if np.isnan(own) else own, float(values[trial.place])
        shown = "nothing" if before is None else f"{before:.3g}"
        words = f"With {name} {after:.3g} instead of {shown}, {trial.name} would be number {rank}."
        return Change("feature", (name,), words, rank, before, after)
    return None


def _enough(trial: Trial) -> Iterator[tuple[float, str, Values]]:
    """How large a change is enough, of which feature, and its values with it.

    No value goes beyond what some candidate has, but for rounding. A change is measured in
    standard deviations of the feature among the candidates.
    """
    scored = trial.scored
    for column, name in enumerate(scored.features):
        values, weight = scored.values[:, column], float(scored.weights[column])
        known = values[~np.isnan(values)]
        if len(known) < 2 or known.std() == 0:
            continue
        begin, end = known.min(), known.max()
        if weight < 0:
            begin, end = end, begin
        own = float(values[trial.place])
        begin = begin if np.isnan(own) else own
        found = _least(trial, column, values, weight, begin, end)
        if found is not None:
            yield abs(found - begin) / float(known.std()), name, _put(values, trial.place, found)


def _least(
    trial: Trial, column: int, values: Values, weight: float, begin: float, end: float
) -> float | None:
    """The value nearest to `begin`, up to `end`, with which the node comes in."""

    def is_in(value: float) -> bool:
        changed = _put(values, trial.place, value)
        scaled = comparable(trial.scored.features[column], changed)
        scores = trial.scored.scores - trial.scored.shares[:, column] + weight * scaled
        return trial.rank(replace(trial.scored, scores=scores)) is not None

    if begin == end or not is_in(end):
        return None
    upwards = end > begin
    for _ in range(HALVINGS):
        middle = (begin + end) / 2
        begin, end = (begin, middle) if is_in(middle) else (middle, end)
    return three_digits(end, upwards)


def three_digits(value: float, upwards: bool) -> float:
    """The value with three digits, rounded up or down: what is told is what was tried."""
    rounded = float(f"{value:.3g}")
    if rounded == value or (rounded > value) == upwards:
        return rounded
    step = 10.0 ** (floor(log10(abs(value))) - 2)
    return float(f"{rounded + (step if upwards else -step):.3g}")


def _put(values: Values, place: int, value: float) -> Values:
    changed = values.copy()
    changed[place] = value
    return changed
