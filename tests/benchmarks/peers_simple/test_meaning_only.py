from __future__ import annotations

from math import exp, sqrt

import numpy as np
import pytest

from benchmarks.peers.meaning_only import MeaningOnly
from benchmarks.rival import Settings
from tests.benchmarks.peers_simple.small_past import past, query, question, vector

ASKED = vector(0.6, 0.8, 0)
"""Its cosine with the three questions is 0.6, 0.8 and 0.6 * 0.8 + 0.8 * 0.6 = 0.96."""


def score(settings: Settings) -> list[float]:
    known = past()
    asked = query(known, question(7, said=ASKED))
    found: list[float] = MeaningOnly().fit(known, settings, 0).score([asked])[0].tolist()
    return found


@pytest.mark.parametrize(
    ("neighbours", "guy", "nan"), [(0, 0.6 + 0.8 + 0.96, 0.8), (2, 0.8 + 0.96, 0.8), (1, 0.96, 0)]
)
def test_the_nearest_vote(neighbours: int, guy: float, nan: float) -> None:
    found = score({"by": "votes", "neighbours": neighbours, "weight": "cosine"})
    assert found == pytest.approx([0, guy, nan, 0], abs=1e-6)


def test_votes_may_grow_exponentially() -> None:
    found = score({"by": "votes", "neighbours": 2, "weight": "exponential"})
    guy = exp(12 * 0.8) + exp(12 * 0.96)
    assert found == pytest.approx([0, guy, exp(12 * 0.8), 0], rel=1e-5)


def test_a_context_without_a_vector_has_no_vote() -> None:
    known = past(contexts=(*past().contexts[:2], question(2)))
    settings: Settings = {"by": "votes", "neighbours": 0, "weight": "exponential"}
    asked = query(known, question(7, said=ASKED))
    found = MeaningOnly().fit(known, settings, 0).score([asked])[0]
    assert found[1] == pytest.approx(exp(12 * 0.6) + exp(12 * 0.8), rel=1e-5)


def test_a_profile_is_the_mean_of_what_was_answered_and_the_own_vector() -> None:
    # guy: the mean of (1, 0, 0), (0, 1, 0) and (.8, .6, 0) points to (1.8, 1.6, 0).
    guy = (1.8 * 0.6 + 1.6 * 0.8) / sqrt(1.8**2 + 1.6**2)
    assert score({"by": "profiles"}) == pytest.approx([0, guy, 0.8, 0], abs=1e-6)


def test_own_vectors_and_answers_count_the_same_in_a_profile() -> None:
    known = past(vectors={past().targets[2]: vector(1, 0, 0)})
    asked = query(known, question(7, said=ASKED))
    found = MeaningOnly().fit(known, {"by": "profiles"}, 0).score([asked])[0]
    assert found[2] == pytest.approx((0.6 + 0.8) / sqrt(2), abs=1e-2)  # nan: (1, 1, 0)


def test_own_vectors_alone() -> None:
    known = past()
    asked = query(known, question(7, said=vector(0, 0, 1)))
    found = MeaningOnly().fit(known, {"by": "own vectors"}, 0).score([asked])[0]
    assert found == pytest.approx(np.array([0, 0, 0, 1]), abs=1e-2)


def test_without_vectors_there_is_no_meaning() -> None:
    assert not MeaningOnly().suits(past(contexts=[question(n) for n in range(3)], vectors={}))
    assert MeaningOnly().suits(past(contexts=[question(n) for n in range(3)]))
