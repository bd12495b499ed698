"""The crew of one machine: worker processes that map the same snapshot."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from typing import Self

from api.nightly.errors import RunFailed
from api.nightly.job import ONE_THREAD, Done, Job, Task, perform
from api.settings import meanwhile

TRIES = 5
"""How often a crew is hired anew after workers were killed, before the run gives up."""


class Processes:
    """So many worker processes of this machine, started afresh (`spawn`), one thread each.

    They are started when there is work for them, and stay for the next until the `with` ends.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._dismiss()

    def work(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        """Do the task for each of the parts; when a worker is killed, the rest is begun anew."""
        waiting = set(parts)
        for _ in range(TRIES):
            try:
                for done in self._try(task, job, sorted(waiting)):
                    waiting.discard(done.part)
                    yield done
            except BrokenProcessPool:
                self._dismiss()
                continue
            return
        raise RunFailed(
            f"worker processes ended {TRIES} times without saying why (too little memory?); "
            "what is done is kept: run the same again, with fewer --workers"
        )

    def _try(self, task: Task, job: Job, parts: Sequence[int]) -> Iterator[Done]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _begin)
        with meanwhile(ONE_THREAD):  # whoever is started for it
            waiting = [self._pool.submit(perform, task, job, part) for part in parts]
        for finished in as_completed(waiting):
            yield finished.result()

    def _dismiss(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def _begin() -> None:
    """In each worker: the one who started it decides when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)  # nobody is left who would take the answer
