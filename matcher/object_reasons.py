"""Why content, an activity, a group or a skill is recommended, in plain sentences."""

from __future__ import annotations

import numpy as np

from graph.packing import moment_of
from graph.schema import EntityKind, RelationshipKind
from matcher.member_reasons import CLOSE, MAX_REASONS, linked_through
from matcher.question import Question
from matcher.request import ExplanationPath
from matcher.vectors import vector_of
from matcher.wording import listed, quoted, rarest

_K = RelationshipKind
_TIES = (
    (_K.MENTORS, "whom you mentor", "your mentor"),
    (_K.HELPED, "whom you helped", "who helped you"),
    (_K.CONNECTED, "whom you know", "whom you know"),
    (_K.ACCEPTED, "whom you know", "whom you know"),
    (_K.FOLLOWS, "whom you follow", "who follows you"),
    (_K.ENDORSED, "for whom you vouch", "who vouches for you"),
)
"""How the asker stands to a person: by an edge to them, and by one from them."""
_PARTS = (
    (_K.CREATED, "written by"),
    (_K.HOSTS, "led by"),
    (_K.ATTENDED, "taken up by"),
    (_K.JOINED, "joined by"),
)


def object_reasons(question: Question, node: int, paths: tuple[ExplanationPath, ...]) -> list[str]:
    """Why an object is recommended, most telling first, at most MAX_REASONS."""
    reasons = [
        *_nearest_part(question, node),
        *_topics_of(question, node),
        *_people_of(question, node),
    ]
    reasons = reasons or linked_through(question, paths)
    return [*reasons, *_waiting(question, node), *_begins(question, node)][:MAX_REASONS]


def _nearest_part(question: Question, node: int) -> list[str]:
    """Which part of the question it is close to."""
    if not question.closeness.of(node) >= CLOSE:
        return []
    vector = vector_of(question.snapshot, node)
    if question.request.text or vector is None or not question.parts:
        return ["is close to what you ask"]
    nearest = question.parts[int(np.argmax(question.vectors @ vector))]
    if nearest == question.member:
        return ["is close to what you say about yourself"]
    words = {
        EntityKind.PURPOSE: "is close to your purpose",
        EntityKind.SKILL: "is close to the topic",
    }.get(question.snapshot.kind(nearest), "is close to")
    return [f"{words} {quoted(question.view, nearest)}"]


def _topics_of(question: Question, node: int) -> list[str]:
    view = question.view
    topics = rarest(view, set(view.topics(node)) & set(question.seeds), 3)
    if not topics:
        return []
    about = f"is about {listed(quoted(view, topic) for topic in topics)}"
    if question.member is None or question.request.seeds:
        return [about]
    sought = set(view.targets(question.member, _K.SEEKS_SKILL))
    if all(topic in sought for topic in topics):
        return [f"{about}, which you want to learn"]
    known = set(view.targets(question.member, _K.HAS_SKILL))
    return [f"{about}, which you know" if known.issuperset(topics) else about]


def _people_of(question: Question, node: int) -> list[str]:
    """People the asker has to do with who made, lead or take part in it."""
    if question.member is None:
        return []
    view = question.view
    ties = _ties(question, question.member)
    reasons = []
    for kind, words in _PARTS:
        people = [person for person in view.sources(node, kind) if person in ties]
        if people:
            names = [f"{view.snapshot.name(person)}, {ties[person]}," for person in people[:2]]
            reasons.append(f"{words} {' and '.join(names)}".rstrip(","))
    return reasons


def _ties(question: Question, member: int) -> dict[int, str]:
    """How the asker stands to each person they have to do with; the closest tie counts."""
    ties: dict[int, str] = {}
    for kind, outward, inward in _TIES:
        for person in question.view.sources(member, kind):
            ties.setdefault(person, inward)
        for person in question.view.targets(member, kind):
            ties.setdefault(person, outward)
    return ties


def _waiting(question: Question, node: int) -> list[str]:
    view = question.view
    if view.asks[node] and next(view.edges_to(node, _K.REPLIES_TO), None) is None:
        return ["has no answer yet"]
    return []


def _begins(question: Question, node: int) -> list[str]:
    moment = moment_of(int(question.snapshot.node_starts[node]))
    return [] if moment is None else [f"begins on {moment:%Y-%m-%d}"]
