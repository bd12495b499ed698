"""Several ways to do one thing, timed turn by turn: whatever slows the machine meets them all."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from graph.progress import Progress, silent


def alternate(
    contenders: Mapping[str, Callable[[], object]], passes: int, progress: Progress = silent
) -> dict[str, list[float]]:
    """Seconds of each pass by contender; A B C A B C …

    One round more comes first and is not counted: it fills the caches.
    """
    seconds: dict[str, list[float]] = {name: [] for name in contenders}
    for done in range(passes + 1):
        for name, work in contenders.items():
            begun = time.perf_counter()
            work()
            seconds[name].append(time.perf_counter() - begun)
        progress("passes", done, passes)
    return {name: counted for name, (_, *counted) in seconds.items()}


def times_faster(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """How many times longer theirs took, pass by pass."""
    return [their / our for our, their in zip(ours, theirs, strict=True)]


def spread(values: Sequence[float], digits: int = 1) -> str:
    """`median [least, greatest]`."""
    ends = (median(values), min(values), max(values))
    middle, least, greatest = (f"{value:,.{digits}f}" for value in ends)
    return f"{middle} [{least}, {greatest}]"
