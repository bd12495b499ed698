"""Personalised PageRank of candidates, from the seeds alone and from all that is asked by."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.evidence import Evidence
from matcher.node_values import NodeValues
from matcher.pagerank import pagerank
from matcher.question import SHARPNESS, Question
from matcher.topic_walks import RESTART as RESTART_FROM_SEEDS
from matcher.topic_walks import walks_from_seeds

RESTART_FROM_ALL = 0.25


def walk_from_seeds(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001 - the form that every feature has
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the seeds; NaN for all without seeds."""
    if not question.seeds:
        return np.full(len(candidates), np.nan)
    return seed_scores(question).at(candidates)


def walk_from_all(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the asker, the seeds and what is nearest in meaning; NaN without any."""
    nodes, _ = start(question)
    if not len(nodes):
        return np.full(len(candidates), np.nan)
    return all_scores(question).at(candidates)


def walk_from_asker(
    question: Question,
    candidates: npt.NDArray[np.int32],
    evidence: Evidence,  # noqa: ARG001
) -> npt.NDArray[np.float64]:
    """(C,) PageRank from the asker alone; NaN for all when nobody asks."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    return asker_scores(question).at(candidates)


def asker_scores(question: Question) -> NodeValues:
    """PageRank from the asker, who must be there."""

    def walk() -> NodeValues:
        asker = np.array([question.member], dtype=np.int32)
        return pagerank(question.view.walk_graph, asker, np.ones(1), RESTART_FROM_ALL)

    return question.once("asker_scores", walk)


def seed_scores(question: Question) -> NodeValues:
    """PageRank from the seeds."""

    def walk() -> NodeValues:
        seeds = np.array(question.seeds, dtype=np.int32)
        if question.view.base.prepared.are_kept:
            return _beginning_with_topics(question, seeds)
        mass = np.full(len(seeds), 1.0 / max(len(seeds), 1))
        return pagerank(question.view.walk_graph, seeds, mass, RESTART_FROM_SEEDS)

    return question.once("seed_scores", walk)


def _beginning_with_topics(question: Question, seeds: npt.NDArray[np.int32]) -> NodeValues:
    """With the walks that are known from the topics among the seeds, unless their row changed."""
    view = question.view
    known, graph = view.topic_walks, view.walk_graph
    places = known.places(seeds)
    if view.base is not view:
        changed = (graph.spans[seeds] != view.base.walk_graph.spans[seeds]).any(axis=1)
        places = np.where(changed, -1, places)
    return walks_from_seeds(graph, seeds, known, places)


def all_scores(question: Question) -> NodeValues:
    """PageRank from the asker, the seeds and what is nearest in meaning."""

    def walk() -> NodeValues:
        return pagerank(question.view.walk_graph, *start(question), RESTART_FROM_ALL)

    return question.once("all_scores", walk)


def start(question: Question) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """Where walks begin: half the mass on the asker and the seeds, half on the nearest nodes.

    Returns:
        nodes (S,) each once, and mass (S,) summing to one; both empty when there is nothing.
    """
    return question.once("start", lambda: _start(question))


def _start(question: Question) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    asked = np.array(_asked(question), dtype=np.int32)
    asker = -1 if question.member is None else question.member
    closeness = question.closeness.at(question.near)
    nodes, mass = _started(asked, question.near, closeness, asker, SHARPNESS)
    return nodes, mass


def _asked(question: Question) -> list[int]:
    """The seeds and the asker, each once."""
    asker = [] if question.member is None else [question.member]
    return list(dict.fromkeys([*question.seeds, *asker]))


# numba infers the types of the arrays.
@kernel
def _started(asked, near, closeness, asker, sharpness):  # type: ignore[no-untyped-def]
    """Half the mass on what is asked by (a,), half on the nearest (n,) in proportion to their fit.

    Returns:
        nodes (S,) ascending, each once, and mass (S,) summing to one.
    """
    nodes = np.empty(len(asked) + len(near), dtype=np.int32)
    mass = np.empty(len(nodes))
    fits, count = 0.0, len(asked)
    for place in range(len(near)):
        if near[place] != asker:
            nodes[count] = near[place]
            mass[count] = np.exp(sharpness * np.float64(closeness[place]))
            fits += mass[count]
            count += 1
    alone = count == len(asked)
    mass[: len(asked)] = (1.0 if alone else 0.5) / max(len(asked), 1)
    nodes[: len(asked)] = asked
    mass[len(asked) :] *= (0.5 if len(asked) else 1.0) / max(fits, 1e-300)
    return _merged(nodes[:count], mass[:count])


@kernel
def _merged(nodes, mass):  # type: ignore[no-untyped-def]
    """Nodes (n,), which may be there twice, each once and ascending, with all of their mass."""
    order = np.argsort(nodes)
    merged, sums = np.empty(len(nodes), dtype=np.int32), np.zeros(len(nodes))
    count = 0
    for place in order:
        if count == 0 or merged[count - 1] != nodes[place]:
            merged[count] = nodes[place]
            count += 1
        sums[count - 1] += mass[place]
    return merged[:count], sums[:count]
