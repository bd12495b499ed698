"""From a store to contests: which tasks a community and a goal give, and who takes part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.asked_file import asked_file
from benchmarks.community import texts_of
from benchmarks.contest import Contest, Entrants, hold
from benchmarks.inner import Validation, inner_task
from benchmarks.learned import learned_weights
from benchmarks.periods import NothingToAsk
from benchmarks.protocols import has_times, task_from_history
from benchmarks.tasks import Task
from graph.embeddings import Embedder, SentenceTransformerEmbedder, embed_missing
from graph.errors import EntityNotFound, InvalidRequest
from graph.progress import Progress, silent
from graph.records import EntityId
from graph.snapshot import Snapshot
from graph.snapshot_taking import take_snapshot
from graph.store import GraphStore
from matcher.goals import default_goals, find_goal

QUERIES = 400
"""Queries of a task at most, unless another number is asked for."""
MODES = {"frozen": (True,), "fresh": (False,), "both": (True, False)}
"""For each run through history, whether its evidence is frozen at the cutoff."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is measured.

    Attributes:
        goal: by its name; None: mentors, or all goals in `files`.
        modes: see `MODES`.
        files: requests and what is right; None: history is replayed.
        most: queries of a task.
    """

    goal: str | None = None
    modes: Sequence[bool] = MODES["both"]
    files: tuple[Path, Path] | None = None
    most: int = QUERIES


def measure(
    store: GraphStore, asked: Asked, entrants: Entrants, progress: Progress = silent
) -> list[Contest]:
    """Kinpath and its rivals on each task; SystemExit says in words why there is none."""
    embedder = SentenceTransformerEmbedder()
    texts = texts_of(store)
    try:
        with TemporaryDirectory(prefix="kinpath-benchmark-") as folder:
            embed_missing(store, embedder, progress=progress)
            snapshot = take_snapshot(store, Path(folder) / "snapshot", embedder.name)
            return list(_contests(snapshot, texts, asked, entrants, embedder, progress))
    except (NothingToAsk, InvalidRequest, EntityNotFound) as reason:
        raise SystemExit(f"community {store.community!r}: {reason}") from None


def _contests(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    asked: Asked,
    entrants: Entrants,
    embedder: Embedder,
    progress: Progress,
) -> Iterator[Contest]:
    validations: dict[str, Validation] = {}
    for task in _tasks(snapshot, texts, asked, entrants.seed, embedder):
        goal = task.queries[0].past.goal.name
        if goal not in validations:
            inner = inner_task(snapshot, texts, task, entrants.seed)
            validations[goal] = Validation(inner, entrants.seed)
        learned = learned_weights(snapshot, task, entrants.seed)
        yield hold(task, validations[goal], replace(entrants, learned=learned), progress)


def _tasks(
    snapshot: Snapshot,
    texts: Mapping[EntityId, str],
    asked: Asked,
    seed: int,
    embedder: Embedder,
) -> Iterator[Task]:
    if asked.files is not None:
        requests, relevant = asked.files
        yield from asked_file(
            snapshot,
            texts,
            requests,
            relevant,
            only=asked.goal,
            embedder=embedder,
            most=asked.most,
            seed=seed,
        )
        return
    goal = find_goal(default_goals(), asked.goal or "mentors")
    # Without times there is no cutoff, and evidence is the same either way.
    for frozen in asked.modes if has_times(snapshot, goal) else (True,):
        yield task_from_history(snapshot, texts, goal, frozen=frozen, most=asked.most, seed=seed)
