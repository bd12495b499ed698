"""History replayed: questions of the past, what was known then, and what came of them.

Where what came of it has times, the past is cut at moments: what is older is known, what follows
is asked. Where it has none, a part of it is hidden and asked for. Nothing that is asked for can
be seen in what is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import numpy.typing as npt

from graph.packing import ASKS, NO_TIME, moment_of
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, RelationshipKind
from graph.snapshot import Snapshot
from matcher.goals import Goal
from matcher.request import RecommendationRequest
from matcher.vectors import vector_of

HIDDEN_SHARE = 0.2
"""The part of outcomes without times that is hidden."""
ENOUGH_TIMED = 0.5
"""Outcomes are replayed in time where at least this part of them has times."""
_TOPICS = (RelationshipKind.ABOUT, RelationshipKind.DEVELOPS)


@dataclass(frozen=True, slots=True, eq=False)
class PastQuery:
    """A question of the past.

    Attributes:
        request: as it would have been asked; its `as_of` is the moment from which nothing is known.
        vector: (D,) float32, of the text that was asked, None where a member asks without words.
        relevant: nodes of the whole snapshot that were then chosen.
        at: when, in seconds since 2000; NO_TIME where there are no times.
    """

    request: RecommendationRequest
    vector: npt.NDArray[np.float32] | None
    relevant: frozenset[int]
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class Replay:
    """Questions that can be asked of one snapshot, in the order of their times."""

    snapshot: Snapshot
    queries: tuple[PastQuery, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Somebody who asked, what came of it, and when; `question` is the content that asked."""

    asker: int
    chosen: int
    at: int
    question: int = -1


def outcomes_of(snapshot: Snapshot, goal: Goal) -> list[Outcome]:
    """All that ever came of the goal, in the order of times, askers and what was chosen."""
    found = [*_answers(snapshot)] if goal.outcomes.answered else []
    if not found:
        found = [*_chosen(snapshot, goal)]
    return sorted(found, key=lambda o: (o.at, o.question, o.asker, o.chosen))


def is_timed(outcomes: Sequence[Outcome]) -> bool:
    """Whether enough of the outcomes have times to be replayed in their order."""
    timed = sum(outcome.at != NO_TIME for outcome in outcomes)
    return timed >= ENOUGH_TIMED * max(len(outcomes), 1)


def replay_in_time(
    snapshot: Snapshot,
    goal: Goal,
    begin: int,
    end: int,
    known_until: int | None = None,
    outcomes: Sequence[Outcome] | None = None,
) -> Replay:
    """Questions asked from `begin` on and before `end` (seconds since 2000).

    Args:
        snapshot: the whole community.
        goal: whose outcomes are looked for.
        begin: of the period of questions.
        end: of the period; what came of a question later does not count.
        known_until: what is older is known; None: all that precedes each question's own moment.
        outcomes: `outcomes_of` the goal, where they are at hand.
    """
    every = outcomes_of(snapshot, goal) if outcomes is None else outcomes
    outcomes = [outcome for outcome in every if outcome.at < end]
    if any(outcome.question >= 0 for outcome in outcomes):
        queries = _asked_questions(snapshot, goal, outcomes, begin, known_until)
    else:
        queries = _asked_by_members(snapshot, goal, outcomes, begin, known_until)
    return Replay(snapshot, tuple(queries))


def replay_hidden(snapshot: Snapshot, goal: Goal, seed: int, share: float = HIDDEN_SHARE) -> Replay:
    """A part of the outcomes without times is hidden, and every member who lost one is asked.

    Between two people whose tie is hidden, who replied to whom is hidden as well.
    """
    outcomes = [outcome for outcome in outcomes_of(snapshot, goal) if outcome.asker >= 0]
    pairs = sorted({_pair(outcome, goal) for outcome in outcomes})
    drawn = np.random.default_rng(seed).random(len(pairs)) < share
    hidden = {pair for pair, is_drawn in zip(pairs, drawn, strict=True) if is_drawn}
    relevant: dict[int, set[int]] = defaultdict(set)
    for outcome in outcomes:
        if _pair(outcome, goal) in hidden:
            relevant[outcome.asker].add(outcome.chosen)
    queries = tuple(
        PastQuery(asked_by_member(snapshot, goal, asker, None), None, frozenset(chosen), NO_TIME)
        for asker, chosen in sorted(relevant.items())
    )
    return Replay(snapshot.without_edges(hidden | _replies_between(snapshot, hidden)), queries)


def _pair(outcome: Outcome, goal: Goal) -> tuple[int, int]:
    """The two nodes; between people, who ties with whom is one fact whichever way it points."""
    one, other = outcome.asker, outcome.chosen
    return (min(one, other), max(one, other)) if goal.between_people else (one, other)


def _replies_between(
    snapshot: Snapshot, hidden: Set[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Replies with what they reply to, where the two who wrote them are a hidden pair."""
    writers = _targets_by_source(snapshot, (RelationshipKind.CREATED,), turned=True)
    parents = _targets_by_source(snapshot, (RelationshipKind.REPLIES_TO,))
    return frozenset(
        (reply, parent)
        for reply, answered in parents.items()
        for parent in answered
        for one in writers.get(reply, ())
        for other in writers.get(parent, ())
        if (min(one, other), max(one, other)) in hidden
    )


def _asked_questions(
    snapshot: Snapshot,
    goal: Goal,
    outcomes: Sequence[Outcome],
    begin: int,
    known_until: int | None,
) -> Iterator[PastQuery]:
    """Each question of the period, but those of which an answer seems older than the question."""
    chosen: dict[int, set[int]] = defaultdict(set)
    askers: dict[int, int] = {}
    first: dict[int, int] = {}
    for outcome in outcomes:
        askers[outcome.question] = outcome.asker
        chosen[outcome.question].add(outcome.chosen)
        first.setdefault(outcome.question, outcome.at)
    times = snapshot.node_times
    topics = _targets_by_source(snapshot, _TOPICS)
    for question in sorted(chosen, key=lambda node: (int(times[node]), node)):
        vector = vector_of(snapshot, question)
        if times[question] < begin or vector is None:
            continue
        moment = int(times[question]) if known_until is None else known_until
        if first[question] < moment:
            continue
        request = RecommendationRequest(
            goal=goal.name,
            id=snapshot.id(question),
            member=_known(snapshot, askers[question], moment),
            text=snapshot.name(question),
            seeds=tuple(
                snapshot.id(topic)
                for topic in topics.get(question, ())
                if _known(snapshot, topic, moment)
            ),
            as_of=moment_of(moment),
        )
        yield PastQuery(request, vector, frozenset(chosen[question]), int(times[question]))


def _asked_by_members(
    snapshot: Snapshot,
    goal: Goal,
    outcomes: Sequence[Outcome],
    begin: int,
    known_until: int | None,
) -> Iterator[PastQuery]:
    """Each member who chose something new in the period, at the moment of the first of it."""
    before = {(o.asker, o.chosen) for o in outcomes if o.at < begin}
    chosen: dict[int, set[int]] = defaultdict(set)
    first: dict[int, int] = {}
    for outcome in outcomes:
        if outcome.at >= begin and (outcome.asker, outcome.chosen) not in before:
            chosen[outcome.asker].add(outcome.chosen)
            first.setdefault(outcome.asker, outcome.at)
    for asker in sorted(chosen, key=lambda node: (first[node], node)):
        moment = first[asker] if known_until is None else known_until
        if snapshot.node_times[asker] < moment:
            request = asked_by_member(snapshot, goal, asker, moment_of(moment))
            yield PastQuery(request, None, frozenset(chosen[asker]), first[asker])


def asked_by_member(
    snapshot: Snapshot, goal: Goal, asker: int, as_of: datetime | None
) -> RecommendationRequest:
    """What a member (a node) asks for who gives neither words nor seeds."""
    member = snapshot.id(asker)
    return RecommendationRequest(goal=goal.name, id=member, member=member, as_of=as_of)


def _known(snapshot: Snapshot, node: int, moment: int) -> EntityId | None:
    return snapshot.id(node) if node >= 0 and snapshot.node_times[node] < moment else None


def _answers(snapshot: Snapshot) -> Iterator[Outcome]:
    """Who replied to content that asks; replies by the one who asked are none."""
    authors = _targets_by_source(snapshot, (RelationshipKind.CREATED,), turned=True)
    parents = _targets_by_source(snapshot, (RelationshipKind.REPLIES_TO,))
    for reply, answered in parents.items():
        for question in answered:
            if not snapshot.flags[question] & ASKS:
                continue
            asker = authors.get(question, [-1])[0]
            for author in authors.get(reply, ()):
                if author != asker:
                    yield Outcome(asker, author, int(snapshot.node_times[reply]), question)


def _chosen(snapshot: Snapshot, goal: Goal) -> Iterator[Outcome]:
    out = snapshot.out
    owners = out.owners()
    for kinds, turned in ((goal.outcomes.from_asker, False), (goal.outcomes.to_asker, True)):
        codes = [RELATIONSHIP_CODES[kind] for kind in kinds]
        places = np.flatnonzero(np.isin(out.kinds, codes))
        askers, chosen = owners[places], out.neighbours[places]
        askers, chosen = (chosen, askers) if turned else (askers, chosen)
        wanted = np.zeros(len(places), dtype=bool)
        for begin, end in map(snapshot.range, goal.targets):
            wanted |= (chosen >= begin) & (chosen < end)
        columns = askers[wanted], chosen[wanted], out.times[places[wanted]]
        for asker, found, at in zip(*(column.tolist() for column in columns), strict=True):
            yield Outcome(asker, found, at)


def _targets_by_source(
    snapshot: Snapshot, kinds: Sequence[RelationshipKind], *, turned: bool = False
) -> Mapping[int, list[int]]:
    out = snapshot.out
    places = np.flatnonzero(np.isin(out.kinds, [RELATIONSHIP_CODES[kind] for kind in kinds]))
    sources, targets = out.owners()[places], out.neighbours[places]
    if turned:
        sources, targets = targets, sources
    found: dict[int, list[int]] = defaultdict(list)
    for source, target in zip(sources.tolist(), targets.tolist(), strict=True):
        found[source].append(target)
    return found
