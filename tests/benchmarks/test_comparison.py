"""The peers and the comparison on a community small enough to know the answer."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from benchmarks.comparison import MENTOR_AUC, compare, measured, mentor_auc
from benchmarks.method import Ranking, by_score
from benchmarks.peers import EmbeddingOnly, Popularity, RecencyPopularity, Tfidf
from benchmarks.questions import Question, read_questions
from benchmarks.replay import Query, answered_before, replay
from graph import open_store
from graph.records import EntityId
from tests.benchmarks.question_community import (
    GATES,
    day,
    member,
    question,
    question_community,
)

BOB, GUY, NAN = member("bob"), member("guy"), member("nan")


@pytest.fixture
def questions(tmp_path: Path) -> list[Question]:
    with open_store(f"sqlite:///{tmp_path}/small.db", "small") as store:
        store.write(question_community())
        return read_questions(store)


@pytest.fixture
def queries(questions: list[Question]) -> tuple[Query, ...]:
    return replay(questions, frozen=True).queries


def test_popularity_counts_answers(questions: list[Question], queries: tuple[Query, ...]) -> None:
    ranking = Popularity().rank(queries[0], answered_before(questions, day(80)))
    assert ranking == Ranking((GUY, NAN, BOB), {GUY: 5.0, NAN: 3.0, BOB: 1.0})


def test_recency_fades_answers(questions: list[Question], queries: tuple[Query, ...]) -> None:
    ranking = RecencyPopularity().rank(queries[0], answered_before(questions, day(80)))
    assert ranking.scores[BOB] == pytest.approx(math.exp(-39 / 60))
    assert ranking.scores[NAN] == pytest.approx(sum(math.exp(-days / 60) for days in (69, 49, 29)))


def test_words_and_meanings_find_who_answered_the_like(
    questions: list[Question], queries: tuple[Query, ...]
) -> None:
    vectors = {
        found.id: np.array([found.text == GATES, found.text != GATES], dtype=np.float32)
        for found in questions
    }
    known = answered_before(questions, day(80))
    for method in (Tfidf(), EmbeddingOnly(vectors)):
        assert method.rank(queries[0], known).order == (GUY, BOB, NAN), method.name
        assert method.rank(queries[1], known).order == (NAN, GUY), method.name
        assert method.rank(queries[1], known).scores[NAN] == pytest.approx(3.0), method.name


def test_mentor_auc_asks_whether_a_score_tells_questions_apart(
    queries: tuple[Query, ...],
) -> None:
    four = [*queries, *queries]
    telling = [by_score(query.candidates, {next(iter(query.relevant)): 1.0}) for query in four]
    popular = [by_score(query.candidates, {GUY: 2.0, NAN: 1.0}) for query in four]
    silent = [Ranking((), {}) for _ in four]

    assert list(mentor_auc(four, telling)) == [1.0, 1.0]
    assert list(mentor_auc(four, popular)) == [0.5, 0.5]
    assert list(mentor_auc(four, silent)) == [0.5, 0.5]
    assert list(mentor_auc(queries, telling[:2])) == [], "one answer each is too few"


def test_measures_by_hand(queries: tuple[Query, ...]) -> None:
    rankings = [Ranking((NAN, GUY, BOB), {}), Ranking((NAN, GUY), {})]
    values = measured(queries, rankings)
    assert values["MRR"].tolist() == [0.5, 1.0]
    assert values["Hit@5"].tolist() == [1.0, 1.0]
    assert values["nDCG@10"].tolist() == [pytest.approx(1 / math.log2(3)), 1.0]
    assert values[MENTOR_AUC].tolist() == []


def test_methods_are_compared_with_the_first(questions: list[Question]) -> None:
    class Backwards:
        name = "backwards"

        def rank(self, query: Query, known: object, /) -> Ranking:
            return by_score(query.candidates, {id_: -n for n, id_ in enumerate(_best_last(query))})

    replayed = replay(questions, frozen=True)
    first, second = compare([Popularity(), Backwards()], questions, replayed, seed=1)

    assert first.leads is None
    assert second.leads is not None
    assert first.measures["MRR"].mean == pytest.approx(0.75)
    assert second.measures["MRR"].mean == pytest.approx((1 / 3 + 1 / 2) / 2)
    assert second.leads["MRR"].mean == pytest.approx(0.75 - 5 / 12)
    assert MENTOR_AUC not in first.measures, "nobody answered two of two questions"


def _best_last(query: Query) -> list[EntityId]:
    return sorted(query.candidates, key=lambda id_: (id_ in query.relevant, id_))


def test_questions_of_one_asker_are_never_offered_to_them(queries: tuple[Query, ...]) -> None:
    assert all(query.question.asker not in query.candidates for query in queries)
    assert question(8) == queries[0].question.id
