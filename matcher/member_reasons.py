"""Why a member is recommended, in plain sentences that state facts of the graph."""

from __future__ import annotations

from collections import Counter

import numpy as np

from graph.packing import HAS_CAPACITY
from graph.schema import VERB_CODES, EntityKind, RelationshipKind
from matcher.eligibility import free_capacity
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import NEAR
from matcher.question import Question
from matcher.request import ExplanationPath
from matcher.wording import days, listed, quoted, rarest, times

CLOSE = 0.4
"""Cosine from which two texts are called close."""
MAX_REASONS = 4
RECENT_DAYS = 60
_K = RelationshipKind
_DEEDS = (
    (_K.HOSTS, "leads"),
    (_K.ATTENDED, "took part in"),
    (_K.JOINED, "is in"),
    (_K.HOLDS, "holds the purpose"),
    (_K.ENGAGED, "took an interest in"),
)
_GIVING = ("answered", "replied to", "wrote", "leads")
_CONTRIBUTIONS = frozenset(VERB_CODES[verb] for verb in ("comment", "answer", "create", "announce"))
_SHARED = (
    (_K.JOINED, "are both in"),
    (_K.ATTENDED, "both took part in"),
    (_K.HAS_SKILL, "both know"),
    (_K.SEEKS_SKILL, "both want to learn"),
)


def member_reasons(
    question: Question,
    evidence: Evidence,
    member: int,
    paths: tuple[ExplanationPath, ...],
) -> list[str]:
    """Why a member is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        evidence: what speaks for this member alone.
        member: their node.
        paths: the best paths to them.
    """
    works = _works_on(question, member)
    topics, mentor = _on_topics(question, works), is_mentoring(question)
    reasons = [
        *_history(question, member),
        *_close_deeds(question, evidence, member),
        *(topics if mentor else _in_common(question, member)),
        *(_offered_skills(question, member, works) if mentor else topics),
        *_own_words(question, member),
    ]
    reasons = reasons or linked_through(question, paths)
    return [*reasons, *_room(question, member), *_last_active(evidence)][:MAX_REASONS]


def linked_through(question: Question, paths: tuple[ExplanationPath, ...]) -> list[str]:
    """Where nothing else speaks for it: what lies on the best path between asker and result."""
    if not paths:
        return []
    asked = question.request.member == paths[0].nodes[0]
    between = paths[0].names[1:-1] if asked else paths[0].names[:-1]
    if not between:
        return []
    return [f"is linked with {'you' if asked else 'what you ask'} through {listed(between)}"]


def is_mentoring(question: Question) -> bool:
    """Whether the goal looks for somebody who gives."""
    return "may_mentor" in question.goal.rules


def _history(question: Question, member: int) -> list[str]:
    if question.member is None:
        return []
    helped = _times_helped(question, member, question.member)
    returned = _times_helped(question, question.member, member)
    reasons = []
    if helped:
        reasons.append(f"helped you {times(helped)} before")
    if returned and not is_mentoring(question):
        reasons.append(f"you helped them {times(returned)} before")
    return reasons


def _times_helped(question: Question, helper: int, helped: int) -> int:
    edges = question.view.edges_from(helper, _K.HELPED)
    return sum(1 for edge in edges if edge.target == helped)


def _close_deeds(question: Question, evidence: Evidence, member: int) -> list[str]:
    """What they did that is close in meaning, grouped by what they did, each work once."""
    told: dict[str, list[str]] = {}
    seen: set[str] = set()
    for piece in _close_pieces(question, evidence)[:6]:
        name, deed = quoted(question.view, piece), _deed(question, member, piece)
        tells = deed in _GIVING if is_mentoring(question) else deed != ""
        if tells and name not in seen and len(told.get(deed, ())) < 2:
            told.setdefault(deed, []).append(name)
            seen.add(name)
    close = "close to what you ask" if question.request.text else "close to what you are about"
    return [f"{deed} {listed(names)}, {close}" for deed, names in told.items()][:2]


def _close_pieces(question: Question, evidence: Evidence) -> list[int]:
    """Nodes of the pieces that are close to the question, the weightiest first."""
    weights = NEAR.pieces(question, evidence)
    best = evidence.nodes[np.lexsort((evidence.nodes, -weights))].tolist()
    closeness = dict(
        zip(evidence.nodes.tolist(), question.closeness.at(evidence.nodes), strict=True)
    )
    return [node for node in dict.fromkeys(best) if closeness[node] >= CLOSE]


def _deed(question: Question, member: int, piece: int) -> str:
    view = question.view
    kinds = {edge.kind for edge in view.edges_between(member, piece) if edge.source == member}
    if _K.CREATED in kinds:
        if view.parents[piece] >= 0:
            return "answered" if view.asks[int(view.parents[piece])] else "replied to"
        return "asked" if view.asks[piece] else "wrote"
    return next((deed for kind, deed in _DEEDS if kind in kinds), "")


def _on_topics(question: Question, works: Counter[int]) -> list[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    topics = [(works[seed], seed) for seed in question.seeds if works[seed]]
    topics.sort(key=lambda topic: (-topic[0], topic[1]))
    parts = [f"{question.snapshot.name(seed)} ({times(count)})" for count, seed in topics[:3]]
    return [f"answered, wrote or led on {listed(parts)}"] if parts else []


def _works_on(question: Question, member: int) -> Counter[int]:
    """How many of a member's works, questions left out, are about each skill."""
    view = question.view
    counts: Counter[int] = Counter()
    if not question.seeds:
        return counts
    for work in view.targets(member, _K.CREATED, _K.HOSTS):
        if not view.asks[work]:
            counts.update(view.topics(work))
    return counts


def _offered_skills(question: Question, member: int, works: Counter[int]) -> list[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    has = set(question.view.targets(member, _K.HAS_SKILL))
    offered = [seed for seed in question.seeds if seed in has and not works[seed]]
    names = [question.snapshot.name(seed) for seed in offered[:3]]
    if not names:
        return []
    return [f"has the {'skill' if len(names) == 1 else 'skills'} {listed(names)}"]


def _in_common(question: Question, member: int) -> list[str]:
    """What asker and candidate share, rarest first."""
    if question.member is None:
        return []
    view, reasons = question.view, []
    threads = _threads(question, question.member) & _threads(question, member)
    if threads:
        names = listed(quoted(view, node) for node in rarest(view, threads, 2))
        reasons.append(f"you both contributed to {names}")
    for kind, words in _SHARED:
        shared = set(view.targets(question.member, kind)) & set(view.targets(member, kind))
        if shared:
            names = listed(quoted(view, node) for node in rarest(view, shared, 3))
            reasons.append(f"you {words} {names}")
    return reasons[:2]


def _threads(question: Question, member: int) -> set[int]:
    """Content that they began, or took part in by more than looking."""
    view = question.view
    begin, end = view.snapshot.range(EntityKind.CONTENT)
    return {
        int(view.parents[edge.target]) if view.parents[edge.target] >= 0 else edge.target
        for edge in view.edges_from(member, _K.CREATED, _K.ENGAGED)
        if begin <= edge.target < end and (edge.kind is _K.CREATED or edge.verb in _CONTRIBUTIONS)
    }


def _own_words(question: Question, member: int) -> list[str]:
    if question.closeness.of(member) >= CLOSE:
        what = "your question" if question.request.text else "what you are about"
        return [f"says of themselves what is close to {what}"]
    return []


def _room(question: Question, member: int) -> list[str]:
    has_capacity = question.snapshot.flags[member] & HAS_CAPACITY
    if "has_capacity" not in question.goal.rules or not has_capacity:
        return []
    free = free_capacity(question, member)
    return [f"has room for {free} more {'mentee' if free == 1 else 'mentees'}"]


def _last_active(evidence: Evidence) -> list[str]:
    ages = evidence.ages[evidence.events]
    if not len(ages) or ages.min() > RECENT_DAYS:
        return []
    last = int(ages.min())
    return ["was active here today" if last == 0 else f"was active here {days(last)} ago"]
