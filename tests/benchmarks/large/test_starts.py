"""A real process for each start: it answers as this one does, and tells what it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.large.community import large_community
from benchmarks.large.starts import bytes_by_table, first_answer, starts
from benchmarks.large.terms import Terms
from benchmarks.large.whole_task import questions_about


@pytest.mark.slow
def test_a_process_that_starts_gives_the_same_answer(tmp_path: Path) -> None:
    community = large_community(1_000, 1, tmp_path)
    (contest,) = starts(community, Terms(whole_questions=3, passes=2))
    grown, held = contest.lines
    assert grown.quality == {"same answer": 1.0}
    # Importing alone takes some tenths of a second.
    assert 100 < grown.median.least < 60_000
    assert held.bytes == sum(bytes_by_table(community.directory).values())
    asked = questions_about(community, 3)["mentors"]
    _, told = first_answer(community.directory, community.snapshot.community, asked)
    assert [len(each["answer"]) > 0 for each in told] == [True] * 3


def test_edges_are_counted_once(tmp_path: Path) -> None:
    (tmp_path / "prepared" / "edges").mkdir(parents=True)
    sizes = {"out_kinds": 5, "vectors": 7, "prepared/edges/out__kinds__values": 3}
    for name, size in sizes.items():
        (tmp_path / f"{name}.npy").write_bytes(b"x" * size)
    assert bytes_by_table(tmp_path) == {
        "vectors.npy": 7, "prepared/edges/out__kinds__values.npy": 3,
    }  # fmt: skip


def test_tables_of_an_earlier_version_are_not_counted(tmp_path: Path) -> None:
    for table in ("ties", "of_an_earlier_version"):
        (tmp_path / "prepared" / table).mkdir(parents=True)
        (tmp_path / "prepared" / table / "values.npy").write_bytes(b"x")
    assert bytes_by_table(tmp_path) == {"prepared/ties/values.npy": 1}
