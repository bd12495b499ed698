"""Explanations: shares that sum to the score, paths of real edges, and reasons in sentences."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.answer_columns import AnswerColumns
from matcher.calibration import probabilities
from matcher.evidence import Evidence
from matcher.evidence_worth import pieces_of, worth_of_evidence
from matcher.member_facts import MemberFacts, member_facts
from matcher.member_reasons import member_reasons
from matcher.models import Calibration
from matcher.node_texts import NodeTexts
from matcher.object_facts import ObjectFacts, object_facts
from matcher.object_reasons import object_reasons
from matcher.paths import find_paths
from matcher.question import Question
from matcher.ranking import Scored
from matcher.shown_evidence import evidence_of, shown_evidence
from matcher.wording import ENGLISH, NO_REASON, Words

MOST_EVIDENCE = 5
"""Pieces of evidence that are told of, those worth most."""
TELLING = "evidence_near"
"""The feature by which pieces of evidence are told of in reasons."""
Nodes = npt.NDArray[np.int32]


def explained(
    question: Question,
    scored: Scored,
    chosen: Sequence[int],
    calibration: Calibration | None = None,
) -> AnswerColumns:
    """The candidates at the places `chosen` of the scored, best first, and why."""
    places = np.array(chosen, dtype=np.int64)
    nodes = scored.nodes[places]
    evidence = shown_evidence(question, scored, places)
    pieces = pieces_of(question, evidence, {*scored.features, TELLING})
    worth = worth_of_evidence(scored, places, evidence, pieces, MOST_EVIDENCE)
    facts, named = _facts(question, nodes, evidence, pieces[TELLING])
    return AnswerColumns(
        nodes=nodes,
        scores=scored.scores[places],
        fits=scored.fits[places],
        probabilities=_probabilities(scored, places, calibration),
        features=scored.features,
        shares=scored.shares[places],
        pieces=worth[0],
        worth=worth[1],
        paths=find_paths(question, nodes),
        facts=facts,
        named=named,
    )


def reasons_of(
    question: Question, columns: AnswerColumns, texts: NodeTexts, words: Words = ENGLISH
) -> list[tuple[str, ...]]:
    """Why each of the results is recommended, in sentences that `words` puts together."""
    best_paths = columns.paths.best()
    rows = zip(columns.nodes.tolist(), columns.facts, best_paths, strict=True)
    return [_reasons(question, *row, texts, words) for row in rows]


def _probabilities(
    scored: Scored, places: npt.NDArray[np.int64], calibration: Calibration | None
) -> npt.NDArray[np.float64]:
    if calibration is None or not len(places):
        return np.zeros(0)
    return np.asarray(probabilities(calibration, scored.learned_scores())[places])


def _reasons(
    question: Question,
    node: int,
    facts: MemberFacts | ObjectFacts,
    best_path: Sequence[int],
    texts: NodeTexts,
    words: Words,
) -> tuple[str, ...]:
    """Why a node is recommended."""
    if isinstance(facts, MemberFacts):
        reasons = member_reasons(question, facts, best_path, texts, words)
    else:
        reasons = object_reasons(question, facts, node, best_path, texts, words)
    return tuple(reasons) or (words.say(NO_REASON),)


def _facts(
    question: Question, nodes: Nodes, evidence: Evidence, weights: npt.NDArray[np.float64]
) -> tuple[Sequence[MemberFacts | ObjectFacts], list[int]]:
    """What is said of each of the nodes (K,), and the nodes that reasons may name.

    `evidence` is theirs alone, with its weights (E,).
    """
    if question.goal.between_people:
        return member_facts(question, nodes, evidence, weights)
    first, last = question.snapshot.range(EntityKind.MEMBER)
    is_member = (nodes >= first) & (nodes < last)
    objects = object_facts(question, nodes[~is_member])
    named = [node for each in objects for node in each.named()]
    if not is_member.any():
        return objects, named
    theirs = np.repeat(is_member, np.diff(evidence.offsets))
    alone = evidence_of(evidence, np.flatnonzero(is_member))
    members, of_members = member_facts(question, nodes[is_member], alone, weights[theirs])
    one, other = iter(members), iter(objects)
    return [next(one) if each else next(other) for each in is_member.tolist()], named + of_members
