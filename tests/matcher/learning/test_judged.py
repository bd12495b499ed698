"""The replay table, by hand."""

from __future__ import annotations

from math import log2

import numpy as np
import pytest

from matcher.goals import Goal, default_goals
from matcher.learning.examples import Example, feature_names
from matcher.learning.judged import FIXED, LEARNED, POPULAR, SINGLE, Judged, replay_table
from tests.matcher.learning.planted import Numbers, example

PEERS: Goal = default_goals()["peers"]
NAMES = feature_names(PEERS)
COUNT = 12


def asked(**columns: list[float]) -> Example:
    """Three candidates, of whom the second was right, with these features and no others."""
    features = np.zeros((3, len(NAMES)))
    for name, values in columns.items():
        features[:, NAMES.index(name)] = values
    return example(features, [1])


def weights(**said: float) -> Numbers:
    return np.array([said.get(name, 0.0) for name in NAMES])


def table(questions: list[Example], learned: Numbers) -> tuple[dict[str, Judged], float]:
    single = [NAMES.index("common_ties")] * len(questions)
    scores = [each.scaled @ learned for each in questions]
    rows, ahead = replay_table(questions, PEERS, weights(social_walk=1.0), scores, single, seed=1)
    return {row.method: row for row in rows}, ahead


def test_each_method_ranks_by_what_it_knows() -> None:
    questions = [
        asked(
            social_walk=[2.0, 1.0, 0.0],
            common_ties=[1.0, 2.0, 0.0],
            recent_season=[2.0, 0.0, 1.0],
        )
    ] * COUNT
    rows, ahead = table(questions, weights(common_ties=1.0))
    assert list(rows) == [LEARNED, FIXED, SINGLE, POPULAR]
    figures = {name: row.ndcg.mean for name, row in rows.items()}
    assert figures == pytest.approx(
        {LEARNED: 1.0, FIXED: 1 / log2(3), SINGLE: 1.0, POPULAR: 1 / log2(4)}
    )
    assert rows[LEARNED].ndcg.low == pytest.approx(1.0)
    assert ahead == 1.0
    assert rows[LEARNED].to_json() == {"ndcg": 1.0, "low": 1.0, "high": 1.0, "top_three": 1.0}


def test_the_same_weights_are_never_ahead() -> None:
    questions = [asked(social_walk=[float(n % 3), 1.0, 0.0]) for n in range(COUNT)]
    assert table(questions, weights(social_walk=1.0))[1] == 0.0


def test_where_nothing_has_a_time_the_number_of_ties_is_popularity() -> None:
    questions = [asked(number_of_ties=[0.0, 5.0, 1.0])] * COUNT
    assert table(questions, weights())[0][POPULAR].ndcg.mean == 1.0


def test_a_source_that_speaks_against_is_read_that_way() -> None:
    questions = [asked(said_no=[2.0, 0.0, 1.0])] * COUNT
    single = [NAMES.index("said_no")] * COUNT
    scores = [np.zeros(3)] * COUNT
    rows, _ = replay_table(questions, PEERS, weights(), scores, single, seed=1)
    assert {row.method: row.ndcg.mean for row in rows}[SINGLE] == 1.0


def test_the_three_who_stand_first_most_often() -> None:
    questions = [
        example(np.eye(5, len(NAMES))[:, [0] * len(NAMES)], [0], first=first)
        for first in (0, 0, 0, 10, 20, 30)
    ]
    scores = [np.array([1.0, 0.0, 0.0, 0.0, 0.0])] * 6
    rows, _ = replay_table(questions, PEERS, weights(), scores, [0] * 6, seed=1)
    assert rows[0].top_three == pytest.approx(5 / 6)
