"""Explanations: shares that sum to the score, paths of real edges, and reasons in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

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
    facts, named = _facts(question, nodes, evidence, pieces[TELLING])
    found, results = find_paths(question, nodes), nodes.tolist()
    texts.read([*results, *found.nodes.tolist(), *worth[0].ravel().tolist(), *named])
    columns = zip(
        scored.shares[places].tolist(),
        told_paths(found, texts),
        zip(results, facts, strict=True),
        zip(worth[0].tolist(), worth[1].tolist(), strict=True),
        strict=True,
    )
    explanations = [
        Explanation(
            dict(zip(scored.features, shares, strict=True)),
            paths,
            _reasons(question, *fact, paths, texts),
            _told(amounts, texts),
        )
        for shares, paths, fact, amounts in columns
    ]
    return tuple(
        map(
            Recommendation,
            map(texts.id.__getitem__, results),
            map(texts.name.__getitem__, results),
            count(1),
            scored.scores[places].tolist(),
            scored.fits[places].tolist(),
            explanations,
            _probabilities(scored, places, calibration),
        )
    )


def _probabilities(
    scored: Scored, places: npt.NDArray[np.int64], calibration: Calibration | None
) -> Sequence[float | None]:
    if calibration is None or not len(places):
        return [None] * len(places)
    found: list[float] = probabilities(calibration, scored.scores)[places].tolist()
    return found


def _told(amounts: tuple[list[int], list[float]], texts: NodeTexts) -> tuple[EvidencePiece, ...]:
    id_of, shown = texts.id, texts.shown
    told = zip(*amounts, strict=True)
    return tuple([EvidencePiece(id_of[node], shown[node], at) for node, at in told if node >= 0])


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
