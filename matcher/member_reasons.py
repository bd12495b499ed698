"""Why a member is recommended, in plain sentences that state facts of the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from community.phrases import marked
from graph.schema import RelationshipKind
from matcher.close_works import DEEDS, GIVING
from matcher.member_facts import CLOSE, MemberFacts, is_mentoring
from matcher.member_lookups import UNSAID
from matcher.node_texts import NodeTexts
from matcher.question import Question
from matcher.shared_things import SHARED, THREADS
from matcher.wording import ENGLISH, Words

MAX_REASONS = 4
RECENT_DAYS = 60
_KEPT = lru_cache(maxsize=1_024)
"""For sentences that are the same of many members."""
_K = RelationshipKind
_IN_COMMON = {
    _K.JOINED: marked("you are both in {0}"),
    _K.ATTENDED: marked("you both took part in {0}"),
    _K.HAS_SKILL: marked("you both know {0}"),
    _K.SEEKS_SKILL: marked("you both want to learn {0}"),
}
_TO_TEXT = marked("close to what you ask")
_TO_THEM = marked("close to what you are about")
_OWN_TO_TEXT = marked("says of themselves what is close to your question")
_OWN_TO_THEM = marked("says of themselves what is close to what you are about")
_CLOSE_DEEDS = {
    DEEDS.index("answered"): marked("answered {0}, {1}"),
    DEEDS.index("replied to"): marked("replied to {0}, {1}"),
    DEEDS.index("wrote"): marked("wrote {0}, {1}"),
    DEEDS.index("leads"): marked("leads {0}, {1}"),
    DEEDS.index("asked"): marked("asked {0}, {1}"),
    DEEDS.index("took part in"): marked("took part in {0}, {1}"),
    DEEDS.index("is in"): marked("is in {0}, {1}"),
    DEEDS.index("holds the purpose"): marked("holds the purpose {0}, {1}"),
    DEEDS.index("took an interest in"): marked("took an interest in {0}, {1}"),
}


def member_reasons(
    question: Question,
    facts: MemberFacts,
    best_path: Sequence[int],
    texts: NodeTexts,
    words: Words = ENGLISH,
) -> list[str]:
    """Why a member is recommended, most telling first, at most MAX_REASONS.

    Args:
        question: what is asked.
        facts: what is known of them.
        best_path: the nodes of the best path to them; none where there is no path.
        texts: what nodes are called.
        words: how sentences are put together.
    """
    mentor = is_mentoring(question)
    reasons = _history(facts, mentor, words)
    for tell in _OF_MENTORS if mentor else _OF_OTHERS:
        if len(reasons) < MAX_REASONS:
            reasons += tell(question, facts, texts, words)
    reasons = reasons or linked_through(question, best_path, texts, words)
    if len(reasons) < MAX_REASONS:
        reasons += [*_room(facts, words), *_last_active(facts, words)]
    return reasons[:MAX_REASONS]


def linked_through(
    question: Question, path: Sequence[int], texts: NodeTexts, words: Words
) -> list[str]:
    """Where nothing else speaks for it: what lies on the best path between asker and result."""
    if not path:
        return []
    asked = path[0] == question.member
    between = path[1:-1] if asked else path[:-1]
    if not between:
        return []
    names = words.listed(texts.shown[node] for node in between)
    if asked:
        return [words.say("is linked with you through {0}", names)]
    return [words.say("is linked with what you ask through {0}", names)]


def _history(facts: MemberFacts, mentor: bool, words: Words) -> list[str]:
    told = [_helped(facts.helped, words)] if facts.helped else []
    if facts.returned and not mentor:
        told.append(words.say("you helped them {0} before", words.times(facts.returned)))
    return told


@_KEPT
def _helped(count: int, words: Words) -> str:
    return words.say("helped you {0} before", words.times(count))


def _close_deeds(
    question: Question, facts: MemberFacts, texts: NodeTexts, words: Words
) -> Iterable[str]:
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
    if not told:
        return ()
    close = _close(_TO_TEXT if question.request.text else _TO_THEM, words)
    return [
        words.say(_CLOSE_DEEDS[deed], words.listed(names), close)
        for deed, names in [*told.items()][:2]
    ]


def _on_topics(
    _question: Question, facts: MemberFacts, texts: NodeTexts, words: Words
) -> Iterable[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    if facts.topics[0] < 0:
        return ()
    told = zip(facts.topics, facts.works, strict=True)
    parts = [
        words.beside(texts.name[topic], _often(count, facts.is_cut, words))
        for topic, count in told
        if count
    ]
    return (words.say("answered, wrote or led on {0}", words.listed(parts)),)


def _often(count: int, is_cut: int, words: Words) -> str:
    times = words.times(count)
    return words.say("at least {0}", times) if is_cut else times


def _offered_skills(
    _question: Question, facts: MemberFacts, texts: NodeTexts, words: Words
) -> Iterable[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    if facts.skills[0] < 0:
        return ()
    names = [texts.name[skill] for skill in facts.skills if skill >= 0]
    if len(names) == 1:
        return (words.say("has the skill {0}", names[0]),)
    return (words.say("has the skills {0}", words.listed(names)),)


def _in_common(
    _question: Question, facts: MemberFacts, texts: NodeTexts, words: Words
) -> Iterable[str]:
    """What asker and candidate share, rarest first: of two sorts of things at most."""
    shared = [[texts.quoted[node] for node in nodes if node >= 0] for nodes in facts.shared]
    threads = shared[THREADS][:2]
    told = []
    if threads:
        told.append(words.say("you both contributed to {0}", words.listed(threads)))
    for kind, names in zip(SHARED, shared[THREADS + 1 :], strict=True):
        if names and len(told) < 2:
            told.append(words.say(_IN_COMMON[kind], words.listed(names)))
    return told


@_KEPT
def _close(to_what: str, words: Words) -> str:
    return words.say(to_what)


def _own_words(
    question: Question, facts: MemberFacts, _texts: NodeTexts, words: Words
) -> Iterable[str]:
    """That what they say of themselves is close."""
    if not facts.closeness >= CLOSE:
        return ()
    return (_close(_OWN_TO_TEXT if question.request.text else _OWN_TO_THEM, words),)


_OF_MENTORS = _close_deeds, _on_topics, _offered_skills, _own_words
_OF_OTHERS = _close_deeds, _in_common, _on_topics, _own_words
"""What is told of, most telling first."""


def _room(facts: MemberFacts, words: Words) -> Iterable[str]:
    return () if facts.room == UNSAID else (_room_for(facts.room, words),)


@_KEPT
def _room_for(count: int, words: Words) -> str:
    return words.counted(
        "has room for {count} more mentee", "has room for {count} more mentees", count
    )


def _last_active(facts: MemberFacts, words: Words) -> Iterable[str]:
    return () if facts.age > RECENT_DAYS else (_active(int(facts.age), words),)


@_KEPT
def _active(days: int, words: Words) -> str:
    if days == 0:
        return words.say("was active here today")
    return words.say("was active here {0} ago", words.days(days))
