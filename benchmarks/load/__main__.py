"""`python -m benchmarks.load`: the rate that a server can do, and what it does at five times that.

It invents a community, serves it by `kinpath serve`, asks as fast as it is answered, then at a rate
that is wanted, and then at five times what it can do; both without waiting for answers. Server and
client share the machine's processors.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.large.community import large_community
from benchmarks.large.generating import COMMUNITY
from benchmarks.large.served import served_by
from benchmarks.large.stored import store_community
from benchmarks.large.whole_task import questions_about
from benchmarks.load.asking import Answered, as_fast_as_answered, at_a_rate, question
from graph.store import open_store

HEADINGS = (
    "load", "asked/s", "answered/s", "p50 ms", "p99 ms", "refused", "of these p99 ms",
    "health p99 ms", "memory MB",
)  # fmt: skip
TIMES = 5
"""How much more is asked than can be answered."""
CONNECTIONS = 4
"""That find out how much that is, for each worker."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, and print a line for each load."""
    parser = argparse.ArgumentParser(prog="benchmarks.load", description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--rate", type=float, default=300.0, help="that is wanted, a second")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each load")
    parser.add_argument("--seed", type=int, default=7)
    chosen = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        for line in measured(Path(name), chosen):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()


def measured(folder: Path, chosen: argparse.Namespace) -> Iterator[str]:
    """The lines of a table."""
    community = large_community(chosen.members, chosen.seed, folder)
    asked = questions_about(community, 200)["mentors"]
    questions = [question(each.member) for each in asked]
    url = f"sqlite:///{folder}/kinpath.db"
    with open_store(url, COMMUNITY) as store:
        store_community(community.snapshot, store)
    yield f"| {' | '.join(HEADINGS)} |"
    yield "|---" * len(HEADINGS) + "|"
    with served_by(url, folder / "cache", asked[0].member, chosen.workers) as server:
        port, seconds = server.port, chosen.seconds
        connections = CONNECTIONS * chosen.workers
        once = partial(as_fast_as_answered, port, questions, connections, seconds)
        _apart(partial(as_fast_as_answered, port, questions, connections, 5.0))
        before = _apart(once)
        rate, memory = len(before.accepted) / before.seconds, _megabytes(server.pid)
        yield _line("1x", before, memory)
        wanted = _apart(partial(at_a_rate, port, questions, chosen.rate, seconds))
        yield _line(f"{chosen.rate:.0f}/s", wanted, _megabytes(server.pid))
        more = _apart(partial(at_a_rate, port, questions, TIMES * rate, seconds))
        after = _megabytes(server.pid)
        yield _line(f"{TIMES}x", more, after)
        yield f"memory grew by {after / memory - 1:.1%}; {more.not_asked} found no connection"


def _apart(ask: Callable[[], Answered]) -> Answered:
    """Asked by a process of its own, which shares no lock with anything."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context) as process:
        return process.submit(ask).result()


def _line(name: str, found: Answered, megabytes: float) -> str:
    total = len(found.accepted) + len(found.refused) + found.failed
    cells = (
        name,
        f"{total / found.seconds:.0f}",
        f"{len(found.accepted) / found.seconds:.0f}",
        _at(found.accepted, 50),
        _at(found.accepted, 99),
        f"{len(found.refused) / total:.1%}" + (f", {found.failed} failed" if found.failed else ""),
        _at(found.refused, 99),
        _at(found.health, 99),
        f"{megabytes:.0f}",
    )
    return f"| {' | '.join(cells)} |"


def _at(seconds: Sequence[float], percent: float) -> str:
    return f"{1_000 * np.percentile(seconds, percent):.1f}" if seconds else "–"


def _megabytes(pid: int) -> float:
    """Memory of a process and of all that it has started, what they share counted once each."""
    own = re.findall(r"Rss(?:Anon|Shmem):\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sum(map(int, own)) / 1_000 + sum(_megabytes(int(each)) for each in below)


if __name__ == "__main__":
    main()
