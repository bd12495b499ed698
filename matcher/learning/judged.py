"""The replay table: how the learned weights, the default and simple sources did on the past."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.bootstrap import Bootstrap, Interval
from matcher.features import FEATURES
from matcher.goals import Goal
from matcher.learning.examples import Example, feature_names
from matcher.learning.fitting import Weights, ndcg_of

LEARNED, FIXED, SINGLE, POPULAR = (
    "learned",
    "default",
    "best single source",
    "recency popularity",
)
RESAMPLES = 2_000
_POPULARITY = ("recent_season", "taken_often", "number_of_ties")
"""The first of these that tells candidates apart is popularity: recent where there are times."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One method in the replay.

    Attributes:
        method: its name.
        ndcg: nDCG@10 with its 95 % interval.
        top_three: share of first places that go to the three who get most of them.
    """

    method: str
    ndcg: Interval
    top_three: float

    def to_json(self) -> dict[str, float]:
        """With four digits."""
        found = {"ndcg": self.ndcg.mean, "low": self.ndcg.low, "high": self.ndcg.high}
        return {k: round(v, 4) for k, v in {**found, "top_three": self.top_three}.items()}


def replay_table(
    examples: Sequence[Example],
    goal: Goal,
    default: Weights,
    learned: Sequence[npt.NDArray[np.float64]],
    singles: Sequence[int],
    seed: int,
) -> tuple[tuple[Judged, ...], float]:
    """The table, and in which part of the resamples the learned weights beat the default.

    Args:
        examples: Q questions of the past.
        goal: theirs.
        default: (F,) weights.
        learned: the scores (n,) of each question from weights that did not see it.
        singles: (Q,) the feature that was best on the other questions.
        seed: of the resamples.
    """
    popularity = _popularity(examples, goal)
    scores: dict[str, list[npt.NDArray[np.floating]]] = {
        LEARNED: list(learned),
        FIXED: [example.scaled @ default for example in examples],
        SINGLE: [_single(e, goal, best) for e, best in zip(examples, singles, strict=True)],
        POPULAR: [example.scaled[:, popularity] for example in examples],
    }
    draws = Bootstrap(len(examples), seed, RESAMPLES)
    values = {name: _ndcgs(examples, own) for name, own in scores.items()}
    ahead = draws.means(values[LEARNED] - values[FIXED])
    table = tuple(
        Judged(name, draws.interval(values[name]), _top_three(examples, own))
        for name, own in scores.items()
    )
    return table, float((ahead > 0).mean())


def _single(example: Example, goal: Goal, column: int) -> npt.NDArray[np.floating]:
    """(n,) one feature; what speaks against a candidate counts down."""
    against = FEATURES[feature_names(goal)[column]].against
    return -example.scaled[:, column] if against else example.scaled[:, column]


def _ndcgs(
    examples: Sequence[Example], scores: Sequence[npt.NDArray[np.floating]]
) -> npt.NDArray[np.float64]:
    return np.array([ndcg_of(e, own) for e, own in zip(examples, scores, strict=True)])


def _top_three(examples: Sequence[Example], scores: Sequence[npt.NDArray[np.floating]]) -> float:
    firsts = Counter(
        int(example.nodes[np.lexsort((example.nodes, -own))[0]])
        for example, own in zip(examples, scores, strict=True)
    )
    return sum(count for _, count in firsts.most_common(3)) / len(examples)


def _popularity(examples: Sequence[Example], goal: Goal) -> int:
    names = feature_names(goal)
    for name in _POPULARITY:
        if name in names:
            column = names.index(name)
            if any(np.ptp(example.scaled[:, column]) > 0 for example in examples):
                return column
    return names.index(_POPULARITY[0])
