"""A whole run of contests, on communities of several sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.large.figures import STEADY, Contest, Line, growth
from benchmarks.large.terms import Terms


@dataclass(frozen=True, slots=True)
class Run:
    """What was measured, and how.

    Attributes:
        seed: of the communities and the questions.
        terms: of the contests.
        contests: in the order in which they were held.
    """

    seed: int
    terms: Terms
    contests: tuple[Contest, ...]

    def unsteady(self) -> list[str]:
        """What speaks against publishing: passes that differ by more than STEADY, most first."""
        lines = sorted(self._lines(), key=lambda pair: -pair[1].unsteady)
        return [
            f"{contest.subject} at {contest.members:,} members: the passes of {line.name} differ "
            f"by {line.unsteady:.0%}, more than {STEADY:.0%}"
            for contest, line in lines
            if line.unsteady > STEADY
        ]

    def exponents(self) -> dict[tuple[str, str], float]:
        """How the median time grows with the members, by subject and name; where sizes allow."""
        found: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for contest, line in self._lines():
            found[contest.subject, line.name].append((contest.members, line.median.middle))
        return {
            of: growth(*zip(*points, strict=True))
            for of, points in found.items()
            if len({members for members, _ in points}) > 1
        }

    def _lines(self) -> Iterator[tuple[Contest, Line]]:
        return ((contest, line) for contest in self.contests for line in contest.lines)
