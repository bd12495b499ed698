"""A run for everybody: answered part by part, whoever works, however often it is killed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence

from api.nightly.answering import answer_part
from api.nightly.askers import in_one_part
from api.nightly.beginning import NightlyRun, begun, found
from api.nightly.earlier import Since
from api.nightly.folder import missing
from api.nightly.job import Crew, Job, Task
from api.nightly.manifest import Manifest, finish
from api.nightly.sharing import plan_parts, pool_part
from graph.progress import Progress, silent
from graph.store import GraphStore


def answer_community(
    store: GraphStore,
    run: NightlyRun,
    crew: Crew,
    *,
    restart: bool = False,
    progress: Progress = silent,
) -> Manifest:
    """Answer everybody who may be matched into the run's folder, or what is missing of it.

    The rows depend on the terms in the manifest alone: not on who works, nor on how often the run
    was killed on its way.

    Args:
        store: the community; it is read at the beginning only.
        run: what is wanted.
        crew: who works.
        restart: begin anew, whatever run the folder holds.
        progress: told of members that are done.

    Raises:
        InvalidRequest: the folder holds another run, or the goal is not known.
        RunFailed: workers ended again and again.
    """
    if restart:
        run.folder.clear()
    manifest = found(store, run) or begun(store, run)
    if manifest.finished:
        return manifest
    folder = run.folder
    job = Job(folder, manifest.terms, run.asked, run.evenness, manifest.shared)
    if manifest.shared:
        _plan(crew, job, manifest, run.since, progress)
    parts = missing(map(folder.part, range(manifest.partitions)))
    _work(crew, answer_part, job, parts, manifest, "answering", progress)
    finished = finish(folder, manifest)
    shutil.rmtree(folder.sharing, ignore_errors=True)
    return finished


def _plan(
    crew: Crew, job: Job, manifest: Manifest, since: Since | None, progress: Progress
) -> None:
    """Decide who is shown to whom, unless that was done before the run was killed."""
    parts, folder = range(manifest.partitions), job.folder
    if not missing(map(folder.plan, parts)):
        return
    folder.sharing.mkdir(exist_ok=True)
    waiting = missing(map(folder.pool, parts))
    _work(crew, pool_part, job, waiting, manifest, "seeing who could be shown", progress)
    lists = [] if since is None else since.lists_that_stay(folder)
    plan_parts(job, manifest.partitions, lists)


def _work(
    crew: Crew,
    task: Task,
    job: Job,
    parts: Sequence[int],
    manifest: Manifest,
    label: str,
    progress: Progress,
) -> None:
    """Do the task for these parts; the others of the run are done."""
    size = in_one_part(manifest.askers)
    done = manifest.askers - sum(_length(part, size, manifest.askers) for part in parts)
    progress(label, done, manifest.askers)
    for each in crew.work(task, job, parts):
        done += each.askers
        progress(label, done, manifest.askers)


def _length(part: int, size: int, askers: int) -> int:
    return min(size, askers - part * size)
