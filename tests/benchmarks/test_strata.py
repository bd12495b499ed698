"""Which stratum each asker belongs to."""

from __future__ import annotations

from pathlib import Path

from benchmarks.strata import by_experience
from benchmarks.tasks import Task
from tests.benchmarks.measured_task import measured_past, measured_query, measured_snapshot


def task_of(folder: Path, *experience: int) -> Task:
    past = measured_past(measured_snapshot(folder))
    queries = tuple(measured_query(past, [0], experience=count) for count in experience)
    return Task("strata", queries)


def test_each_query_is_in_one_stratum(tmp_path: Path) -> None:
    strata = by_experience(task_of(tmp_path, 0, 1, 4, 5, 1_000_000))
    assert {name: among.tolist() for name, among in strata.items()} == {
        "0": [True, False, False, False, False],
        "1-4": [False, True, True, False, False],
        "5+": [False, False, False, True, True],
    }


def test_strata_without_queries_are_left_out(tmp_path: Path) -> None:
    assert list(by_experience(task_of(tmp_path, 2, 3))) == ["1-4"]
