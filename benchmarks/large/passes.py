"""Whole passes over the same questions, turn by turn: A B A B, each question timed by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from benchmarks.large.contender import Contender, Nodes
from graph.progress import Progress, silent

Q = TypeVar("Q")
T = TypeVar("T")
FEWEST = 3
"""Questions that even the slowest answers."""


@dataclass(frozen=True, slots=True, eq=False)
class Timed:
    """What one contender took and answered.

    Attributes:
        seconds: (P, n) float64, of each pass and each of the first n questions.
        answers: n of them, from a pass that is not counted.
    """

    seconds: npt.NDArray[np.float64]
    answers: Sequence[Nodes]

    @property
    def questions(self) -> int:
        """How many of the questions it was asked."""
        return len(self.answers)


def take_turns(
    contenders: Mapping[str, Contender[Q]],
    questions: Sequence[Q],
    passes: int,
    patience: float,
    unhurried: str,
    progress: Progress = silent,
) -> dict[str, Timed]:
    """Ask everybody everything, `passes` times in turn.

    A pass that is not counted comes first: it fills the caches, compiles, brings the answers, and
    tells how many of the questions a contender answers in `patience` seconds. It is asked no more
    than these, though FEWEST at least. The `unhurried` one is asked all of them.
    """
    answers = {
        name: _answers(contender, questions, inf if name == unhurried else patience)
        for name, contender in contenders.items()
    }
    seconds: dict[str, list[list[float]]] = {name: [] for name in contenders}
    for done in range(passes):
        progress("passes", done, passes)
        for name, contender in contenders.items():
            asked = questions[: len(answers[name])]
            seconds[name].append([seconds_of(contender.ask, question) for question in asked])
    progress("passes", passes, passes)
    return {name: Timed(np.array(seconds[name]), answers[name]) for name in contenders}


def _answers(contender: Contender[Q], questions: Sequence[Q], patience: float) -> Sequence[Nodes]:
    contender.ask(questions[0])
    answers: list[Nodes] = []
    begun = time.perf_counter()
    for question in questions:
        if len(answers) >= FEWEST and time.perf_counter() - begun > patience:
            break
        answers.append(contender.ask(question))
    return answers


def all_at_once(
    works: Mapping[str, tuple[Callable[[], T], int]], passes: int, progress: Progress = silent
) -> tuple[dict[str, Timed], dict[str, T]]:
    """Have everybody do all their work, `passes` times in turn, after a pass that is not counted.

    Args:
        works: by name, the work and how many things it makes.
        passes: that are counted.
        progress: told of passes.

    Returns:
        seconds for each thing in every pass, and what the pass that is not counted brought.
    """
    found = {name: work() for name, (work, _) in works.items()}
    seconds: dict[str, list[list[float]]] = {name: [] for name in works}
    for done in range(passes):
        progress("passes", done, passes)
        for name, (work, count) in works.items():
            begun = time.perf_counter()
            work()
            seconds[name].append([(time.perf_counter() - begun) / count])
    progress("passes", passes, passes)
    timed = {name: Timed(np.array(took), [np.zeros(0, np.int64)]) for name, took in seconds.items()}
    return timed, found


def one_after_the_other(ask: Callable[[Q], object], questions: Sequence[Q], passes: int) -> Timed:
    """Seconds of each question in each of the passes, after one that is not counted."""
    seconds = np.array([[seconds_of(ask, each) for each in questions] for _ in range(passes + 1)])
    return Timed(seconds[1:], [np.zeros(0, np.int64)] * len(questions))


def seconds_of(ask: Callable[[Q], object], question: Q) -> float:
    """How long one question takes."""
    begun = time.perf_counter()
    ask(question)
    return time.perf_counter() - begun
