"""Who may be recommended at all: rules that hold for certain, whatever the score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import time

import numpy as np
import numpy.typing as npt

from graph.packing import DAY, EPOCH, HAS_CAPACITY, NO_TIME, NOT_MENTOR, PAUSED
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.unprofiled import QUIET_CODES
from matcher.allowed import allowed, different_targets
from matcher.question import Question
from matcher.rows import neighbours_by_kind

Nodes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.bool_]
Keep = Callable[[Question, Nodes], Mask]

ALIVE_DAYS = 30
"""A community whose last event is younger lives by today's date, an older one by that event's."""

_K = RelationshipKind
_MENTORS = RELATIONSHIP_CODES[_K.MENTORS]
_KNOWN = (
    _K.CREATED, _K.ENGAGED, _K.HOSTS, _K.JOINED, _K.LEFT, _K.ATTENDED, _K.DECLINED,
    _K.HAS_SKILL, _K.SEEKS_SKILL,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """What excludes a candidate; all that is said here does.

    Attributes:
        flags: of which a candidate has one.
        from_asker: relationships of which one leads from the asker to the candidate.
        to_asker: relationships of which one leads from the candidate to the asker.
        nodes: gives the candidates that are excluded themselves.
        keep: says of each candidate (C,) whether it stays, where none of these can.
    """

    flags: int = 0
    from_asker: tuple[RelationshipKind, ...] = ()
    to_asker: tuple[RelationshipKind, ...] = ()
    nodes: Callable[[Question], Iterable[int | None]] | None = None
    keep: Keep | None = None


def eligible(question: Question, candidates: Nodes) -> Nodes:
    """Those of the candidates (C,) that the goal's rules and the request's own limits allow."""
    excluded = [*question.request.seeds, *question.request.exclude]
    return _kept_by(question, question.goal.rules, candidates, _nodes(question, excluded))


def _kept_by(
    question: Question, rules: tuple[str, ...], candidates: Nodes, excluded: Iterable[int] = ()
) -> Nodes:
    """Those of the candidates (C,) that none of the rules excludes, and that are not `excluded`."""
    every = [RULES[name] for name in rules]
    flags, from_asker, to_asker = _joined(rules)
    out, into = question.snapshot.out, question.snapshot.into
    named = (node for rule in every if rule.nodes is not None for node in rule.nodes(question))
    nodes = [node for node in (*excluded, *named) if node is not None]
    kept = np.asarray(
        allowed(
            candidates,
            np.array(nodes, dtype=np.int32),
            (question.snapshot.flags, flags),
            -1 if question.member is None else question.member,
            (out.spans, out.neighbours, out.kinds, from_asker),
            (into.spans, into.neighbours, into.kinds, to_asker),
        )
    )
    for rule in every:
        kept = kept if rule.keep is None else kept[rule.keep(question, kept)]
    return kept


@lru_cache(maxsize=64)
def _joined(rules: tuple[str, ...]) -> tuple[int, Codes, Codes]:
    """The flags, and which codes of relationships from and to the asker, exclude by one of them."""
    flags = 0
    from_asker, to_asker = np.zeros(256, dtype=np.bool_), np.zeros(256, dtype=np.bool_)
    for rule in (RULES[name] for name in rules):
        flags |= rule.flags
        from_asker[[*_codes(rule.from_asker)]] = True
        to_asker[[*_codes(rule.to_asker)]] = True
    return flags, from_asker, to_asker


def _codes(kinds: Iterable[RelationshipKind]) -> Iterable[int]:
    """Rules also see what counts for nothing else, see `graph.unprofiled`."""
    for kind in kinds:
        yield RELATIONSHIP_CODES[kind]
        if kind in QUIET_CODES:
            yield QUIET_CODES[kind]


def broken_rules(question: Question, node: int) -> list[str]:
    """Names of the rules that exclude a node, in the order of WHY: the request's, the goal's."""
    asked = question.request
    broken = {n for n in question.goal.rules if not len(_kept_by(question, (n,), _one(node)))}
    if node in _nodes(question, [*asked.exclude]):
        broken.add("not_excluded")
    if node in _nodes(question, [*asked.seeds]):
        broken.add("not_a_seed")
    if asked.candidates is not None and node not in _nodes(question, [*asked.candidates]):
        broken.add("among_the_named")
    return [name for name in WHY if name in broken]


def refused_the_asker(question: Question, node: int) -> bool:
    """Whether the node is somebody who said no to the asker; nobody is told of that."""
    if question.member is None:
        return False
    into, quiet = question.snapshot.into, QUIET_CODES[_K.REJECTED]
    rows = into.spans, into.neighbours, into.kinds
    quietly = neighbours_by_kind(*rows, question.member, quiet).tolist()
    rejected = question.view.sources(question.member, _K.REJECTED)
    return node in [*question.refused_by, *rejected, *quietly]


def _one(node: int) -> Nodes:
    return np.array([node], dtype=np.int32)


def _nodes(question: Question, entities: list[EntityId]) -> list[int]:
    found = (question.snapshot.find(entity) for entity in entities)
    return [node for node in found if node is not None]


def _has_capacity(question: Question, candidates: Nodes) -> Mask:
    """Mentors who state a capacity must have room for one more."""
    keep = np.ones(len(candidates), dtype=bool)
    limited = np.flatnonzero(question.snapshot.flags[candidates] & HAS_CAPACITY)
    if len(limited):
        keep[limited] = free_places(question, candidates[limited]) > 0
    return keep


def free_places(question: Question, mentors: Nodes) -> npt.NDArray[np.int64]:
    """(n,) how many more mentees mentors (n,) who state a capacity can take."""
    out = question.snapshot.out
    rows = out.spans, out.neighbours, out.kinds
    taken = different_targets(*rows, _MENTORS, mentors)
    if question.view.has_unprofiled:
        taken = taken + different_targets(*rows, QUIET_CODES[_K.MENTORS], mentors)
    return np.asarray(question.snapshot.capacities[mentors] - taken)


def _not_a_reply(question: Question, candidates: Nodes) -> Mask:
    """A reply is found through what it replies to, unless it is asked for by its id."""
    if question.request.candidates is not None:
        return np.ones(len(candidates), dtype=bool)
    return np.asarray(question.view.parents[candidates] < 0)


def _still_ahead(question: Question, candidates: Nodes) -> Mask:
    """Activities that state when they begin must not have begun."""
    begin, end = question.snapshot.range(EntityKind.ACTIVITY)
    starts = question.snapshot.node_starts[candidates]
    is_activity = (candidates >= begin) & (candidates < end)
    return np.asarray(~is_activity | (starts == NO_TIME) | (starts >= present(question)))


def present(question: Question) -> int:
    """Now, in seconds since 2000: `as_of`; today, where the community lives; else its last day."""
    clock = question.view.clock
    return clock if question.request.as_of is not None else lived_until(clock)


def lived_until(clock: int) -> int:
    """Today, where what happened last (`clock`, seconds since 2000) is recent; else the clock."""
    today = int(time() - EPOCH.timestamp())
    return today if 0 <= today - clock <= ALIVE_DAYS * DAY else clock


def _refused(question: Question) -> Iterable[int]:
    return (*question.refused, *question.refused_by)


_NO = (_K.DISMISSED, _K.REJECTED)
RULES: Mapping[str, Rule] = {
    "not_oneself": Rule(nodes=lambda question: (question.member,)),
    "not_paused": Rule(flags=PAUSED),
    "may_mentor": Rule(flags=NOT_MENTOR),  # who states roles must state that of a mentor
    "has_capacity": Rule(keep=_has_capacity),
    "not_mentor_yet": Rule(to_asker=(_K.MENTORS,)),
    "not_connected_yet": Rule(
        from_asker=(_K.CONNECTED, _K.FOLLOWS, _K.ACCEPTED), to_asker=(_K.CONNECTED, _K.ACCEPTED)
    ),
    "not_dismissed": Rule(from_asker=_NO, to_asker=(_K.REJECTED,), nodes=_refused),
    "not_known_yet": Rule(from_asker=_KNOWN),
    "not_a_reply": Rule(keep=_not_a_reply),
    "still_ahead": Rule(keep=_still_ahead),
}
"""By the name that goals call them by."""

WHY: Mapping[str, str] = {
    "among_the_named": "is not among the candidates that the request names",
    "not_excluded": "is excluded by the request",
    "not_a_seed": "is what the question is about",
    "not_oneself": "is the one who asks",
    "not_paused": "is not matched for the time being",
    "may_mentor": "does not offer to mentor",
    "has_capacity": "has no room for another mentee",
    "not_mentor_yet": "mentors the one who asks already",
    "not_connected_yet": "has to do with the one who asks already",
    "not_dismissed": "was turned down before by the one who asks",
    "not_known_yet": "is known to the one who asks already",
    "not_a_reply": "is a reply, which is found through what it replies to",
    "still_ahead": "has begun already",
}
"""Why somebody or something is excluded: what follows on the name, by rule; the first is told."""
