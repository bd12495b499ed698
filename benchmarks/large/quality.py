"""How right answers are, whoever gave them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.large.contender import DEPTH, Nodes
from benchmarks.large.walk_task import WalkTask
from benchmarks.peers.power_iteration import EXACT, PowerIteration

SEEDS_AT_ONCE = 8
"""Whose exact walks are worked out together."""
Quality = Callable[[Sequence[Nodes]], Mapping[str, float]]
"""Measures, 0-1, of the answers to the first questions, as many as can be compared."""


def of_walks(task: WalkTask, seeds: Sequence[int]) -> Quality:
    """Against power iteration to EXACT, of the walks from these seeds.

    `precision@50`: the share of an answer that belongs to the exact one. `mass`: the exact scores
    of those that were found, as a share of the greatest sum that so many could have.
    """
    exact = PowerIteration(task, EXACT)
    scores: list[npt.NDArray[np.float32]] = []
    right: list[Nodes] = []
    for begin in range(0, len(seeds), SEEDS_AT_ONCE):
        some = seeds[begin : begin + SEEDS_AT_ONCE]
        for seed, of_seed in zip(some, exact.scores_of(some).T, strict=True):
            right.append(task.found(of_seed, seed))
            # Only members are found, and a million scores for each of many seeds are much to keep.
            scores.append(of_seed[task.begin : task.end].astype(np.float32))

    def measure(answers: Sequence[Nodes]) -> Mapping[str, float]:
        triples = zip(answers, right, scores, strict=False)
        masses = [
            of_seed[found - task.begin].sum() / of_seed[best - task.begin].sum()
            for found, best, of_seed in triples
        ]
        return {f"precision@{DEPTH}": overlap(answers, right), "mass": float(np.mean(masses))}

    return measure


def of_vectors(right: Sequence[Nodes]) -> Quality:
    """Against the exactly nearest by floating-point cosines."""
    return lambda answers: {f"recall@{DEPTH}": overlap(answers, right)}


def hits(partners: Sequence[frozenset[int]]) -> Quality:
    """How often an answer holds at least one whose tie with the asker was held out."""

    def measure(answers: Sequence[Nodes]) -> Mapping[str, float]:
        pairs = zip(answers, partners, strict=False)
        found = [not theirs.isdisjoint(answer.tolist()) for answer, theirs in pairs]
        return {f"hit@{DEPTH}": float(np.mean(found))}

    return measure


def overlap(answers: Sequence[Nodes], right: Sequence[Nodes]) -> float:
    """Mean share of the right nodes that were found; questions without any do not count.

    There may be fewer answers than right ones: the first are compared.
    """
    pairs = zip(answers, right, strict=False)
    shares = [len(np.intersect1d(found, best)) / len(best) for found, best in pairs if len(best)]
    return float(np.mean(shares)) if shares else 1.0
