"""Lists for everybody: without those who are known, best first, and the same task for all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from benchmarks.large.community import large_community
from benchmarks.large.everyone import everyone
from benchmarks.large.everyone_task import EveryoneTask
from benchmarks.large.terms import Terms
from tests.benchmarks.large.test_walk_rivals import path_of_three


def test_a_list_is_best_first_without_oneself_and_whom_one_knows() -> None:
    task = EveryoneTask(path_of_three())
    owners, others = np.array([2, 0, 0, 0]), np.array([0, 0, 2, 1])
    found = task.lists((owners, others))
    assert {owner: list_.tolist() for owner, list_ in found.items()} == {0: [2], 2: [0]}


def test_nobody_on_a_list_is_an_empty_answer() -> None:
    nothing = np.zeros(0, dtype=np.int64)
    assert EveryoneTask(path_of_three()).lists((nothing, nothing)) == {}


@pytest.mark.slow
def test_all_make_lists_for_the_same_members(tmp_path: Path) -> None:
    community = large_community(2_000, 1, tmp_path)
    terms = Terms(whole_questions=20, passes=1, rivals=("implicit", "gds-everyone"))
    (contest,) = everyone(community, terms)
    walks, explained, als = contest.lines
    assert explained.questions == 20
    assert walks.questions == als.questions > 1_900
    assert all(line.quality["hit@50"] > 0.3 for line in contest.lines)
    assert contest.left_out == {"gds-everyone": "needs --neo4j URL"}
