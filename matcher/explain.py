"""Explanations: shares that sum to the score, paths of real edges, and reasons in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph.schema import EntityKind
from matcher.calibration import probabilities
from matcher.evidence import Evidence
from matcher.evidence_worth import Pieces, pieces_of, worth_of_evidence
from matcher.member_facts import MemberFacts, member_facts
from matcher.member_reasons import member_reasons
from matcher.models import Calibration
from matcher.node_texts import NodeTexts
from matcher.object_facts import object_facts
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
Paths = Sequence[tuple[ExplanationPath, ...]]


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
    found = find_paths(question, nodes)
    worth = worth_of_evidence(scored, places, evidence, pieces, MOST_EVIDENCE)
    told = np.array([node for each in worth for node in each], dtype=np.int32)
    texts.read(np.concatenate([nodes, found.nodes[found.nodes >= 0], told]))
    paths = told_paths(found, texts)
    rows = zip(
        nodes.tolist(),
        scored.scores[places].tolist(),
        scored.fits[places].tolist(),
        _probabilities(scored, places, calibration),
        scored.shares[places].tolist(),
        paths,
        _reasons(question, nodes, evidence, pieces, paths, texts),
        worth,
        strict=True,
    )
    return tuple(
        Recommendation(
            id=texts.id[node],
            name=texts.name[node],
            rank=rank,
            score=score,
            fit=fit,
            probability=probability,
            explanation=Explanation(
                shares=dict(zip(scored.features, shares, strict=True)),
                paths=found,
                evidence=_told(amounts, texts),
                reasons=reasons,
            ),
        )
        for rank, (node, score, fit, probability, shares, found, reasons, amounts) in enumerate(
            rows, 1
        )
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
    nodes: Nodes,
    evidence: Evidence,
    pieces: Pieces,
    paths: Paths,
    texts: NodeTexts,
) -> Iterator[tuple[str, ...]]:
    """Why each of the nodes (K,) is recommended; `evidence` is theirs alone."""
    first, last = question.snapshot.range(EntityKind.MEMBER)
    is_member = (nodes >= first) & (nodes < last)
    people, things = nodes[is_member], nodes[~is_member]
    members = iter(_of_members(question, people, is_member, evidence, pieces[TELLING]))
    objects = iter(object_facts(question, things) if len(things) else ())
    for node, found in zip(nodes.tolist(), paths, strict=True):
        if first <= node < last:
            reasons = member_reasons(question, next(members), found, texts)
        else:
            reasons = object_reasons(question, next(objects), node, found, texts)
        yield tuple(reasons) or ("has been active in this community",)


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
