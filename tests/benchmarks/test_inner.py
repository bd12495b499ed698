"""Settings are chosen on what precedes the questions that are published."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from benchmarks.inner import (
    MOST_FOR_THE_SLOW,
    Validation,
    inner_task,
    mean_quality,
    scores_of,
    some_queries,
    tuned,
)
from benchmarks.protocols import answered_questions, hidden, members_later
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query, Task
from graph.records import Relationship
from graph.schema import RelationshipKind
from matcher.goals import default_goals
from tests.benchmarks.question_community import day, member, question, question_community
from tests.benchmarks.small_communities import (
    joining_community,
    snapshot_of_records,
    texts_of_records,
)

MENTORS, GROUPS = default_goals()["mentors"], default_goals()["groups"]


class OneFirst:
    """Puts one member first, as its setting says; written down is how often it was fitted."""

    name = "one first"
    is_quick = True
    grid: Sequence[Settings] = ({"first": "nan"}, {"first": "guy"}, {"first": "guy", "again": 1})

    def __init__(self) -> None:
        self.fitted: list[Settings] = []

    def suits(self, _past: Past, /) -> bool:
        return True

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        self.fitted.append(settings)
        return First([target == member(str(settings["first"])) for target in past.targets])


class First:
    """Scores one target above all others."""

    def __init__(self, is_first: list[bool]) -> None:
        self._row = np.array(is_first, dtype=np.float64)

    def score(self, queries: Sequence[Query], /) -> Scores:
        return np.tile(self._row, (len(queries), 1))


def published() -> tuple[Task, Task | None]:
    records = list(question_community())
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    task = answered_questions(snapshot, texts, MENTORS, True)
    return task, inner_task(snapshot, texts, task, seed=1)


def test_questions_from_the_60th_to_the_80th_percentile_are_asked() -> None:
    task, inner = published()
    assert task.queries[0].past.moment == day(80)
    assert inner is not None
    assert inner.queries[0].past.moment == day(60)
    # Of questions 6 and 7 the second was answered by nobody.
    assert [query.request.id for query in inner.queries] == [question(6)]


def test_the_inner_task_of_fresh_evidence_ends_where_its_first_question_begins() -> None:
    records = list(question_community())
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    fresh = answered_questions(snapshot, texts, MENTORS, False)
    inner = inner_task(snapshot, texts, fresh, seed=1)
    assert inner is not None
    assert [query.request.id for query in inner.queries] == [question(6)]


def test_members_are_asked_for_earlier_choices() -> None:
    records = joining_community()
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    task = members_later(snapshot, texts, GROUPS, True)
    inner = inner_task(snapshot, texts, task, seed=1)
    # Of eight choices before day 9 six are known; dan then joins hiking, and cat.
    assert inner is not None
    assert inner.queries[0].past.moment == day(7)
    assert [query.request.member for query in inner.queries] == [member("dan"), member("cat")]


def test_what_is_hidden_already_cannot_be_asked_for_again() -> None:
    records = joining_community(with_times=False)
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    for seed in range(5):
        task = hidden(snapshot, texts, GROUPS, seed)
        inner = inner_task(snapshot, texts, task, seed)
        assert inner is None or pairs(inner).isdisjoint(pairs(task))


def pairs(task: Task) -> set[tuple[object, str]]:
    return {
        (query.request.member, task.targets[place])
        for query in task.queries
        for place in query.relevant
    }


def test_a_history_too_short_to_part_again_has_no_inner_task() -> None:
    records = [
        each
        for each in joining_community()
        if not isinstance(each, Relationship)
        or each.kind is not RelationshipKind.JOINED
        or each.key == "8"
    ]
    snapshot, texts = snapshot_of_records(records), texts_of_records(records)
    task = members_later(snapshot, texts, GROUPS, True)
    assert inner_task(snapshot, texts, task, seed=1) is None
    assert tuned(OneFirst(), None, 1) == {"first": "nan"}


def test_the_best_settings_are_chosen_and_of_equal_ones_the_plainest() -> None:
    _, inner = published()
    assert inner is not None
    validation, rival = Validation(inner, 1), OneFirst()
    assert validation.settings(rival) == {"first": "guy"}
    assert validation.settings(rival) == {"first": "guy"}
    assert len(rival.fitted) == len(rival.grid), "looked for once"
    assert mean_quality(inner, scores_of(rival, inner, {"first": "guy"}, 1)) == 1.0


def test_slow_rivals_are_tuned_on_few_queries() -> None:
    _, inner = published()
    assert inner is not None
    many = Task("many", inner.queries * 100)
    assert len(some_queries(many, MOST_FOR_THE_SLOW, 1).queries) == MOST_FOR_THE_SLOW
    assert some_queries(inner, MOST_FOR_THE_SLOW, 1).queries == inner.queries
