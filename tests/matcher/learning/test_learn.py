"""Learning from a club's past: what it takes, what is kept, and that it repeats."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from graph.packing import seconds
from graph.records import Record
from graph.snapshot import Snapshot
from matcher import Matcher
from matcher.goals import default_goals
from matcher.learning.examples import Example, examples_from, feature_names
from matcher.learning.learn import learn, learn_goal
from matcher.learning.lessons import FEWEST_QUESTIONS, Lesson
from matcher.learning.past import MOST_QUESTIONS, replays_of
from matcher.question import Question
from matcher.replay import PastQuery
from tests.graph.packed import snapshot
from tests.matcher.conftest import day, edge, node
from tests.matcher.histories import vectors_of
from tests.matcher.learning.club import club

GOALS = default_goals()
PEERS = GOALS["peers"]


def ask(past: Snapshot) -> Callable[[PastQuery], Question]:
    matcher = Matcher(past)
    return lambda query: matcher.question(query.request, query.vector)


def lesson_of(told: list[Record], goal: str = "peers") -> Lesson | None:
    return learn_goal(snapshot(told), GOALS[goal], "member", ask, slots=4)


@pytest.fixture(scope="module")
def popular() -> Lesson:
    lesson = lesson_of(club("popular", meetings=70))
    assert lesson is not None
    return lesson


def test_what_the_default_does_not_see_is_learned(popular: Lesson) -> None:
    assert popular.learned is not None
    assert popular.reason == ""
    assert popular.questions >= 30
    figures = {row.method: row.ndcg.mean for row in popular.table}
    assert figures["learned"] > figures["default"]
    strongest = sorted(popular.learned.weights, key=lambda name: -popular.learned.weights[name])  # type: ignore[union-attr]
    assert {"number_of_ties", "recent_month", "recent_season", "social_walk"} & set(strongest[:4])
    assert set(popular.learned.weights) <= set(feature_names(PEERS))
    assert popular.learned.table["learned"]["ndcg"] == pytest.approx(figures["learned"], abs=1e-4)


@pytest.mark.slow
def test_the_same_seed_learns_the_same(popular: Lesson) -> None:
    assert lesson_of(club("popular", meetings=70)) == popular


def test_the_default_stays_where_it_is_not_beaten() -> None:
    lesson = lesson_of(club("random", meetings=70))
    assert lesson is not None
    assert lesson.learned is None
    assert "do not surely beat the default" in lesson.reason
    assert [row.method for row in lesson.table][:2] == ["learned", "default"]


def test_too_few_questions_are_counted_and_refused() -> None:
    told = club("popular", meetings=9)
    lesson = lesson_of(told)
    assert lesson is not None
    assert lesson.learned is None
    assert lesson.questions < FEWEST_QUESTIONS
    assert lesson.reason == f"{lesson.questions} past questions, fewer than the 10 it takes"
    assert lesson.table == ()


def test_where_nothing_happened_there_is_no_lesson() -> None:
    told = [each for each in club("popular") if "FOLLOWS" not in str(each)]
    assert lesson_of(told) is None
    assert learn(snapshot([]), GOALS, ask) == []


def test_goals_that_ask_the_same_learn_the_same() -> None:
    told = club("popular", meetings=9)
    lessons = learn(snapshot(told), {name: GOALS[name] for name in ("peers", "members")}, ask)
    assert [lesson.goal for lesson in lessons] == ["peers", "members"]
    assert lessons[0].questions == lessons[1].questions


def test_only_what_precedes_the_end_is_looked_at() -> None:
    past, until = snapshot(club("popular")), seconds(day(90))
    replays = replays_of(past, PEERS, "member", seed=1, slots=4, until=until)
    assert replays
    assert max(query.at for replay in replays for query in replay.queries) < until
    earlier = snapshot([each for each in club("popular") if each.at is None or each.at < day(90)])
    assert [
        (query.request, sorted(query.relevant))
        for replay in replays_of(earlier, PEERS, "member", seed=1, slots=4)
        for query in replay.queries
    ] == [(query.request, sorted(query.relevant)) for each in replays for query in each.queries]


def test_the_past_is_thinned_out_evenly() -> None:
    told = club("random", meetings=900)
    replays = replays_of(snapshot(told), PEERS, "member", seed=1, slots=12)
    assert sum(len(replay.queries) for replay in replays) == MOST_QUESTIONS
    assert min(len(replay.queries) for replay in replays) >= MOST_QUESTIONS // 24


def test_a_past_without_times_is_hidden_in_part() -> None:
    told = [edge(each.source, each.kind, each.target) if "FOLLOWS" in str(each) else each  # type: ignore[union-attr]
            for each in club("popular")]  # fmt: skip
    (replay,) = replays_of(snapshot(told), PEERS, "member", seed=1)
    assert replay.queries
    assert len(replay.snapshot.out) < len(snapshot(told).out)
    assert all(query.request.as_of is None for query in replay.queries)


def test_a_past_of_one_moment_cannot_be_cut() -> None:
    told: list[Record] = [node(f"member:m{n}", 0) for n in range(4)]
    told += [edge(f"member:m{n}", "FOLLOWS", f"member:m{n + 1}", 5) for n in range(3)]
    assert lesson_of(told) is None


def answered(times: bool) -> list[Record]:
    """Each asks something and the next one answers."""
    told: list[Record] = [node(f"member:m{number}", 0) for number in range(13)]
    for number in range(1, 13):
        at = number if times else None
        asker, helper = f"m{number}", f"m{number - 1}"
        told += [
            node(f"content:q{number}", at, kind="question", title=f"Why {number}?"),
            node(f"content:a{number}", at, kind="answer", body="So."),
            edge(f"member:{asker}", "CREATED", f"content:q{number}", at),
            edge(f"member:{helper}", "CREATED", f"content:a{number}", at),
            edge(f"content:a{number}", "REPLIES_TO", f"content:q{number}", at),
            edge(f"member:{helper}", "HELPED", f"member:{asker}", at),
        ]
    return told


def queries_of(told: list[Record], kind: str) -> list[PastQuery]:
    past = snapshot(told, vectors_of(told))
    replays = replays_of(past, GOALS["mentors"], kind, seed=1, slots=2)  # type: ignore[arg-type]
    return [query for replay in replays for query in replay.queries]


def test_what_is_asked_in_words_is_learned_from_what_was_asked_in_words() -> None:
    assert [query.request.text for query in queries_of(answered(True), "asked")] == [
        f"Why {number}?" for number in range(5, 13)
    ]
    assert all(query.request.text is None for query in queries_of(answered(True), "member"))
    # Without times no question can be asked again, and without questions there are no words.
    assert queries_of(answered(False), "asked") == []
    mentoring = [each for each in answered(True) if "content:" not in str(each)]
    assert queries_of(mentoring, "asked") == []
    assert queries_of(mentoring, "member") != []


def examples_of(told: list[Record]) -> list[Example]:
    past = snapshot(told)
    return examples_from(replays_of(past, PEERS, "member", 1, 4), PEERS, ask)


def test_examples_hold_all_that_could_have_been_shown() -> None:
    told = [
        *club("popular", meetings=40),
        node("member:late", 170),
        node("member:x", 0, visibility="hidden"),
    ]
    past, examples = snapshot(told), examples_of(told)
    assert examples
    for example in examples:
        count = len(example.nodes)
        assert example.scaled.shape == example.plain.shape == (count, len(feature_names(PEERS)))
        assert example.scaled.dtype == example.plain.dtype == np.float32
        assert np.isfinite(example.scaled).all()
        assert 0 < example.positive.sum() < count
        assert (np.diff(example.nodes) > 0).all()
        names = {past.id(node) for node in example.nodes.tolist()}
        assert "member:x" not in names
        assert "member:late" not in names or example.at > seconds(day(170))


def test_who_did_not_consent_is_no_example() -> None:
    told = club("popular", meetings=40)
    silent = [
        node("member:m00", 0, consent=["research"]) if getattr(each, "id", "") == "member:m00"
        else each
        for each in told
    ]  # fmt: skip
    node_of = snapshot(told).node("member:m00")  # type: ignore[arg-type]
    assert any(node_of in example.nodes for example in examples_of(told))
    assert not any(node_of in example.nodes for example in examples_of(silent))
