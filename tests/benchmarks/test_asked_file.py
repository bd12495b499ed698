"""Questions and right answers of one's own, from files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.asked_file import asked_file, read_right
from benchmarks.periods import NothingToAsk
from benchmarks.tasks import Task
from graph.errors import InvalidRequest
from tests.benchmarks.question_community import GATES, member, question_community
from tests.benchmarks.small_communities import (
    Meanings,
    group,
    joining_community,
    snapshot_of_records,
    texts_of_records,
    together,
)


def asked(
    folder: Path, requests: list[dict[str, object]], right: dict[str, list[str]], **how: object
) -> list[Task]:
    records = together(question_community(), joining_community())
    requests_file, relevant_file = folder / "requests.jsonl", folder / "relevant.json"
    requests_file.write_text("\n".join(map(json.dumps, requests)) + "\n")
    relevant_file.write_text(json.dumps(right))
    return asked_file(
        snapshot_of_records(records),
        texts_of_records(records),
        requests_file,
        relevant_file,
        embedder=Meanings(),
        **how,  # type: ignore[arg-type]
    )


def test_a_task_for_each_goal(tmp_path: Path) -> None:
    requests: list[dict[str, object]] = [
        {"id": "g1", "goal": "groups", "member": "bob"},
        {"id": "m1", "goal": "mentors", "text": GATES, "candidates": ["member:nan", "member:guy"]},
        {"id": "g2", "goal": "groups", "member": "dan"},
        {"id": "g3", "goal": "groups", "member": "cat"},
    ]
    right = {"g1": ["group:hiking"], "m1": ["member:guy"], "g2": ["group:choir"]}
    groups, mentors = asked(tmp_path, requests, right)

    assert groups.name == "Groups, as asked in a file"
    bob, dan = groups.queries  # of what is right for cat nothing is said
    assert groups.targets == (group("chess"), group("choir"), group("hiking"))
    assert (bob.candidates.tolist(), bob.relevant.tolist()) == ([2], [2]), "the others are known"
    assert dan.candidates.tolist() == [1]
    assert bob.past is dan.past
    assert bob.past.contexts[bob.known].id == member("bob")
    (asked_by_text,) = mentors.queries
    assert [mentors.targets[place] for place in asked_by_text.candidates] == [
        member("guy"),
        member("nan"),
    ]
    assert asked_by_text.context.vector == pytest.approx([1, 0, 0])
    assert asked_by_text.known == -1


def test_a_request_may_ask_the_past(tmp_path: Path) -> None:
    requests: list[dict[str, object]] = [
        {"id": "g1", "goal": "groups", "member": "ann", "as_of": "2020-01-03T00:00:00Z"},
    ]
    (task,) = asked(tmp_path, requests, {"g1": ["group:choir"]})
    (ann,) = task.queries
    # On day 2 she had joined chess alone, and two choices were known in all.
    assert ann.candidates.tolist() == [1, 2]
    assert len(ann.past.chosen) == 1


def test_seeds_speak_for_a_text(tmp_path: Path) -> None:
    requests: list[dict[str, object]] = [{"id": "g1", "goal": "groups", "seeds": ["skill:gates"]}]
    (task,) = asked(tmp_path, requests, {"g1": ["group:choir"]})
    assert task.queries[0].context.items == ("skill:gates",)


def test_one_goal_and_a_sample_can_be_asked_for(tmp_path: Path) -> None:
    requests: list[dict[str, object]] = [
        {"id": f"g-{name}", "goal": "groups", "member": name} for name in ("bob", "dan")
    ]
    right = {"g-bob": ["group:hiking"], "g-dan": ["group:choir"]}
    assert len(asked(tmp_path, requests, right, most=1)[0].queries) == 1
    with pytest.raises(NothingToAsk):
        asked(tmp_path, requests, right, only="peers")


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    requests: list[dict[str, object]] = [{"id": "g1", "goal": "groups"}]
    with pytest.raises(InvalidRequest, match="at least one of the three"):
        asked(tmp_path, requests, {"g1": ["group:choir"]})
    requests = [{"id": "g1", "goal": "groups", "member": "bob"}]
    with pytest.raises(NothingToAsk, match="has nothing right"):
        asked(tmp_path, requests, {"other": ["group:choir"]})
    with pytest.raises(NothingToAsk, match="anything right among"):
        asked(tmp_path, requests, {"g1": ["group:chess"]})


def test_right_answers_may_stand_in_lines(tmp_path: Path) -> None:
    file = tmp_path / "relevant.jsonl"
    file.write_text('{"a": ["member:1"]}\n\n{"b": []}\n')
    assert read_right(file) == {"a": {"member:1"}, "b": frozenset()}
