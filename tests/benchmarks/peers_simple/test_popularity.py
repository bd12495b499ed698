from __future__ import annotations

from dataclasses import replace
from math import exp

import numpy as np
import pytest

from benchmarks.peers.lately_chosen import LatelyChosen
from benchmarks.peers.most_chosen import MostChosen
from tests.benchmarks.peers_simple.small_past import all_sorts_of_queries, past


def test_popularity_counts_choices() -> None:
    known = past()
    scores = MostChosen().fit(known, {}, 0).score(all_sorts_of_queries(known))
    assert scores.tolist() == [[0, 4, 1, 0]] * 4


def test_choices_of_late_count_more() -> None:
    known = past()
    scores = LatelyChosen().fit(known, {"fading_days": 20.0}, 0).score(all_sorts_of_queries(known))
    guy = exp(-50 / 20) + exp(-40 / 20) + 2 * exp(-10 / 20)
    assert scores[0] == pytest.approx([0, guy, exp(-30 / 20), 0])


def test_sixty_days_is_tried() -> None:
    assert {"fading_days": 60.0} in LatelyChosen.grid


def test_nothing_to_go_by() -> None:
    timeless = replace(past(), days=np.zeros(5))
    assert not LatelyChosen().suits(timeless)
    nobody = np.zeros(0, dtype=np.int32)
    unchosen = replace(past(), chose=nobody, chosen=nobody, days=np.zeros(0))
    assert not MostChosen().suits(unchosen)
