"""What others did with a thing: those the asker has to do with, those alike, and everybody."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.evidence import Evidence
from matcher.node_values import NodeValues, together
from matcher.question import Question
from matcher.sums import row_times

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]


def goes_together(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how well the candidate goes with all that the asker did (EASE, Steck 2019)."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    return goes_with(question, question.member).at(candidates)


def goes_with(question: Question, member: int) -> NodeValues:
    """For every object and skill, how well it goes with what the member did."""

    def predict() -> NodeValues:
        view = question.view
        found = []
        for kinds in _tables_asked_for(question):
            done = view.skills_done if kinds == "skills" else view.objects_done
            row = done.of(member)
            if len(row[0]):
                patterns = view.skill_patterns if kinds == "skills" else view.object_patterns
                found.append(patterns.predict(*row))
        return together(found)

    return question.once("goes_with", predict)


def taken_by_ties(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how much those whom the asker has to do with did with the candidate."""
    if question.member is None:
        return np.full(len(candidates), np.nan)
    view = question.view
    company, weights = view.ties.row(question.member)
    done = row_times(company, weights.astype(np.float64), view.deeds.matrix, 0)
    return NodeValues(view.deeds.columns[done.nodes], done.values).at(candidates)


def taken_often(question: Question, candidates: Nodes, evidence: Evidence) -> Values:  # noqa: ARG001
    """(C,) how many members ever did something with the candidate."""
    table = question.view.deeds
    uses = np.bincount(table.matrix.indices, minlength=len(table.columns)).astype(np.float64)
    return table.spread(uses, question.snapshot.size)[candidates]


def _tables_asked_for(question: Question) -> list[str]:
    targets = question.goal.targets
    wanted = ["objects"] if any(kind is not EntityKind.SKILL for kind in targets) else []
    return [*wanted, "skills"] if EntityKind.SKILL in targets else wanted
