"""Why a member is recommended, in plain sentences that state facts of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.schema import RelationshipKind
from matcher.close_works import DEEDS, GIVING
from matcher.member_facts import CLOSE, MemberFacts, is_mentoring
from matcher.member_lookups import UNSAID
from matcher.node_texts import NodeTexts
from matcher.question import Question
from matcher.shared_things import SHARED, THREADS
from matcher.wording import HAS_ROOM, LAST_ACTIVE, days, listed, times

MAX_REASONS = 4
RECENT_DAYS = 60
_K = RelationshipKind
_WORDS = {
    _K.JOINED: "are both in",
    _K.ATTENDED: "both took part in",
    _K.HAS_SKILL: "both know",
    _K.SEEKS_SKILL: "both want to learn",
}


def member_reasons(
    question: Question,
    facts: MemberFacts,
    best_path: Sequence[int],
    texts: NodeTexts,
) -> list[str]:
    """Why a member is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        facts: what is known of them.
        best_path: the nodes of the best path to them; none where there is no path.
        texts: what nodes are called.
    """
    mentor = is_mentoring(question)
    reasons = _history(facts, mentor)
    for tell in _OF_MENTORS if mentor else _OF_OTHERS:
        if len(reasons) < MAX_REASONS:
            reasons += tell(question, facts, texts)
    reasons = reasons or linked_through(question, best_path, texts)
    if len(reasons) < MAX_REASONS:
        reasons += [*_room(facts), *_last_active(facts)]
    return reasons[:MAX_REASONS]


def linked_through(question: Question, path: Sequence[int], texts: NodeTexts) -> list[str]:
    """Where nothing else speaks for it: what lies on the best path between asker and result."""
    if not path:
        return []
    asked = path[0] == question.member
    between = path[1:-1] if asked else path[:-1]
    if not between:
        return []
    names = listed(texts.shown[node] for node in between)
    return [f"is linked with {'you' if asked else 'what you ask'} through {names}"]


def _history(facts: MemberFacts, mentor: bool) -> list[str]:
    told = [f"helped you {times(facts.helped)} before"] if facts.helped else []
    if facts.returned and not mentor:
        told.append(f"you helped them {times(facts.returned)} before")
    return told


def _close_deeds(question: Question, facts: MemberFacts, texts: NodeTexts) -> Iterable[str]:
    """What they did that is close in meaning, grouped by what they did, each work once."""
    if facts.close[0] < 0:
        return ()
    told: dict[int, list[str]] = {}
    seen: set[str] = set()
    beyond = GIVING if is_mentoring(question) else len(DEEDS)
    for piece, deed in zip(facts.close, facts.deeds, strict=True):
        if 0 < deed < beyond and len(told.get(deed, ())) < 2:
            name = texts.quoted[piece]
            if name not in seen:
                told.setdefault(deed, []).append(name)
                seen.add(name)
    close = "close to what you ask" if question.request.text else "close to what you are about"
    return [f"{DEEDS[deed]} {listed(names)}, {close}" for deed, names in told.items()][:2]


def _on_topics(_question: Question, facts: MemberFacts, texts: NodeTexts) -> Iterable[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    if facts.topics[0] < 0:
        return ()
    at_least = "at least " if facts.is_cut else ""
    told = zip(facts.topics, facts.works, strict=True)
    parts = [f"{texts.name[topic]} ({at_least}{times(count)})" for topic, count in told if count]
    return (f"answered, wrote or led on {listed(parts)}",)


def _offered_skills(_question: Question, facts: MemberFacts, texts: NodeTexts) -> Iterable[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    if facts.skills[0] < 0:
        return ()
    names = [texts.name[skill] for skill in facts.skills if skill >= 0]
    return (f"has the {'skill' if len(names) == 1 else 'skills'} {listed(names)}",)


def _in_common(_question: Question, facts: MemberFacts, texts: NodeTexts) -> Iterable[str]:
    """What asker and candidate share, rarest first: of two sorts of things at most."""
    shared = [[texts.quoted[node] for node in nodes if node >= 0] for nodes in facts.shared]
    threads = shared[THREADS][:2]
    told = [f"you both contributed to {listed(threads)}"] if threads else []
    for kind, names in zip(SHARED, shared[THREADS + 1 :], strict=True):
        if names and len(told) < 2:
            told.append(f"you {_WORDS[kind]} {listed(names)}")
    return told


def _own_words(question: Question, facts: MemberFacts, _texts: NodeTexts) -> Iterable[str]:
    """That what they say of themselves is close."""
    if not facts.closeness >= CLOSE:
        return ()
    what = "your question" if question.request.text else "what you are about"
    return (f"says of themselves what is close to {what}",)


_OF_MENTORS = _close_deeds, _on_topics, _offered_skills, _own_words
_OF_OTHERS = _close_deeds, _in_common, _on_topics, _own_words
"""What is told of, most telling first."""


def _room(facts: MemberFacts) -> Iterable[str]:
    if facts.room == UNSAID:
        return ()
    return (f"{HAS_ROOM} {facts.room} more {'mentee' if facts.room == 1 else 'mentees'}",)


def _last_active(facts: MemberFacts) -> Iterable[str]:
    if facts.age > RECENT_DAYS:
        return ()
    last = int(facts.age)
    return (f"{LAST_ACTIVE} {'today' if last == 0 else f'{days(last)} ago'}",)
