"""Why a member is recommended, in plain sentences that state facts of the graph."""

from __future__ import annotations

from graph.schema import RelationshipKind
from matcher.close_works import DEEDS, GIVING
from matcher.member_facts import CLOSE, MemberFacts, is_mentoring
from matcher.node_texts import NodeTexts
from matcher.question import Question
from matcher.request import ExplanationPath
from matcher.shared_things import SHARED, THREADS
from matcher.wording import days, listed, times

MAX_REASONS = 4
RECENT_DAYS = 60
_K = RelationshipKind
_GIVING = frozenset(DEEDS[1:GIVING])
_ANY = frozenset(DEEDS[1:])
_WORDS = {
    _K.JOINED: "are both in",
    _K.ATTENDED: "both took part in",
    _K.HAS_SKILL: "both know",
    _K.SEEKS_SKILL: "both want to learn",
}


def member_reasons(
    question: Question,
    facts: MemberFacts,
    paths: tuple[ExplanationPath, ...],
    texts: NodeTexts,
) -> list[str]:
    """Why a member is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        facts: what is known of them.
        paths: the best paths to them.
        texts: what nodes are called.
    """
    mentor = is_mentoring(question)
    reasons = _history(facts, mentor)
    for tell in _OF_MENTORS if mentor else _OF_OTHERS:
        if len(reasons) < MAX_REASONS:
            reasons += tell(question, facts, texts)
    reasons = reasons or linked_through(question, paths)
    if len(reasons) < MAX_REASONS:
        reasons += [*_room(facts), *_last_active(facts)]
    return reasons[:MAX_REASONS]


def linked_through(question: Question, paths: tuple[ExplanationPath, ...]) -> list[str]:
    """Where nothing else speaks for it: what lies on the best path between asker and result."""
    if not paths:
        return []
    asked = question.request.member == paths[0].nodes[0]
    between = paths[0].names[1:-1] if asked else paths[0].names[:-1]
    if not between:
        return []
    return [f"is linked with {'you' if asked else 'what you ask'} through {listed(between)}"]


def _history(facts: MemberFacts, mentor: bool) -> list[str]:
    told = [f"helped you {times(facts.helped)} before"] if facts.helped else []
    if facts.returned and not mentor:
        told.append(f"you helped them {times(facts.returned)} before")
    return told


def _close_deeds(question: Question, facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """What they did that is close in meaning, grouped by what they did, each work once."""
    told: dict[str, list[str]] = {}
    seen: set[str] = set()
    telling = _GIVING if is_mentoring(question) else _ANY
    for piece, deed in facts.close:
        if deed in telling and len(told.get(deed, ())) < 2:
            name = texts.quoted[piece]
            if name not in seen:
                told.setdefault(deed, []).append(name)
                seen.add(name)
    close = "close to what you ask" if question.request.text else "close to what you are about"
    return [f"{deed} {listed(names)}, {close}" for deed, names in told.items()][:2]


def _on_topics(_question: Question, facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    works = facts.works
    if not works:
        return []
    topics = sorted(works, key=lambda topic: (-works[topic], topic))[:3]
    at_least = "at least " if facts.is_cut else ""
    parts = [f"{texts.name[topic]} ({at_least}{times(works[topic])})" for topic in topics]
    return [f"answered, wrote or led on {listed(parts)}"]


def _offered_skills(question: Question, facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    offered = facts.skills.difference(facts.works)
    if not offered:
        return []
    names = [texts.name[seed] for seed in question.seeds if seed in offered][:3]
    return [f"has the {'skill' if len(names) == 1 else 'skills'} {listed(names)}"]


def _in_common(_question: Question, facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """What asker and candidate share, rarest first: of two sorts of things at most."""
    threads = facts.shared[THREADS][:2]
    told = []
    if threads:
        told.append(f"you both contributed to {listed(texts.quoted[node] for node in threads)}")
    for kind, shared in zip(SHARED, facts.shared[THREADS + 1 :], strict=True):
        if shared and len(told) < 2:
            told.append(f"you {_WORDS[kind]} {listed(texts.quoted[node] for node in shared)}")
    return told


def _own_words(question: Question, facts: MemberFacts, _texts: NodeTexts) -> list[str]:
    """That what they say of themselves is close."""
    if not facts.closeness >= CLOSE:
        return []
    what = "your question" if question.request.text else "what you are about"
    return [f"says of themselves what is close to {what}"]


_OF_MENTORS = _close_deeds, _on_topics, _offered_skills, _own_words
_OF_OTHERS = _close_deeds, _in_common, _on_topics, _own_words
"""What is told of, most telling first."""


def _room(facts: MemberFacts) -> list[str]:
    if facts.room is None:
        return []
    return [f"has room for {facts.room} more {'mentee' if facts.room == 1 else 'mentees'}"]


def _last_active(facts: MemberFacts) -> list[str]:
    if facts.age > RECENT_DAYS:
        return []
    last = int(facts.age)
    return ["was active here today" if last == 0 else f"was active here {days(last)} ago"]
