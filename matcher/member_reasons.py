"""Why a member is recommended, in plain sentences that state facts of the graph."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from matcher.member_facts import CLOSE, MemberFacts, is_mentoring
from matcher.member_lookups import SHARED, THREADS
from matcher.node_texts import NodeTexts
from matcher.question import Question
from matcher.request import ExplanationPath
from matcher.wording import days, listed, times

MAX_REASONS = 4
RECENT_DAYS = 60
_K = RelationshipKind
_CREATED = 1 << RELATIONSHIP_CODES[_K.CREATED]
_DEEDS = (
    (1 << RELATIONSHIP_CODES[_K.HOSTS], "leads"),
    (1 << RELATIONSHIP_CODES[_K.ATTENDED], "took part in"),
    (1 << RELATIONSHIP_CODES[_K.JOINED], "is in"),
    (1 << RELATIONSHIP_CODES[_K.HOLDS], "holds the purpose"),
    (1 << RELATIONSHIP_CODES[_K.ENGAGED], "took an interest in"),
)
_GIVING = ("answered", "replied to", "wrote", "leads")
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
    reasons = list(islice(_reasons(question, facts, texts), MAX_REASONS))
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


def _reasons(question: Question, facts: MemberFacts, texts: NodeTexts) -> Iterator[str]:
    mentor = is_mentoring(question)
    yield from _history(facts, mentor)
    yield from _close_deeds(question, facts, mentor, texts)
    if mentor:
        yield from _on_topics(facts, texts)
        yield from _offered_skills(question, facts, texts)
    else:
        yield from islice(_in_common(facts, texts), 2)
        yield from _on_topics(facts, texts)
    if facts.closeness >= CLOSE:
        what = "your question" if question.request.text else "what you are about"
        yield f"says of themselves what is close to {what}"


def _history(facts: MemberFacts, mentor: bool) -> Iterator[str]:
    if facts.helped:
        yield f"helped you {times(facts.helped)} before"
    if facts.returned and not mentor:
        yield f"you helped them {times(facts.returned)} before"


def _close_deeds(
    question: Question, facts: MemberFacts, mentor: bool, texts: NodeTexts
) -> list[str]:
    """What they did that is close in meaning, grouped by what they did, each work once."""
    told: dict[str, list[str]] = {}
    seen: set[str] = set()
    for piece, kinds in facts.close:
        deed = _deed(question, piece, kinds)
        tells = deed in _GIVING if mentor else deed != ""
        if tells and len(told.get(deed, ())) < 2:
            name = texts.quoted[piece]
            if name not in seen:
                told.setdefault(deed, []).append(name)
                seen.add(name)
    close = "close to what you ask" if question.request.text else "close to what you are about"
    return [f"{deed} {listed(names)}, {close}" for deed, names in told.items()][:2]


def _deed(question: Question, piece: int, kinds: int) -> str:
    """What somebody did with a piece of evidence to which edges of these kinds lead from them."""
    view = question.view
    if kinds & _CREATED:
        parent = view.parents.item(piece)
        if parent >= 0:
            return "answered" if view.asks[parent] else "replied to"
        return "asked" if view.asks[piece] else "wrote"
    return next((deed for kind, deed in _DEEDS if kinds & kind), "")


def _on_topics(facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """How often they answered, wrote or led something about the topics of the question."""
    works = facts.works
    topics = sorted(works, key=lambda topic: (-works[topic], topic))
    at_least = "at least " if facts.is_cut else ""
    parts = [f"{texts.name[topic]} ({at_least}{times(works[topic])})" for topic in topics[:3]]
    return [f"answered, wrote or led on {listed(parts)}"] if parts else []


def _offered_skills(question: Question, facts: MemberFacts, texts: NodeTexts) -> list[str]:
    """Skills they have that the question is about, where nothing they did already shows it."""
    offered = (seed for seed in question.seeds if seed in facts.skills and seed not in facts.works)
    names = [texts.name[seed] for seed in islice(offered, 3)]
    if not names:
        return []
    return [f"has the {'skill' if len(names) == 1 else 'skills'} {listed(names)}"]


def _in_common(facts: MemberFacts, texts: NodeTexts) -> Iterator[str]:
    """What asker and candidate share, rarest first."""
    threads = facts.shared[THREADS][:2]
    if threads:
        yield f"you both contributed to {listed(texts.quoted[node] for node in threads)}"
    for kind, shared in zip(SHARED, facts.shared[THREADS + 1 :], strict=True):
        if shared:
            yield f"you {_WORDS[kind]} {listed(texts.quoted[node] for node in shared)}"


def _room(facts: MemberFacts) -> list[str]:
    if facts.room is None:
        return []
    return [f"has room for {facts.room} more {'mentee' if facts.room == 1 else 'mentees'}"]


def _last_active(facts: MemberFacts) -> list[str]:
    if facts.age > RECENT_DAYS:
        return []
    last = int(facts.age)
    return ["was active here today" if last == 0 else f"was active here {days(last)} ago"]
