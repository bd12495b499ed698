"""Personalised PageRank of candidates, from the seeds alone and from all that is asked by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.question import SHARPNESS, Question
from matcher.walks import pagerank

RESTART_FROM_SEEDS = 0.15
RESTART_FROM_ALL = 0.25


def walk_from_seeds(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the seeds; NaN for all without seeds."""
    if not question.seeds:
        return np.full(len(candidates), np.nan)
    return seed_scores(question)[candidates]


def walk_from_all(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the asker, the seeds and what is nearest in meaning; NaN without any."""
    nodes, _ = start(question)
    if not len(nodes):
        return np.full(len(candidates), np.nan)
    return all_scores(question)[candidates]


def walk_from_asker(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the asker alone; NaN for all when nobody asks."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    return asker_scores(question)[candidates]


def asker_scores(question: Question) -> npt.NDArray[np.float64]:
    """(N,) PageRank from the asker, who must be there."""

    def walk() -> npt.NDArray[np.float64]:
        asker = np.array([question.member], dtype=np.int32)
        return pagerank(question.view.walk_graph, asker, np.ones(1), RESTART_FROM_ALL)

    return question.once("asker_scores", walk)


def seed_scores(question: Question) -> npt.NDArray[np.float64]:
    """(N,) PageRank from the seeds."""
    if "seed_scores" not in question.memo:
        seeds = np.array(question.seeds, dtype=np.int32)
        mass = np.full(len(seeds), 1.0 / max(len(seeds), 1))
        graph = question.view.walk_graph
        question.memo["seed_scores"] = pagerank(graph, seeds, mass, RESTART_FROM_SEEDS)
    return question.memo["seed_scores"]


def all_scores(question: Question) -> npt.NDArray[np.float64]:
    """(N,) PageRank from the asker, the seeds and what is nearest in meaning."""
    if "all_scores" not in question.memo:
        nodes, mass = start(question)
        graph = question.view.walk_graph
        question.memo["all_scores"] = pagerank(graph, nodes, mass, RESTART_FROM_ALL)
    return question.memo["all_scores"]


def start(question: Question) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Where walks begin: half the mass on the asker and the seeds, half on the nearest nodes.

    Returns:
        nodes (S,) each once, and mass (S,) summing to one; both empty when there is nothing.
    """
    if "start_mass" not in question.memo:
        question.memo["start_mass"] = _start_mass(question)
    mass = question.memo["start_mass"]
    nodes = np.flatnonzero(mass)
    return nodes.astype(np.int32), mass[nodes]


def _start_mass(question: Question) -> npt.NDArray[np.float64]:
    """(N,) the mass on each node."""
    asked = list(question.seeds)
    if question.member is not None and question.member not in asked:
        asked.append(question.member)
    near = question.near
    if question.member is not None:
        near = near[near != question.member]
    mass = np.zeros(question.snapshot.size)
    if len(near):
        closeness = np.exp(SHARPNESS * question.cosines[near].astype(np.float64))
        mass[near] += closeness / closeness.sum() * (0.5 if asked else 1.0)
    if asked:
        mass[asked] += (0.5 if len(near) else 1.0) / len(asked)
    return mass
