"""Sources of candidates take turns, and what everybody has to do with names few."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from graph.records import EntityId, Record
from graph.schema import EntityKind
from matcher import candidates, large, writers
from matcher import question as question_module
from matcher.candidates import SOURCES, _taking_turns, generate_candidates
from matcher.writers import writers_of_the_nearest
from tests.matcher.asked import ask
from tests.matcher.conftest import edge, node

COMMON = EntityId("skill:common")


def vector(*numbers: float) -> npt.NDArray[np.float32]:
    return np.array(numbers, dtype=np.float32)


def numbers(*nodes: int) -> npt.NDArray[np.int32]:
    return np.array(nodes, dtype=np.int32)


def test_sources_take_turns_until_there_are_enough() -> None:
    sources = [numbers(5, 1, 9), numbers(7, 5, 2), numbers()]
    assert _taking_turns(sources, numbers(), 10).tolist() == [5, 7, 1, 9, 2]
    assert _taking_turns(sources, numbers(), 3).tolist() == [5, 7, 1]
    assert _taking_turns([], numbers(), 3).tolist() == []


def test_whoever_is_not_to_be_seen_loses_their_turn_to_the_next() -> None:
    sources = [numbers(5, 1, 9), numbers(7, 8, 2)]
    assert _taking_turns(sources, numbers(1, 5, 7), 10).tolist() == [9, 8, 2]


def test_there_are_no_more_candidates_than_that(monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[Record] = [node("member:ada"), node("skill:optics")]
    for number in range(9):
        records.append(node(f"member:m{number}"))
        records.append(edge(f"member:m{number}", "HAS_SKILL", "skill:optics"))
    question = ask(records, "mentors", seeds=("skill:optics",))
    assert len(generate_candidates(question)) >= 9
    monkeypatch.setattr(candidates, "MOST", 4)
    assert len(generate_candidates(question)) == 4


def test_in_large_communities_fewer_of_the_nearest_texts_name_candidates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records: list[Record] = [node("skill:optics"), *(node(f"member:m{n}") for n in range(5))]
    vectors = {EntityId(f"member:m{n}"): vector(1.0, 0.1 * n) for n in range(5)}
    vectors[EntityId("skill:optics")] = vector(1.0, 0.0)

    def named() -> int:
        question = ask(records, "mentors", member=None, seeds=("skill:optics",), vectors=vectors)
        return len(SOURCES["texts"](question, EntityKind.MEMBER))

    assert named() == 5
    monkeypatch.setattr(large, "NODES", 0)
    monkeypatch.setattr(question_module, "FROM_TEXTS_OF_LARGE", 2)
    assert named() == 2


def test_whoever_made_what_is_nearest_is_named_before_whoever_has_what_all_have() -> None:
    records: list[Record] = [node("member:ada"), node("content:a"), node("skill:common")]
    records.append(edge("member:ada", "CREATED", "content:a", 1))
    vectors = {COMMON: vector(1.0, 0.0), EntityId("content:a"): vector(0.995, 0.1)}
    for number in range(30):
        records.append(node(f"member:m{number}"))
        records.append(edge(f"member:m{number}", "HAS_SKILL", "skill:common"))
    question = ask(records, "mentors", member=None, seeds=("skill:common",), vectors=vectors)
    found = writers_of_the_nearest(question, 200)
    ada = question.snapshot.node(EntityId("member:ada"))
    assert found[0] == ada
    assert len(found) == 31


def test_of_those_who_have_what_everybody_has_some_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writers, "MOST_OF_ONE", 5)
    records: list[Record] = [node("skill:common")]
    for number in range(30):
        records.append(node(f"member:m{number:02}"))
        records.append(edge(f"member:m{number:02}", "HAS_SKILL", "skill:common"))
    vectors = {COMMON: vector(1.0, 0.0)}
    question = ask(records, "mentors", member=None, seeds=("skill:common",), vectors=vectors)
    found = writers_of_the_nearest(question, 200)
    names = [question.snapshot.id(int(each)) for each in found]
    assert names == [f"member:m{number:02}" for number in (0, 6, 12, 18, 24)]
