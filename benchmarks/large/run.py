"""A whole run of contests, on communities of several sizes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks.large.figures import Contest, Line, growth
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

    def steady(self) -> Run:
        """What may be published: a contest in which Kinpath was steady, with the steady rivals."""
        contests = (contest.steady() for contest in self.contests)
        return replace(self, contests=tuple(each for each in contests if each is not None))

    def unsteady(self) -> list[str]:
        """Whose passes differ too much to be published, most first."""
        found = [each for contest in self.contests for each in contest.unsteady()]
        return [text for _, text in sorted(found, reverse=True)]

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
