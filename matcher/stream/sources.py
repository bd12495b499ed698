"""What may come into a stream: one source for each kind of entry, best first."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from community.journeys.next_stage import next_stages as next_stages_of
from graph.packing import DAY, NO_TIME
from graph.records import kind_of
from graph.schema import VERB_CODES, EntityKind, RelationshipKind
from matcher.request import Recommendation
from matcher.stream.asking import Asking
from matcher.stream.entries import Kind, Need, StreamEntry

NEWS_DAYS = 14
"""What somebody whom the member knows wrote that recently is news."""
REPLY_DAYS = 28
QUESTION_DAYS = 60
FADING_DAYS = 30.0
"""Age at which content has lost 1/e of the half of its place that is for being new."""
_K = RelationshipKind
_HELPED = VERB_CODES["helped"]


def replies(asking: Asking) -> Iterator[StreamEntry]:
    """Replies of others to what the member wrote, the latest first."""
    own = np.array(asking.written, dtype=np.int32)
    found = asking.view.replies_to(own).tolist() if len(own) else []
    for reply in sorted(found, key=lambda reply: (-asking.time_of(reply), reply)):
        writers = [author for author in asking.authors(reply) if author != asking.node]
        recent = asking.is_recent(asking.time_of(reply), REPLY_DAYS)
        if writers and recent and reply not in asking.closed:
            writer, about = asking.name(writers[0]), asking.name(int(asking.view.parents[reply]))
            told = f"{writer} replied to your “{about}”"
            yield _entry(asking, reply, Kind.REPLY, Need.BELONGING, told, (told,))


def thanks(asking: Asking) -> Iterator[StreamEntry]:
    """Who vouched for the member, and what they wrote that helped somebody, the latest first."""
    told = [
        (edge.time, edge.source, f"{asking.name(edge.source)} vouches for you")
        for edge in asking.view.edges_to(asking.node, _K.ENDORSED)
    ]
    told += [
        (edge.time, work, f"Your “{asking.name(work)}” helped {asking.name(edge.source)}")
        for work in asking.written
        for edge in asking.view.edges_to(work, _K.ENGAGED)
        if edge.verb == _HELPED and edge.source != asking.node
    ]
    for time, node, line in sorted(told, key=lambda each: (-each[0], each[1])):
        if asking.is_recent(time, REPLY_DAYS):
            yield _entry(asking, node, Kind.THANKS, Need.ESTEEM, line, (line,))


def questions(asking: Asking) -> Iterator[StreamEntry]:
    """Unanswered questions of others about what the member knows, by fit and age."""
    view = asking.view
    since = asking.now - QUESTION_DAYS * DAY
    times = view.snapshot.node_times
    recent = np.flatnonzero(view.asks & (times >= since) & (times <= asking.now))
    open_ones = [
        node
        for node in recent.tolist()
        if not len(view.replies_to(np.array([node], dtype=np.int32)))
        and asking.topics(node) & asking.known
        and asking.node not in asking.authors(node)
    ]
    for it in _by_age(asking, asking.best_of("content", open_ones)):
        line = f"You could answer “{it.name}”"
        yield _recommended(asking, it, Kind.QUESTION, Need.ESTEEM, line)


def news(asking: Asking) -> Iterator[StreamEntry]:
    """What those wrote lately whom the member has to do with, by fit and age."""
    written = {
        work
        for person in asking.tied
        for work in asking.view.targets(person, _K.CREATED)
        if asking.is_recent(asking.time_of(work), NEWS_DAYS) and asking.view.parents[work] < 0
    }
    for it in _by_age(asking, asking.best_of("content", written)):
        authors = asking.authors(asking.view.snapshot.node(it.id))
        line = f"{asking.name(authors[0])} wrote “{it.name}”"
        yield _recommended(asking, it, Kind.NEWS, Need.BELONGING, line)


def people(asking: Asking) -> Iterator[StreamEntry]:
    """Members to meet."""
    for it in asking.best("peers"):
        yield _recommended(asking, it, Kind.PERSON, Need.BELONGING, f"Meet {it.name}")


def groups(asking: Asking) -> Iterator[StreamEntry]:
    """Groups to join."""
    for it in asking.best("groups"):
        yield _recommended(asking, it, Kind.GROUP, Need.BELONGING, f"Join “{it.name}”")


def meetings(asking: Asking) -> Iterator[StreamEntry]:
    """Activities ahead that are for meeting people."""
    return (entry for entry in _activities(asking) if entry.need is Need.BELONGING)


def lessons(asking: Asking) -> Iterator[StreamEntry]:
    """Activities ahead that develop a skill which the member wants to learn."""
    return (entry for entry in _activities(asking) if entry.need is Need.GROWTH)


def content(asking: Asking) -> Iterator[StreamEntry]:
    """What to read that tells rather than asks, by fit and age."""
    for it in _by_age(asking, asking.best("content")):
        if not asking.view.asks[asking.view.snapshot.node(it.id)]:
            yield _recommended(asking, it, Kind.CONTENT, Need.GROWTH, f"Read “{it.name}”")


def mentors(asking: Asking) -> Iterator[StreamEntry]:
    """Mentors for somebody who wants to learn and has none."""
    if asking.sought and not asking.view.sources(asking.node, _K.MENTORS):
        for it in asking.best("mentors"):
            line = f"Ask {it.name} to be your mentor"
            yield _recommended(asking, it, Kind.MENTOR, Need.GROWTH, line)


def next_stages(asking: Asking) -> Iterator[StreamEntry]:
    """What the next stages of the member's journeys call for."""
    for following in next_stages_of(asking.view.snapshot, asking.node):
        called = [node for node in following.calls_for if _is_thing(asking, node)]
        for it in asking.best_of("next_steps", called):
            why = f"belongs to “{asking.name(following.stage)}”, the next stage of your journey"
            found = _recommended(asking, it, Kind.STAGE, Need.GROWTH, f"Go on with “{it.name}”")
            yield _because(found, why)


Source = Callable[[Asking], Iterator[StreamEntry]]
SOURCES: dict[Need, tuple[Source, ...]] = {
    Need.BELONGING: (replies, news, people, groups, meetings),
    Need.ESTEEM: (thanks, questions),
    Need.GROWTH: (next_stages, content, lessons, mentors),
}
"""What serves each need; the sources of a need take turns."""


def _activities(asking: Asking) -> Iterator[StreamEntry]:
    for it in asking.best("activities"):
        develops = asking.topics(asking.view.snapshot.node(it.id))
        need = Need.GROWTH if develops & asking.sought else Need.BELONGING
        yield _recommended(asking, it, Kind.ACTIVITY, need, f"Come to “{it.name}”")


def _is_thing(asking: Asking, node: int) -> bool:
    return asking.view.snapshot.kind(node) in (EntityKind.ACTIVITY, EntityKind.CONTENT)


def _by_age(asking: Asking, found: Sequence[Recommendation]) -> list[Recommendation]:
    """In the order of `(1 + exp(-age / 30 days)) / (rank + 2)`: fit, and up to as much for new."""

    def value(it: Recommendation) -> float:
        second = asking.time_of(asking.view.snapshot.node(it.id))
        age = math.inf if second == NO_TIME else max(asking.now - second, 0) / DAY
        return (1.0 + math.exp(-age / FADING_DAYS)) / (it.rank + 2)

    return sorted(found, key=lambda it: (-value(it), it.rank))


def _recommended(
    asking: Asking, it: Recommendation, kind: Kind, need: Need, line: str
) -> StreamEntry:
    dated = kind_of(it.id) is EntityKind.CONTENT
    node = asking.view.snapshot.node(it.id)
    at = asking.moment_of(node) if dated else None
    return StreamEntry(it.id, it.name, kind, need, line, it.explanation.reasons, at)


def _entry(
    asking: Asking, node: int, kind: Kind, need: Need, line: str, reasons: tuple[str, ...]
) -> StreamEntry:
    snapshot = asking.view.snapshot
    at = asking.moment_of(node)
    return StreamEntry(snapshot.id(node), snapshot.name(node), kind, need, line, reasons, at)


def _because(entry: StreamEntry, why: str) -> StreamEntry:
    reasons = (why, *entry.reasons)
    return StreamEntry(entry.id, entry.name, entry.kind, entry.need, entry.line, reasons, entry.at)
