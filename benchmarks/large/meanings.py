"""Invented vectors of texts, whose cosines are like those of real sentence embeddings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.large.drawing import Numbers, Random
from benchmarks.large.shape import SKILLS_PER_TOPIC, Shape

Vectors = npt.NDArray[np.float32]
DIMENSIONS = 384
IN_COMMON = 0.1
"""Cosine of two topics: all texts of a community are a little alike."""
OF_TOPIC, OF_SKILL = 0.5, 0.2
"""Shares of a text's vector, squared, that its topic and its skill decide; the rest is its own."""
ROWS_AT_ONCE = 65_536
_SPACE, _TEXTS = 1, 2
"""Streams of random numbers, so that texts do not depend on how many others there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """Where skills lie among meanings, and along which directions texts differ.

    What is a text's own varies along directions whose variances fall as 1/k, as the principal
    components of real embeddings do: two texts of a skill have a cosine of .7 +- .06, of a topic
    about .5, of two topics about .05.

    Attributes:
        seed: of everything.
        skills: (S, D) the part of a text's vector that its skill and its topic decide.
        directions: (D, D) orthogonal rows times the deviation along each.
    """

    seed: int
    skills: Vectors
    directions: Vectors

    @classmethod
    def of(cls, shape: Shape, seed: int) -> Meanings:
        """The meanings of a community with that shape."""
        random = np.random.default_rng([seed, _SPACE])
        common = unit(_normal(random, 1))
        topics = IN_COMMON**0.5 * common + (1 - IN_COMMON) ** 0.5 * unit(
            _normal(random, shape.topics)
        )
        of_topics = np.repeat(topics, SKILLS_PER_TOPIC, axis=0)
        skills = OF_TOPIC**0.5 * of_topics + OF_SKILL**0.5 * unit(_normal(random, shape.skills))
        deviations = np.arange(1, DIMENSIONS + 1) ** -0.5
        deviations *= ((1 - OF_TOPIC - OF_SKILL) / (deviations**2).sum()) ** 0.5
        orthogonal, _ = np.linalg.qr(random.standard_normal((DIMENSIONS, DIMENSIONS)))
        directions = deviations[:, np.newaxis] * orthogonal
        return cls(seed, skills.astype(np.float32), directions.astype(np.float32))

    def texts(self, skills: Numbers, stream: int = 0) -> Vectors:
        """(n, D) unit vectors of n texts, each about its skill (n,)."""
        vectors = np.empty((len(skills), DIMENSIONS), dtype=np.float32)
        for begin, block in self.blocks(skills, stream):
            vectors[begin : begin + len(block)] = block
        return vectors

    def blocks(self, skills: Numbers, stream: int = 0) -> Iterator[tuple[int, Vectors]]:
        """The same, ROWS_AT_ONCE at a time, each with the place where it begins."""
        for begin in range(0, len(skills), ROWS_AT_ONCE):
            about = skills[begin : begin + ROWS_AT_ONCE]
            random = np.random.default_rng([self.seed, _TEXTS, stream, begin])
            yield begin, unit(self.skills[about] + _normal(random, len(about)) @ self.directions)


def unit(vectors: Vectors) -> Vectors:
    """The rows (n, D) at length one."""
    lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / lengths


def _normal(random: Random, rows: int) -> Vectors:
    return random.standard_normal((rows, DIMENSIONS), dtype=np.float32)
