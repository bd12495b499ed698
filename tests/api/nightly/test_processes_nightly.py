"""Many processes give the same rows as one, and whoever is killed loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from api.nightly import NightlyRun, Processes, RunFolder, answer_community
from api.nightly.errors import RunFailed
from api.nightly.job import Crew, Done, Job, Task
from graph.store import GraphStore
from tests.api.nightly.conftest import MENTORS, MODEL, PEERS, Inline, answered, into

pytestmark = pytest.mark.slow  # each starts processes of its own

ROOT = Path(__file__).parents[3]
PROGRAM = (sys.executable, "-c", "from api.cli import main; main()")
SECONDS = 120


class KillsOnce:
    """A crew one of whose workers is killed as soon as the first part is done."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self.killed: int | None = None

    def work(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        for done in self._crew.work(task, job, parts):
            if self.killed is None:
                self.killed = done.worker
                os.kill(done.worker, signal.SIGKILL)
            yield done


@pytest.mark.parametrize("asked", [PEERS, MENTORS], ids=["peers", "mentors"])
def test_the_rows_do_not_depend_on_who_works(
    circles: GraphStore, wanted: NightlyRun, asked: object
) -> None:
    here = replace(wanted, asked=asked)  # type: ignore[arg-type]
    expected = answered(circles, here)
    two = into(here, "two")
    with Processes(2) as crew:
        answer_community(circles, two, crew)
    assert_frame_equal(two.folder.rows().collect(), expected)
    assert [part.read_bytes() for part in two.folder.parts()] == [
        part.read_bytes() for part in here.folder.parts()
    ]


def test_a_killed_worker_loses_nothing(circles: GraphStore, wanted: NightlyRun) -> None:
    expected = answered(circles, into(wanted, "calm"))
    with Processes(2) as crew:
        killing = KillsOnce(crew)
        manifest = answer_community(circles, wanted, killing)
    assert killing.killed is not None
    assert manifest.finished
    assert_frame_equal(wanted.folder.rows().collect(), expected)


def test_what_a_worker_finds_wrong_is_told(circles: GraphStore, wanted: NightlyRun) -> None:
    with pytest.raises(KeyboardInterrupt):
        answer_community(circles, wanted, Inline(parts=0))
    next(wanted.folder.snapshot.glob("*flags*")).write_bytes(b"damaged")
    with Processes(1) as crew, pytest.raises(RunFailed, match="flags"):
        answer_community(circles, wanted, crew)


def test_a_run_killed_on_its_way_goes_on(circles: GraphStore, tmp_path: Path) -> None:
    """The program itself is killed, its workers end with it, and the same command goes on."""
    run = NightlyRun(PEERS, RunFolder(tmp_path / "run"), MODEL)
    command = [*PROGRAM, "recommend", "--all", "--goal", "peers", "-k", "3", "--workers", "1"]
    command += ["--store", circles.url, "--out", str(run.folder.path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "KINPATH_CACHE": str(tmp_path / "cache")}
    program = subprocess.Popen(command, env=env, stderr=subprocess.PIPE)
    workers = _killed_after_a_part(program, run.folder)
    assert not json.loads(run.folder.manifest.read_text())["finished"]
    assert all(_is_gone(worker) for worker in workers)
    kept = {part: part.stat().st_mtime_ns for part in run.folder.parts()}
    done = subprocess.run(command, env=env, capture_output=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert {part: part.stat().st_mtime_ns for part in kept} == kept
    whole = into(run, "whole")
    rows = run.folder.rows().collect()
    assert_frame_equal(rows, answered(circles, whole))


def _killed_after_a_part(program: subprocess.Popen[bytes], folder: RunFolder) -> list[int]:
    """Kill the program as soon as a part is there; the ids of the processes it had started."""
    limit = time.monotonic() + SECONDS
    while not folder.parts():
        assert program.poll() is None, program.communicate()[1]
        assert time.monotonic() < limit, "no part was written"
        time.sleep(0.002)
    children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
    program.kill()
    program.communicate(timeout=SECONDS)
    return [int(child) for child in children]


def _is_gone(process: int) -> bool:
    limit = time.monotonic() + SECONDS
    while time.monotonic() < limit:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False
