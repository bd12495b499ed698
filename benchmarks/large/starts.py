"""How soon a process that has just started answers, and how much memory it takes."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.large.community import LargeCommunity
from benchmarks.large.figures import Contest, Line
from benchmarks.large.kinpath_contenders import NAME
from benchmarks.large.passes import Timed
from benchmarks.large.terms import Terms
from benchmarks.large.whole_task import WholeQuestion, questions_about
from matcher.matching import Matcher
from matcher.prepared import names_of_tables
from matcher.request import RecommendationRequest
from matcher.view import CommunityView
from matcher.warming import prepare_tables

SUBJECT = "first answer of a process that has just started (mentors)"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

Told = list[dict[str, Any]]


def starts(community: LargeCommunity, terms: Terms) -> Iterator[Contest]:
    """A fresh process a pass: opens and verifies the snapshot, finds the tables, and answers.

    Its first answer is timed from before it exists. Then it answers the other questions: *bytes a
    member* is the growth of its resident memory over what its code takes, shared pages included.
    """
    asked = questions_about(community, terms.whole_questions)["mentors"]
    prepare_tables(community.snapshot, terms.progress)
    expected = _answers(community, asked[:1])[0]
    first_answer(community.directory, community.snapshot.community, asked[:1])
    seconds, told = [], Told()
    for done in range(terms.passes):
        terms.progress("processes", done, terms.passes)
        took, told = first_answer(community.directory, community.snapshot.community, asked)
        seconds.append([took])
    timed = Timed(np.array(seconds), [np.zeros(0, dtype=np.int64)])
    quality = {"same answer": float(all(each["answer"] == expected for each in told[:1]))}
    grown = Line.of(NAME, timed, timed, quality, questions=1, bytes=told[-1]["growth"])
    files = sum(bytes_by_table(community.directory).values())
    held = Line.of(f"{NAME}, its files", timed, timed, quality, questions=1, bytes=files)
    yield Contest(SUBJECT, community.shape.members, (grown, held))


def first_answer(
    directory: Path, community: str, asked: Sequence[WholeQuestion]
) -> tuple[float, Told]:
    """Seconds from before a new process to its first answer, and what it told of each question."""
    variables = [f"{name}={value}" for name, value in ONE_THREAD.items()]
    command = (
        "env",
        *variables,
        sys.executable,
        "-m",
        "benchmarks.large.fresh_process",
        str(directory),
        community,
    )
    begun = time.perf_counter()
    pipe = subprocess.PIPE
    # This very Python with a module of our own.
    with subprocess.Popen(command, text=True, stdin=pipe, stdout=pipe) as process:  # noqa: S603
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the process has no pipes")
        process.stdin.write(json.dumps([(each.goal, each.member) for each in asked]) + "\n")
        process.stdin.flush()
        told = [json.loads(process.stdout.readline())]
        took = time.perf_counter() - begun
        told += [json.loads(line) for line in process.stdout]
    return took, told


def bytes_by_table(directory: Path) -> dict[str, int]:
    """Bytes of each array that answers are made from, by the name of its file.

    The edges of the snapshot itself are not among them: answers to most askers read the `edges`
    among those who may be seen, which lie beside it. Nor are
    tables of an earlier version, which nobody reads any more.
    """
    paths = [
        path for path in directory.rglob("*.npy") if not path.name.startswith(("out_", "into_"))
    ]
    tables = {"edges", "unseen", *names_of_tables(CommunityView)}
    paths = [path for path in paths if path.parent == directory or path.parent.name in tables]
    paths += (directory / "prepared" / "edges").glob("*.npy")
    return {str(path.relative_to(directory)): path.stat().st_size for path in set(paths)}


def _answers(community: LargeCommunity, asked: Sequence[WholeQuestion]) -> list[list[str]]:
    matcher = Matcher(community.snapshot)
    requests = (RecommendationRequest(each.goal, each.member) for each in asked)
    return [[result.id for result in matcher.recommend(each).results] for each in requests]
