"""What passes say: medians and tails with their spread, ratios in pairs, growth with size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from benchmarks.large.passes import Timed

STEADY = 0.25
"""By how much the slowest of a contender's passes may exceed its fastest for them to count."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure of each pass: their median, and the least and the greatest."""

    middle: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: npt.NDArray[np.float64]) -> Spread:
        """The spread of one figure (P,) of each pass."""
        return cls(float(np.median(values)), float(values.min()), float(values.max()))

    def __format__(self, digits: str) -> str:
        middle, least, greatest = (
            format(value, digits) for value in (self.middle, self.least, self.greatest)
        )
        return f"{middle} [{least}, {greatest}]"


@dataclass(frozen=True, slots=True)
class Line:
    """What one contender did in one contest.

    Attributes:
        name: of the contender.
        questions: how many different ones it was asked in each pass.
        median, tail: milliseconds of the median question and of that at the 95th percentile.
        times: how many times as long as Kinpath it took for the same questions, whole pass by
            whole pass; None of Kinpath itself.
        quality: by name of the measure; what else a contest tells of it.
        operations: edges or vectors touched by a question on average; None where it cannot tell.
        bytes: kept for answering; None where it cannot tell.
        unsteady: by how much its slowest pass exceeds its fastest, 0.1 for a tenth.
    """

    name: str
    questions: int
    median: Spread
    tail: Spread
    times: Spread | None
    quality: Mapping[str, float]
    operations: float | None
    bytes: int | None
    unsteady: float

    @classmethod
    def of(
        cls,
        name: str,
        timed: Timed,
        ours: Timed,
        quality: Mapping[str, float],
        *,
        questions: int,
        operations: float | None = None,
        bytes: int | None = None,  # noqa: A002 - as the field is called
    ) -> Line:
        """What the seconds of a contender's passes say; `ours` are those of Kinpath."""
        median, tail = median_and_tail(timed)
        times = None if timed is ours else times_as_long(ours, timed)
        unsteady = unsteadiness(timed)
        return cls(name, questions, median, tail, times, quality, operations, bytes, unsteady)


@dataclass(frozen=True, slots=True)
class Contest:
    """All who answered the same questions about the same community.

    Attributes:
        subject: what was asked.
        members: of the community.
        lines: Kinpath's is the first.
        left_out: why others are missing, by their names.
    """

    subject: str
    members: int
    lines: tuple[Line, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)

    def steady(self) -> Contest | None:
        """Without the rivals whose passes differ by more than STEADY; None if Kinpath's do."""
        if self.lines[0].unsteady > STEADY:
            return None
        why = {line.name: _not_quiet(line) for line in self.lines if line.unsteady > STEADY}
        lines = tuple(line for line in self.lines if line.name not in why)
        return replace(self, lines=lines, left_out={**self.left_out, **why})

    def unsteady(self) -> list[tuple[float, str]]:
        """By how much the passes of those differ that `steady` leaves out, and in words."""
        of = f"{self.subject} at {self.members:,} members"
        found = [line for line in self.lines if line.unsteady > STEADY]
        return [(line.unsteady, f"{of}: {line.name}: {_not_quiet(line)}") for line in found]


def _not_quiet(line: Line) -> str:
    return f"its passes differ by {line.unsteady:.0%}, more than {STEADY:.0%}"


def median_and_tail(timed: Timed) -> tuple[Spread, Spread]:
    """Milliseconds of the median question and of that at the 95th percentile."""
    milliseconds = 1000 * timed.seconds
    tails = np.percentile(milliseconds, 95, axis=1)
    return Spread.of(np.median(milliseconds, axis=1)), Spread.of(tails)


def times_as_long(ours: Timed, theirs: Timed) -> Spread:
    """Their whole passes over ours, pass by pass, over the questions that both were asked."""
    both = min(ours.questions, theirs.questions)
    sums = (timed.seconds[:, :both].sum(axis=1) for timed in (theirs, ours))
    return Spread.of(np.divide(*sums))


def unsteadiness(timed: Timed) -> float:
    """By how much the slowest pass exceeds the fastest."""
    sums = timed.seconds.sum(axis=1)
    return float(sums.max() / sums.min() - 1)


def growth(members: Sequence[int], milliseconds: Sequence[float]) -> float:
    """The exponent b of `time = a * members^b` that fits best, by least squares of logarithms.

    Raises:
        ValueError: there are fewer than two sizes.
    """
    if len(set(members)) < 2:
        raise ValueError("growth needs two sizes at least")
    return float(np.polyfit(np.log(members), np.log(milliseconds), 1)[0])
