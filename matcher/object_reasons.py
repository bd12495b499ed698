"""Why content, an activity, a group or a skill is recommended, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from community.phrases import marked
from graph.packing import moment_of
from graph.schema import EntityKind, RelationshipKind
from matcher.features.journey import asked_by_next_stages
from matcher.member_facts import CLOSE
from matcher.member_reasons import MAX_REASONS, linked_through
from matcher.node_texts import NodeTexts
from matcher.object_facts import PARTS, ObjectFacts
from matcher.question import Question
from matcher.wording import ENGLISH, NO_ANSWER, Words

_K = RelationshipKind
_MADE = {
    _K.CREATED: marked("written by {0}"),
    _K.HOSTS: marked("led by {0}"),
    _K.ATTENDED: marked("taken up by {0}"),
    _K.JOINED: marked("joined by {0}"),
}
_NEAREST = {
    EntityKind.PURPOSE: marked("is close to your purpose {0}"),
    EntityKind.SKILL: marked("is close to the topic {0}"),
}
_TIED = marked("{0}, {1}")
_CLOSE = marked("is close to {0}")
_ABOUT = marked("is about {0}")
_SOUGHT = marked("is about {0}, which you want to learn")
_KNOWN = marked("is about {0}, which you know")


def object_reasons(
    question: Question,
    facts: ObjectFacts,
    node: int,
    best_path: Sequence[int],
    texts: NodeTexts,
    words: Words = ENGLISH,
) -> list[str]:
    """Why an object is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        facts: what is known of it.
        node: its node.
        best_path: the nodes of the best path to it; none where there is no path.
        texts: what nodes are called.
        words: how sentences are put together.
    """
    reasons = [
        *_next_stage(question, node, texts, words),
        *_nearest_part(question, facts, texts, words),
        *_topics_of(question, facts, texts, words),
        *_people_of(facts, texts, words),
    ]
    reasons = reasons or linked_through(question, best_path, texts, words)
    open_ = [*_waiting(question, facts, node, words), *_begins(question, node, words)]
    return [*reasons, *open_][:MAX_REASONS]


def _next_stage(question: Question, node: int, texts: NodeTexts, words: Words) -> list[str]:
    """That the asker's next stage on a journey asks for it, or for what it is about."""
    why = asked_by_next_stages(question).get(node)
    if why is None:
        return []
    stage = texts.quoted[why.stage]
    if why.skill is None:
        return [words.say("is what your next stage, {0}, asks for", stage)]
    skill = texts.quoted[why.skill]
    return [words.say("is about {0}, which your next stage, {1}, asks for", skill, stage)]


def _nearest_part(
    question: Question, facts: ObjectFacts, texts: NodeTexts, words: Words
) -> list[str]:
    """Which part of the question it is close to."""
    if not facts.closeness >= CLOSE:
        return []
    if question.request.text or facts.part is None or not question.parts:
        return [words.say("is close to what you ask")]
    nearest = question.parts[facts.part]
    if nearest == question.member:
        return [words.say("is close to what you say about yourself")]
    close = _NEAREST.get(question.snapshot.kind(nearest), _CLOSE)
    return [words.say(close, texts.quoted[nearest])]


def _topics_of(question: Question, facts: ObjectFacts, texts: NodeTexts, words: Words) -> list[str]:
    if not facts.topics:
        return []
    topics = words.listed(texts.quoted[topic] for topic in facts.topics)
    if question.member is None or question.request.seeds:
        return [words.say(_ABOUT, topics)]
    if facts.is_sought:
        return [words.say(_SOUGHT, topics)]
    return [words.say(_KNOWN if facts.is_known else _ABOUT, topics)]


def _people_of(facts: ObjectFacts, texts: NodeTexts, words: Words) -> list[str]:
    """People the asker has to do with who made, lead or take part in it."""
    reasons = []
    for kind, people in zip(PARTS, facts.people, strict=True):
        if people:
            told = [words.say(_TIED, texts.name[person], words.say(tie)) for person, tie in people]
            reasons.append(words.say(_MADE[kind], words.joined(told)))
    return reasons


def _waiting(question: Question, facts: ObjectFacts, node: int, words: Words) -> list[str]:
    is_open = question.view.asks[node] and not facts.is_answered
    return [words.say(NO_ANSWER)] if is_open else []


def _begins(question: Question, node: int, words: Words) -> list[str]:
    moment = moment_of(int(question.snapshot.node_starts[node]))
    return [] if moment is None else [words.say("begins on {0:%Y-%m-%d}", moment)]
