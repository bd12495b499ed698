"""A real server asked over HTTP, by one client and by wrk where it is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.large import throughput
from benchmarks.large.community import large_community
from benchmarks.large.terms import Terms
from benchmarks.large.throughput import throughput as held


@pytest.mark.slow
def test_a_server_answers_one_client_and_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throughput, "SECONDS", 1)
    (contest,) = held(large_community(1_000, 1, tmp_path), Terms(whole_questions=4, passes=1))
    engine, _, alone, *together = contest.lines
    assert engine.questions == alone.questions == 4
    assert all(line.quality["a second"] > 0 for line in contest.lines)
    if shutil.which("wrk") is None:
        assert set(contest.left_out) == {"wrk"}
    else:
        assert [line.quality["failed"] for line in together] == [0.0]
