"""A hundred and twenty members in a ring of twelve circles, and crews that work in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from api.nightly import NightlyRun, RunFolder, Since, answer_community
from api.nightly.job import Done, Job, Task, perform
from graph.records import Record
from graph.store import GraphStore, open_store
from matcher.request import RecommendationRequest
from tests.api.conftest import at, edge, node

CIRCLES, IN_CIRCLE = 12, 10
MODEL = "none"
"""No text has a vector."""


def member(circle: int, place: int) -> str:
    """Ids sort by circle, so that answers come circle by circle."""
    return f"member:{circle:02d}{place}"


def circle_of(entity: str) -> int:
    return int(entity.removeprefix("member:")[:2])


def members() -> list[str]:
    return [member(circle, place) for circle in range(CIRCLES) for place in range(IN_CIRCLE)]


def ring() -> list[Record]:
    """Each circle has a skill that it seeks to pass to the one before it, and a group."""
    found: list[Record] = []
    for circle in range(CIRCLES):
        found += [node(f"skill:{circle}", name=f"Skill {circle}"), node(f"group:{circle}", at(1))]
    for circle in range(CIRCLES):
        for place in range(IN_CIRCLE):
            found += _of_member(circle, place)
    return found


def _of_member(circle: int, place: int) -> list[Record]:
    one, following = member(circle, place), member(circle, (place + 1) % IN_CIRCLE)
    return [
        node(one, at(1 + place), name=f"Member {one[7:]}", capacity=1),
        edge(one, "HAS_SKILL", f"skill:{circle}"),
        edge(one, "SEEKS_SKILL", f"skill:{(circle + 1) % CIRCLES}"),
        edge(one, "JOINED", f"group:{circle}", at(2 + place)),
        edge(one, "HELPED", following, at(3 + place)),
    ]


class Inline:
    """A crew of nobody else; with `parts`, it is killed after so many."""

    def __init__(self, parts: int | None = None) -> None:
        self.done: list[tuple[str, int]] = []
        self._parts = parts

    def work(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        for part in parts:
            if self._parts is not None and len(self.done) >= self._parts:
                raise KeyboardInterrupt
            done = perform(task, job, part)
            self.done.append((task.__name__, part))
            yield done


@pytest.fixture(scope="session")
def ring_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ring") / "kinpath.db"
    with open_store(f"sqlite:///{path}", "ring") as store:
        store.write(ring())
    return path


@pytest.fixture
def circles(ring_file: Path, tmp_path: Path) -> Iterator[GraphStore]:
    """The ring in a file of the test's own."""
    path = tmp_path / "kinpath.db"
    path.write_bytes(ring_file.read_bytes())
    with open_store(f"sqlite:///{path}", "ring") as store:
        yield store


PEERS = RecommendationRequest("peers", k=3)
MENTORS = RecommendationRequest("mentors", k=3)


@pytest.fixture
def wanted(tmp_path: Path) -> NightlyRun:
    """Three peers for everybody, into a folder that is not there yet."""
    return NightlyRun(PEERS, RunFolder(tmp_path / "run"), MODEL)


def into(run: NightlyRun, name: str, since: Since | None = None) -> NightlyRun:
    """The same into a folder beside it."""
    return replace(run, folder=RunFolder(run.folder.path.with_name(name)), since=since)


def answered(store: GraphStore, run: NightlyRun) -> pl.DataFrame:
    """The rows of a run that is done here and now."""
    answer_community(store, run, Inline())
    return run.folder.rows().collect()
