"""How asker and candidate lie to each other in the web of people who have to do with each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from matcher.evidence import Evidence
from matcher.node_values import NodeValues
from matcher.pagerank import pagerank
from matcher.question import Question
from matcher.sums import row_times

RESTART = 0.2
Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def social_walk(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) PageRank from the asker over people alone; NaN for an asker without ties."""
    if question.member is None or not len(question.view.ties.of(question.member)[0]):
        return np.full(len(candidates), np.nan)
    return social_scores(question).at(candidates)


def social_scores(question: Question) -> NodeValues:
    """PageRank over people alone from the asker, who must be there."""

    def walk() -> NodeValues:
        seeds = np.array([question.member], dtype=np.int32)
        return pagerank(question.view.social_graph, seeds, np.ones(1), RESTART)

    return question.once("social_scores", walk)


def common_ties(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) Adamic-Adar index (Friends and neighbors on the Web, 2003) among people alone."""
    member = question.member
    if member is None:
        return np.full(len(candidates), np.nan)
    table = question.view.ties
    places, _ = table.row(member)
    begins = table.matrix.indptr
    weights = 1.0 / np.log(np.maximum(begins[places + 1] - begins[places], 2))
    return row_times(places, weights, table.matrix, table.first).at(candidates)


def tie_pattern(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how well the candidate goes with those the asker has to do with (EASE)."""
    member = question.member
    if member is None:
        return np.full(len(candidates), np.nan)
    row = question.view.ties.of(member)
    if not len(row[0]):
        return np.full(len(candidates), np.nan)
    return question.view.tie_patterns.predict_of(*row, candidates)


def number_of_ties(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) with how many people the candidate has to do."""
    table = question.view.ties
    begins, rows = table.matrix.indptr, candidates - table.first
    return np.asarray(begins[rows + 1] - begins[rows], dtype=np.float64)
