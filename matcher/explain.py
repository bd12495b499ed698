"""Explanations: shares that sum to the score, paths of real edges, and reasons in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain, count

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.calibration import probabilities
from matcher.evidence import Evidence
from matcher.evidence_worth import pieces_of, worth_of_evidence
from matcher.member_facts import MemberFacts, member_facts
from matcher.member_reasons import member_reasons
from matcher.models import Calibration
from matcher.node_texts import NodeTexts
from matcher.object_facts import ObjectFacts, object_facts
from matcher.object_reasons import object_reasons
from matcher.paths import find_paths, told_paths
from matcher.question import Question
from matcher.ranking import Scored
from matcher.request import EvidencePiece, Explanation, ExplanationPath, Recommendation
from matcher.shown_evidence import evidence_of, shown_evidence

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
) -> tuple[Recommendation, ...]:
    """The candidates at the places `chosen` of the scored, best first, each with its reasons."""
    places = np.array(chosen, dtype=np.int64)
    nodes, texts = scored.nodes[places], NodeTexts(question.view)
    evidence = shown_evidence(question, scored, places)
    pieces = pieces_of(question, evidence, {*scored.features, TELLING})
    worth = worth_of_evidence(scored, places, evidence, pieces, MOST_EVIDENCE)
    facts = _facts(question, nodes, evidence, pieces[TELLING])
    found = find_paths(question, nodes)
    texts.read(chain(nodes.tolist(), found.on_the_way(), *worth, *(each.named() for each in facts)))
    rows = zip(
        count(1),
        nodes.tolist(),
        scored.scores[places].tolist(),
        scored.fits[places].tolist(),
        _probabilities(scored, places, calibration),
        scored.shares[places].tolist(),
        told_paths(found, texts),
        worth,
        facts,
        strict=False,
    )
    return tuple(
        [
            Recommendation(
                texts.id[node],
                texts.name[node],
                rank,
                score,
                fit,
                Explanation(
                    dict(zip(scored.features, shares, strict=True)),
                    paths,
                    _reasons(question, node, fact, paths, texts),
                    _told(amounts, texts),
                ),
                probability,
            )
            for rank, node, score, fit, probability, shares, paths, amounts, fact in rows
        ]
    )


def _probabilities(
    scored: Scored, places: npt.NDArray[np.int64], calibration: Calibration | None
) -> Sequence[float | None]:
    if calibration is None or not len(places):
        return [None] * len(places)
    found: list[float] = probabilities(calibration, scored.scores)[places].tolist()
    return found


def _told(amounts: Mapping[int, float], texts: NodeTexts) -> tuple[EvidencePiece, ...]:
    id_of, shown = texts.id, texts.shown
    return tuple([EvidencePiece(id_of[node], shown[node], each) for node, each in amounts.items()])


def _reasons(
    question: Question,
    node: int,
    facts: MemberFacts | ObjectFacts,
    paths: tuple[ExplanationPath, ...],
    texts: NodeTexts,
) -> tuple[str, ...]:
    """Why a node is recommended."""
    if isinstance(facts, MemberFacts):
        reasons = member_reasons(question, facts, paths, texts)
    else:
        reasons = object_reasons(question, facts, node, paths, texts)
    return tuple(reasons) or ("has been active in this community",)


def _facts(
    question: Question, nodes: Nodes, evidence: Evidence, weights: npt.NDArray[np.float64]
) -> list[MemberFacts | ObjectFacts]:
    """What is said of each of the nodes (K,); `evidence` is theirs alone, with its weights (E,)."""
    first, last = question.snapshot.range(EntityKind.MEMBER)
    is_member = (nodes >= first) & (nodes < last)
    members = _of_members(question, nodes[is_member], is_member, evidence, weights)
    if len(members) == len(nodes):
        return list(members)
    objects = iter(object_facts(question, nodes[~is_member]))
    others = iter(members)
    return [next(others) if each else next(objects) for each in is_member.tolist()]


def _of_members(
    question: Question,
    people: Nodes,
    is_member: npt.NDArray[np.bool_],
    evidence: Evidence,
    weights: npt.NDArray[np.float64],
) -> list[MemberFacts]:
    """The facts of those of the recommended (K,) who are members."""
    if not len(people):
        return []
    if is_member.all():
        return member_facts(question, people, evidence, weights)
    theirs = np.repeat(is_member, np.diff(evidence.offsets))
    alone = evidence_of(evidence, np.flatnonzero(is_member))
    return member_facts(question, people, alone, weights[theirs])
