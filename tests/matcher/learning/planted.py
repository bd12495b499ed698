"""Examples in which it is known what matters: one planted feature among noise."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.learning.examples import Example

Numbers = npt.NDArray[np.float64]


def example(
    features: Numbers | list[list[float]], positive: list[int], at: int = 0, first: int = 0
) -> Example:
    """One question; `positive` are the places of what was chosen, nodes count from `first`."""
    scaled = np.asarray(features, dtype=np.float32)
    chosen = np.zeros(len(scaled), dtype=np.bool_)
    chosen[positive] = True
    nodes = np.arange(first, first + len(scaled), dtype=np.int32)
    return Example(scaled, scaled, chosen, nodes, at)


def planted(
    count: int, features: int, matters: int | None, seed: int, size: int = 30
) -> list[Example]:
    """Questions of noise; where something matters, the candidate with most of it was chosen."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        noise = random.normal(size=(size, features))
        chosen = int(random.integers(size))
        if matters is not None:
            noise[chosen, matters] += 2.5
        found.append(example(noise, [chosen], at=number))
    return found
