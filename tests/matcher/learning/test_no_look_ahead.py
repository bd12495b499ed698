"""What is learned from a past does not depend on what came after it."""

from __future__ import annotations

import numpy as np
import pytest

from graph.packing import seconds
from graph.records import Record
from graph.snapshot import Snapshot
from matcher.goals import default_goals
from matcher.learning.examples import Example, examples_from
from matcher.learning.learn import learn_goal
from matcher.learning.past import replays_of
from tests.graph.packed import Vectors, snapshot
from tests.matcher.conftest import day, edge, node
from tests.matcher.learning.club import club
from tests.matcher.learning.test_learn import ask

GOALS = default_goals()
CUT = 90
TOPICS = ("optics", "bread", "chess")
EXPERTS = {"optics": ("ada", "bob"), "bread": ("cy", "di"), "chess": ("eve", "flo")}


def advice(days: int = 120) -> tuple[list[Record], Vectors]:
    """A question every third day, of one of three topics, that one of its two experts answers."""
    random = np.random.default_rng(5)
    everybody = [name for names in EXPERTS.values() for name in names]
    told: list[Record] = [node(f"member:{name}", 0, name=name) for name in everybody]
    told += [node(f"member:asker{number}", 0) for number in range(6)]
    vectors = {}
    for at in range(3, days, 3):
        topic = int(random.integers(3))
        helper = EXPERTS[TOPICS[topic]][int(random.integers(2))]
        question, answer = node(f"content:q{at}", at, kind="question", title=f"On {at}?"), (
            node(f"content:a{at}", at + 1, kind="answer", body="So.")
        )  # fmt: skip
        told += [
            question,
            answer,
            edge(f"member:asker{at % 6}", "CREATED", question.id, at),
            edge(f"member:{helper}", "CREATED", answer.id, at + 1),
            edge(answer.id, "REPLIES_TO", question.id, at + 1),
        ]
        for each in (question, answer):
            vector = np.eye(3)[topic] + random.normal(size=3) * 0.1
            vectors[each.id] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return told, vectors


def examples(past: Snapshot, goal: str, kind: str) -> list[Example]:
    until = seconds(day(CUT))
    replays = replays_of(past, GOALS[goal], kind, 1, 4, until)  # type: ignore[arg-type]
    return examples_from(replays, GOALS[goal], ask)


def before(told: list[Record]) -> list[Record]:
    return [each for each in told if each.at is None or each.at < day(CUT)]


@pytest.mark.parametrize(("goal", "kind"), [("mentors", "asked"), ("peers", "member")])
def test_later_facts_change_no_example(goal: str, kind: str) -> None:
    told, vectors = advice() if kind == "asked" else (club("popular", meetings=60), {})
    early = before(told)
    there = {each.id for each in early if hasattr(each, "id")}
    past = snapshot(early, {key: vector for key, vector in vectors.items() if key in there})
    later = snapshot(told, vectors)
    found, expected = examples(later, goal, kind), examples(past, goal, kind)
    assert len(found) == len(expected) > 0
    for one, other in zip(found, expected, strict=True):
        assert [later.id(n) for n in one.nodes.tolist()] == [
            past.id(n) for n in other.nodes.tolist()
        ]
        assert (one.positive.tolist(), one.at) == (other.positive.tolist(), other.at)
        np.testing.assert_allclose(one.scaled, other.scaled, rtol=1e-5, atol=1e-6)


def test_who_answers_questions_in_words_is_learned() -> None:
    told, vectors = advice()
    past = snapshot(told, vectors)
    lesson = learn_goal(past, GOALS["mentors"], "asked", ask, slots=4)
    assert lesson is not None
    assert (lesson.goal, lesson.kind) == ("mentors", "asked")
    assert lesson.questions >= 20
    figures = {row.method: row.ndcg.mean for row in lesson.table}
    assert figures["default"] > 0.7  # the question and the experts' answers are alike
    assert figures["recency popularity"] < figures["default"]
    names = {past.id(n) for each in examples(past, "mentors", "asked") for n in each.nodes.tolist()}
    assert names <= {f"member:{name}" for pair in EXPERTS.values() for name in pair} | {
        f"member:asker{number}" for number in range(6)
    }
