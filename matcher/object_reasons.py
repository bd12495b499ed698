"""Why content, an activity, a group or a skill is recommended, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from graph.packing import moment_of
from graph.schema import EntityKind, RelationshipKind
from matcher.features.journey import asked_by_next_stages
from matcher.member_facts import CLOSE
from matcher.member_reasons import MAX_REASONS, linked_through
from matcher.node_texts import NodeTexts
from matcher.object_facts import PARTS, ObjectFacts
from matcher.question import Question
from matcher.wording import BEGINS, NO_ANSWER, listed

_K = RelationshipKind
_WORDS = {
    _K.CREATED: "written by",
    _K.HOSTS: "led by",
    _K.ATTENDED: "taken up by",
    _K.JOINED: "joined by",
}


def object_reasons(
    question: Question,
    facts: ObjectFacts,
    node: int,
    best_path: Sequence[int],
    texts: NodeTexts,
) -> list[str]:
    """Why an object is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        facts: what is known of it.
        node: its node.
        best_path: the nodes of the best path to it; none where there is no path.
        texts: what nodes are called.
    """
    reasons = [
        *_next_stage(question, node, texts),
        *_nearest_part(question, facts, texts),
        *_topics_of(question, facts, texts),
        *_people_of(facts, texts),
    ]
    reasons = reasons or linked_through(question, best_path, texts)
    return [*reasons, *_waiting(question, facts, node), *_begins(question, node)][:MAX_REASONS]


def _next_stage(question: Question, node: int, texts: NodeTexts) -> list[str]:
    """That the asker's next stage on a journey asks for it, or for what it is about."""
    why = asked_by_next_stages(question).get(node)
    if why is None:
        return []
    asks = f"your next stage, {texts.quoted[why.stage]}, asks for"
    if why.skill is None:
        return [f"is what {asks}"]
    return [f"is about {texts.quoted[why.skill]}, which {asks}"]


def _nearest_part(question: Question, facts: ObjectFacts, texts: NodeTexts) -> list[str]:
    """Which part of the question it is close to."""
    if not facts.closeness >= CLOSE:
        return []
    if question.request.text or facts.part is None or not question.parts:
        return ["is close to what you ask"]
    nearest = question.parts[facts.part]
    if nearest == question.member:
        return ["is close to what you say about yourself"]
    words = {
        EntityKind.PURPOSE: "is close to your purpose",
        EntityKind.SKILL: "is close to the topic",
    }.get(question.snapshot.kind(nearest), "is close to")
    return [f"{words} {texts.quoted[nearest]}"]


def _topics_of(question: Question, facts: ObjectFacts, texts: NodeTexts) -> list[str]:
    if not facts.topics:
        return []
    about = f"is about {listed(texts.quoted[topic] for topic in facts.topics)}"
    if question.member is None or question.request.seeds:
        return [about]
    if facts.is_sought:
        return [f"{about}, which you want to learn"]
    return [f"{about}, which you know" if facts.is_known else about]


def _people_of(facts: ObjectFacts, texts: NodeTexts) -> list[str]:
    """People the asker has to do with who made, lead or take part in it."""
    reasons = []
    for kind, people in zip(PARTS, facts.people, strict=True):
        if people:
            names = [f"{texts.name[person]}, {tie}," for person, tie in people]
            reasons.append(f"{_WORDS[kind]} {' and '.join(names)}".rstrip(","))
    return reasons


def _waiting(question: Question, facts: ObjectFacts, node: int) -> list[str]:
    return [NO_ANSWER] if question.view.asks[node] and not facts.is_answered else []


def _begins(question: Question, node: int) -> list[str]:
    moment = moment_of(int(question.snapshot.node_starts[node]))
    return [] if moment is None else [f"{BEGINS} {moment:%Y-%m-%d}"]
