"""Learning from whatever little happened ends well, and keeps nothing of too little."""

from __future__ import annotations

from hypothesis import given, settings

from graph.records import Record
from matcher.goals import default_goals
from matcher.learning.learn import learn
from matcher.learning.lessons import FEWEST_QUESTIONS
from tests.graph.packed import snapshot
from tests.matcher.histories import histories, vectors_of
from tests.matcher.learning.test_learn import ask

GOALS = default_goals()


@settings(max_examples=25)
@given(told=histories())
def test_any_small_history_is_enough_for_a_lesson(told: list[Record]) -> None:
    lessons = learn(snapshot(told, vectors_of(told)), GOALS, ask)
    order = list(GOALS)
    assert [order.index(each.goal) for each in lessons] == sorted(
        order.index(each.goal) for each in lessons
    )
    for lesson in lessons:
        assert lesson.questions >= 0
        if lesson.questions < FEWEST_QUESTIONS:
            assert lesson.learned is None
            assert "fewer than the 10 it takes" in lesson.reason
