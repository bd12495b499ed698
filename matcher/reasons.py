"""Reasons in plain sentences; each states facts that can be looked up in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from graph.packing import HAS_CAPACITY, moment_of
from graph.schema import EntityKind, RelationshipKind
from matcher.eligibility import free_capacity
from matcher.evidence import Evidence
from matcher.features.evidence_kernel import EvidenceKernel
from matcher.question import Question
from matcher.vectors import vector_of

CLOSE = 0.4
"""Cosine from which two texts are called close."""
MAX_REASONS = 4
_K = RelationshipKind
_NEAR = EvidenceKernel(text=12.0, path=3.0)
_SHARED = (
    (_K.JOINED, "are both in"),
    (_K.ATTENDED, "both took part in"),
    (_K.HAS_SKILL, "both know"),
    (_K.SEEKS_SKILL, "both want to learn"),
)


def member_reasons(question: Question, evidence: Evidence, place: int, member: int) -> list[str]:
    """Why a member is recommended, most telling first, at most MAX_REASONS."""
    pieces = _pieces(question, evidence, place)
    reasons = [
        *_history(question, member),
        *_close_deeds(question, member, pieces),
        *_on_topics(question, member),
        *_offered_skills(question, member),
        *_in_common(question, member),
        *_own_words(question, member),
        *_room(question, member),
        *_last_active(evidence, place),
    ]
    return reasons[:MAX_REASONS]


def object_reasons(question: Question, node: int) -> list[str]:
    """Why content, an activity, a group or a skill is recommended, most telling first."""
    reasons = [
        *_nearest_part(question, node),
        *_topics_of(question, node),
        *_people_of(question, node),
        *_waiting(question, node),
        *_begins(question, node),
    ]
    return reasons[:MAX_REASONS]


def quoted(question: Question, node: int) -> str:
    """A node's name as a sentence shows it: skills and groups plain, works in quotation marks."""
    view = question.view
    parent = int(view.parents[node])
    name = view.snapshot.name(parent if parent >= 0 else node)
    name = name if len(name) <= 80 else name[:79].rstrip() + "…"
    plain = (EntityKind.SKILL, EntityKind.GROUP, EntityKind.MEMBER)
    return name if view.snapshot.kind(node) in plain else f"“{name}”"


def listed(names: Iterable[str]) -> str:
    """`a, b and c`."""
    names = list(names)
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def _pieces(question: Question, evidence: Evidence, place: int) -> list[int]:
    """Nodes of a candidate's pieces that are close to the question, the weightiest first."""
    part = slice(int(evidence.offsets[place]), int(evidence.offsets[place + 1]))
    nodes = evidence.nodes[part]
    weights = _NEAR.pieces(
        question,
        Evidence(
            np.array([0, len(nodes)]),
            nodes,
            evidence.weights[part],
            evidence.deeds[part],
            evidence.ages[part],
            evidence.events[part],
        ),
    )
    best = nodes[np.lexsort((nodes, -weights))].tolist()
    return [node for node in dict.fromkeys(best) if question.cosines[node] >= CLOSE]


def _history(question: Question, member: int) -> list[str]:
    if question.member is None:
        return []
    helped = sum(
        1 for e in question.view.edges_from(member, _K.HELPED) if e.target == question.member
    )
    returned = sum(
        1 for e in question.view.edges_from(question.member, _K.HELPED) if e.target == member
    )
    reasons = []
    if helped:
        reasons.append(f"helped you {_times(helped)} before")
    if returned:
        reasons.append(f"you helped them {_times(returned)}")
    return reasons


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _close_deeds(question: Question, member: int, pieces: list[int]) -> list[str]:
    """What they did that is close in meaning, grouped by what they did."""
    told: dict[str, list[str]] = {}
    for piece in pieces[:6]:
        deed = _deed(question, member, piece)
        names = told.setdefault(deed, [])
        name = quoted(question, piece)
        if deed and name not in names and len(names) < 2:
            names.append(name)
    close = "close to what you ask" if question.request.text else "close to what you are about"
    return [f"{deed} {listed(names)}, {close}" for deed, names in told.items() if deed][:2]


def _deed(question: Question, member: int, piece: int) -> str:
    view = question.view
    kinds = {edge.kind for edge in view.edges_from(member) if edge.target == piece}
    if _K.CREATED in kinds:
        if view.parents[piece] >= 0:
            return "answered" if view.asks[int(view.parents[piece])] else "replied to"
        return "asked" if view.asks[piece] else "wrote"
    for kind, deed in (
        (_K.HOSTS, "leads"), (_K.ATTENDED, "took part in"), (_K.JOINED, "is in"),
        (_K.HOLDS, "holds the purpose"), (_K.ENGAGED, "took an interest in"),
    ):  # fmt: skip
        if kind in kinds:
            return deed
    return ""


def _on_topics(question: Question, member: int) -> list[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    if not question.goal.between_people or not question.seeds:
        return []
    view = question.view
    counts: Counter[int] = Counter()
    for work in view.targets(member, _K.CREATED, _K.HOSTS):
        if not view.asks[work]:
            counts.update(view.targets(work, _K.ABOUT, _K.DEVELOPS))
    topics = [
        (counts[seed], seed)
        for seed in question.seeds
        if counts[seed] and view.snapshot.kind(seed) is EntityKind.SKILL
    ]
    topics.sort(key=lambda topic: (-topic[0], topic[1]))
    parts = [
        f"{view.snapshot.name(seed)} ({count} {'time' if count == 1 else 'times'})"
        for count, seed in topics[:3]
    ]
    return [f"answered, wrote or led on {listed(parts)}"] if parts else []


def _offered_skills(question: Question, member: int) -> list[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    if "may_mentor" not in question.goal.rules or not question.seeds:
        return []
    view = question.view
    has = set(view.targets(member, _K.HAS_SKILL))
    shown = {
        topic
        for work in view.targets(member, _K.CREATED, _K.HOSTS)
        if not view.asks[work]
        for topic in view.targets(work, _K.ABOUT, _K.DEVELOPS)
    }
    names = [view.snapshot.name(seed) for seed in question.seeds if seed in has - shown]
    return [f"has the skill {listed(names[:3])}"] if names else []


def _in_common(question: Question, member: int) -> list[str]:
    """What asker and candidate share, rarest first."""
    if question.member is None or "may_mentor" in question.goal.rules:
        return []
    view, reasons = question.view, []
    for kind, words in _SHARED:
        shared = set(view.targets(question.member, kind)) & set(view.targets(member, kind))
        if shared:
            rarest = sorted(shared, key=lambda node: (view.degree(node), node))[:3]
            reasons.append(f"you {words} {listed(quoted(question, node) for node in rarest)}")
    threads = _threads(question, question.member) & _threads(question, member)
    if threads:
        rarest = sorted(threads, key=lambda node: (view.degree(node), node))[:2]
        names = listed(quoted(question, node) for node in rarest)
        reasons.append(f"you both contributed to {names}")
    return reasons


def _threads(question: Question, member: int) -> set[int]:
    view = question.view
    touched = view.targets(member, _K.CREATED, _K.ENGAGED)
    begin, end = view.snapshot.range(EntityKind.CONTENT)
    return {
        int(view.parents[node]) if view.parents[node] >= 0 else node
        for node in touched
        if begin <= node < end
    }


def _own_words(question: Question, member: int) -> list[str]:
    if question.cosines[member] >= CLOSE:
        return ["describes themselves in words close to yours"]
    return []


def _room(question: Question, member: int) -> list[str]:
    if "has_capacity" not in question.goal.rules:
        return []
    if not question.snapshot.flags[member] & HAS_CAPACITY:
        return []
    free = free_capacity(question, member)
    return [f"has room for {free} more {'mentee' if free == 1 else 'mentees'}"]


def _last_active(evidence: Evidence, place: int) -> list[str]:
    part = slice(int(evidence.offsets[place]), int(evidence.offsets[place + 1]))
    ages = evidence.ages[part][evidence.events[part]]
    if not len(ages):
        return []
    days = int(ages.min())
    if days <= 60:
        return ["was active here today" if days == 0 else f"was active here {_days(days)} ago"]
    return []


def _days(days: int) -> str:
    return "a day" if days == 1 else f"{days} days"


def _nearest_part(question: Question, node: int) -> list[str]:
    """Which part of the question it is close to."""
    if not question.cosines[node] >= CLOSE:
        return []
    if question.request.text:
        return ["is close to what you ask"]
    vector = vector_of(question.snapshot, node)
    parts = question.parts
    if vector is None or not parts:
        return []
    nearest = parts[int(np.argmax(question.vectors @ vector))]
    if nearest == question.member:
        return ["is close to what you say about yourself"]
    words = {
        EntityKind.PURPOSE: "is close to your purpose",
        EntityKind.SKILL: "is close to your topic",
        EntityKind.CONTENT: "is close to your",
    }.get(question.snapshot.kind(nearest), "is close to")
    return [f"{words} {quoted(question, nearest)}"]


def _topics_of(question: Question, node: int) -> list[str]:
    view = question.view
    topics = [
        topic
        for topic in view.targets(node, _K.ABOUT, _K.DEVELOPS, _K.SERVES)
        if topic in question.seeds
    ]
    if not topics:
        return []
    rarest = sorted(topics, key=lambda topic: (view.degree(topic), topic))[:3]
    names = listed(quoted(question, topic) for topic in rarest)
    if question.member is None:
        return [f"is about {names}"]
    has = set(view.targets(question.member, _K.HAS_SKILL))
    knows = all(topic in has for topic in rarest)
    return [f"is about {names}, which you {'know' if knows else 'care about'}"]


def _people_of(question: Question, node: int) -> list[str]:
    """People the asker has to do with who made, lead or take part in it."""
    if question.member is None:
        return []
    view = question.view
    mine = (_K.HELPED, _K.CONNECTED, _K.FOLLOWS, _K.MENTORS, _K.ACCEPTED, _K.ENDORSED)
    known = {*view.targets(question.member, *mine), *view.sources(question.member, *mine)}
    reasons = []
    for kind, words in (
        (_K.CREATED, "written by"), (_K.HOSTS, "led by"),
        (_K.ATTENDED, "taken up by"), (_K.JOINED, "joined by"),
    ):  # fmt: skip
        people = [person for person in view.sources(node, kind) if person in known]
        if people:
            names = listed(view.snapshot.name(person) for person in people[:2])
            more = f" and {len(people) - 2} more" if len(people) > 2 else ""
            reasons.append(f"{words} {names}{more}, whom you have to do with")
    return reasons


def _waiting(question: Question, node: int) -> list[str]:
    view = question.view
    if view.asks[node] and next(view.edges_to(node, _K.REPLIES_TO), None) is None:
        return ["has no answer yet"]
    return []


def _begins(question: Question, node: int) -> list[str]:
    moment = moment_of(int(question.snapshot.node_starts[node]))
    return [] if moment is None else [f"begins on {moment:%Y-%m-%d}"]
