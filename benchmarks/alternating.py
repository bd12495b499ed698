"""Two ways to do one thing, timed turn by turn, so that whatever slows the machine meets both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from graph.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds of each pass; `ours[i]` and `theirs[i]` ran one after the other."""

    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratios(self) -> tuple[float, ...]:
        """How many times longer theirs took, pass by pass."""
        return tuple(their / our for our, their in zip(self.ours, self.theirs, strict=True))


def alternate(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    passes: int,
    progress: Progress = silent,
) -> Timings:
    """Run A B A B …, after one round of each that is not counted: it fills the caches."""
    rounds = []
    for done in range(passes + 1):
        rounds.append((_seconds(ours), _seconds(theirs)))
        progress("passes", done, passes)
    counted = rounds[1:]
    return Timings(tuple(our for our, _ in counted), tuple(their for _, their in counted))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def spread(values: Sequence[float], digits: int = 1) -> str:
    """`median [least, greatest]`."""
    ends = (median(values), min(values), max(values))
    middle, least, greatest = (f"{value:,.{digits}f}" for value in ends)
    return f"{middle} [{least}, {greatest}]"
