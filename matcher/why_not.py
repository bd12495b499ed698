"""Why not: what keeps somebody or something out of an answer, and what would bring it in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graph.records import EntityId
from matcher.eligibility import WHY, broken_rules, refused_the_asker
from matcher.matching import Matcher
from matcher.question import Question
from matcher.ranking import Scored
from matcher.request import RecommendationRequest
from matcher.reranking import choose
from matcher.what_if import Change, Trial, with_feature, with_less_variety, without_rules

Status = Literal[
    "not_seen", "other_kind", "excluded", "not_proposed", "too_alike", "outranked", "shown"
]
NOT_SEEN = "There is nobody and nothing of this id that the one who asks can see."


@dataclass(frozen=True, slots=True)
class Compared:
    """A candidate as it was scored; the shares sum to the score."""

    id: EntityId
    name: str
    rank: int
    score: float
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why somebody or something is not in an answer.

    Attributes:
        status: `not_seen`: the asker sees nobody and nothing of that id, for whatever reason;
            `other_kind`: the goal recommends other kinds of things; `excluded`: a rule says no;
            `not_proposed`: no source found it; `outranked`: others score higher; `too_alike`: it
            scores enough, and gave way to something more different; `shown`: it is in the answer.
        reason: the same as a plain sentence.
        revision: of the community.
        rule: the first rule that says no.
        asked_for: how it was scored, where it was; its rank is by score alone.
        last_shown: the last one of the answer, its rank by score alone.
        candidates: among how many it was ranked.
        gap: by how much its score is lower than that of the last shown.
        change: the smallest change found that brings it in, confirmed by asking again with it.
    """

    status: Status
    reason: str
    revision: int
    rule: str | None = None
    asked_for: Compared | None = None
    last_shown: Compared | None = None
    candidates: int | None = None
    gap: float | None = None
    change: Change | None = None


def why_not(matcher: Matcher, request: RecommendationRequest, entity: EntityId) -> WhyNot:
    """Why `entity` is not in the answer to `request`.

    Whoever is hidden, blocked, forgotten or has said no to the asker is answered for exactly as an
    id that does not exist.

    Raises:
        InvalidRequest, EntityNotFound: what `Matcher.recommend` raises for the request.
    """
    question = matcher.ask(request)
    node = question.snapshot.find(entity)
    revision = matcher.snapshot.revision
    if node is None or refused_the_asker(question, node):
        return WhyNot("not_seen", NOT_SEEN, revision)
    name, kind = question.snapshot.name(node), question.snapshot.kind(node)
    if kind not in question.goal.targets:
        wanted = " or ".join(target.value for target in question.goal.targets)
        reason = f"{name} is of the kind {kind.value}, and the goal asks for {wanted}."
        return WhyNot("other_kind", reason, revision)
    return _scored(matcher, question, node)


def _scored(matcher: Matcher, question: Question, node: int) -> WhyNot:
    found = matcher.candidates(question)
    broken = broken_rules(question, node)
    proposed = node in found
    usual = matcher.score(question, found)
    shown = usual.nodes[choose(question, usual)].tolist()
    nodes = found if proposed else np.unique(np.append(found, np.int32(node)))
    trial = Trial(matcher, question, usual if proposed else matcher.score(question, nodes), node)
    name, revision = question.snapshot.name(node), matcher.snapshot.revision
    if broken:
        change = without_rules(trial, broken)
        return WhyNot("excluded", f"{name} {WHY[broken[0]]}.", revision, broken[0], change=change)
    asked_for = _compared(question, trial.scored, node)
    last = _compared(question, trial.scored, shown[-1]) if shown else None
    gap = None if last is None else last.score - asked_for.score
    status = _status(proposed, node in shown, gap)
    return WhyNot(
        status,
        _REASONS[status].format(name=name, rank=asked_for.rank, count=len(nodes)),
        revision,
        None,
        asked_for,
        last,
        len(nodes),
        gap,
        _change(trial, status),
    )


_REASONS: Mapping[Status, str] = {
    "shown": "{name} is in the answer.",
    "not_proposed": "Neither texts, nor paths, nor activity led to {name}, so it was not scored.",
    "too_alike": "{name} scores enough, and is too like others in the answer.",
    "outranked": "{name} is number {rank} of {count} by score, behind those in the answer.",
}


def _status(proposed: bool, is_shown: bool, gap: float | None) -> Status:
    if is_shown:
        return "shown"
    if not proposed:
        return "not_proposed"
    return "too_alike" if gap is not None and gap <= 0 else "outranked"


def _change(trial: Trial, status: Status) -> Change | None:
    if status == "shown":
        return None
    if status == "not_proposed" and (change := without_rules(trial, [])) is not None:
        return change
    if status == "too_alike" and (change := with_less_variety(trial)) is not None:
        return change
    return with_feature(trial)


def _compared(question: Question, scored: Scored, node: int) -> Compared:
    place = scored.nodes.tolist().index(node)
    return Compared(
        question.snapshot.id(node),
        question.snapshot.name(node),
        scored.best_first().tolist().index(place) + 1,
        float(scored.scores[place]),
        {
            name: float(share)
            for name, share in zip(scored.features, scored.shares[place], strict=True)
        },
    )
