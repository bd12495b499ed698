"""How long questions wait, against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from community.health.answers import questions_of
from community.health.deeds import deeds_of
from community.health.waiting import Wait
from tests.community.conftest import Pictured
from tests.community.health.communities import members, posts, question

HOUR = 1 / 24


def test_kaplan_meier_counts_the_unanswered_for_as_long_as_they_waited() -> None:
    # Five questions: answered after 1, 3 and 6 hours; after 2 and 4 hours still without.
    wait = Wait(np.array([1.0, 2, 3, 4, 6]), np.array([True, False, True, False, True]))
    # Unanswered: 4/5; then 4/5 x 2/3 = 8/15; then 0.
    shares = dict(wait.curve())
    assert [1 - shares[hour] for hour in (1, 3, 6)] == pytest.approx([4 / 5, 8 / 15, 0])
    assert wait.value == 6.0
    assert Wait(np.array([1.0, 9, 9, 9]), np.array([True, False, False, False])).value is None


def test_slower_answers_are_a_change_and_the_same_ones_are_none() -> None:
    quick = Wait(np.linspace(1, 5, 30), np.full(30, True))
    slow = Wait(np.linspace(4, 90, 30), np.arange(30) % 3 > 0)
    told, same = slow.against(quick), quick.against(quick)
    assert told is not None
    assert told.beyond_chance
    assert same is not None
    assert not same.beyond_chance
    assert quick.against(Wait(np.zeros(0), np.zeros(0, dtype=np.bool_))) is None


def test_first_answers_by_somebody_else(pictured: Pictured) -> None:
    records = [
        *members("ada", "bob", "cleo"),
        *question("q1", "ada", 10, ("ada", 10.1), ("bob", 10 + 5 * HOUR), ("cleo", 11)),
        *question("q2", "bob", 10, ("cleo", 13)),
        *question("q3", "cleo", 11, ("cleo", 12)),
        *question("q4", "cleo", 19.5),  # too young to be counted after a day
        *question("q5", "ada", 12, ("bob", 11)),  # a clock that disagrees
        *posts("ada", [20]),
    ]
    picture = pictured(records)
    found = questions_of(picture, deeds_of(picture))
    late = found.unanswered(24)
    assert (late.hits, late.n) == (2, 4)  # q2 after three days, q3 by its own asker alone
    assert found.too_early == 1
    wait = found.wait()
    # In the order of the ids: q1 5 h, q2 72 h, q3 9 days so far, q4 half a day so far, q5 at once.
    assert wait.hours.tolist() == pytest.approx([5, 72, 216, 12, 0])
    assert wait.answered.tolist() == [True, True, False, False, True]


def test_questions_are_counted_from_the_period_that_is_meant(pictured: Pictured) -> None:
    records = [*members("ada", "bob"), *question("old", "ada", 1), *posts("ada", [200])]
    records += question("new", "ada", 190, ("bob", 191))
    picture = pictured(records)
    found = questions_of(picture, deeds_of(picture))
    assert (found.unanswered(24).hits, found.unanswered(24).n) == (0, 1)
    assert (found.unanswered(24, 150).hits, found.unanswered(24, 150).n) == (1, 1)
