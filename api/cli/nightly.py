"""`kinpath recommend --all --out FOLDER`: everybody's answers as parquet, by many processes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import typer

from api.cli.talk import say, showing_progress
from api.engine import Engine
from api.nightly import (
    Manifest,
    NightlyRun,
    Processes,
    RunFolder,
    Since,
    answer_community,
)
from api.nightly.job import Crew
from api.whole_files import STANDARD
from matcher.askers import not_asked
from matcher.request import RecommendationRequest

JSON_LINES = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True, slots=True)
class Nightly:
    """How a run into a folder is done.

    Attributes:
        workers: processes, None: one for each core.
        restart: begin anew.
        changed_since: a revision to start from.
        since_run: a folder whose revision to start from.
        ray: address of a cluster.
    """

    workers: int | None = None
    restart: bool = False
    changed_since: int | None = None
    since_run: Path | None = None
    ray: str | None = None

    def check(self, into_folder: bool) -> None:
        """BadParameter where options do not go together."""
        for option, is_said in {
            "--workers": self.workers is not None,
            "--restart": self.restart,
            "--changed-since": self.changed_since is not None,
            "--since-run": self.since_run is not None,
            "--ray": self.ray is not None,
        }.items():
            if is_said and not into_folder:
                raise typer.BadParameter("goes with --all --out FOLDER", param_hint=option)
        if self.changed_since is not None and self.since_run is not None:
            raise typer.BadParameter("cannot be combined with --since-run",
                                     param_hint="--changed-since")  # fmt: skip


def is_folder(out: Path) -> bool:
    """Whether `--out` means a folder of parquet rather than JSON lines."""
    if out == STANDARD or (out.exists() and not out.is_dir()):
        return False
    return out.is_dir() or out.suffix.lower() not in JSON_LINES


def answer_into_folder(
    engine: Engine,
    asked: RecommendationRequest,
    goals: Iterable[str],
    out: Path,
    evenness: float | None,
    how: Nightly,
) -> None:
    """Answer everybody; several goals go into folders of their own below `out`."""
    names = list(goals)
    model, in_use = engine.model(), engine.goals_in_use()
    with _crew(how) as crew, showing_progress() as progress:
        for goal in names:
            run = NightlyRun(
                asked=replace(asked, goal=goal),
                folder=RunFolder((out if len(names) == 1 else out / goal).resolve()),
                embeddings=engine.embedder.name,
                model=model,
                evenness=evenness,
                since=_since(how, goal if len(names) > 1 else ""),
                goals=in_use,
            )
            _tell(answer_community(engine.store, run, crew, restart=how.restart, progress=progress))


@contextmanager
def _crew(how: Nightly) -> Iterator[Crew]:
    workers = how.workers or os.cpu_count() or 1
    if how.ray is None:
        with Processes(workers) as processes:
            yield processes
        return
    from api.nightly.cluster import joined  # noqa: PLC0415 - Ray is an extra

    with joined(how.ray, workers) as cluster:
        yield cluster


def _since(how: Nightly, below: str) -> Since | None:
    if how.since_run is not None:
        return Since.run(RunFolder(how.since_run / below))
    return None if how.changed_since is None else Since(how.changed_since)


def _tell(manifest: Manifest) -> None:
    terms = manifest.terms
    told = f"{terms.goal}: {manifest.answered:,} of {manifest.askers:,} asked have answers, "
    told += f"{manifest.rows:,} rows at revision {terms.revision}"
    told += f", by version {terms.goal_version} of the goal" if terms.goal_version else ""
    left_out = not_asked(manifest.left_out)
    say(f"{told}; not asked: {left_out}" if left_out else told)
    if manifest.why_everybody is not None:
        say(f"everybody was asked, not only the changed: {manifest.why_everybody}")
