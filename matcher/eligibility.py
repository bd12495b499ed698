"""Who may be recommended at all: rules that hold for certain, whatever the score."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import time

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.packing import EPOCH, HAS_CAPACITY, NO_TIME, NOT_MENTOR, PAUSED
from graph.records import EntityId
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from matcher.question import Question
from matcher.walks import DAY

Nodes = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Rule = Callable[[Question, Nodes], Mask]

ALIVE_DAYS = 30
"""A community whose last event is younger lives by today's date, an older one by that event's."""

_K = RelationshipKind
_MENTORS = RELATIONSHIP_CODES[_K.MENTORS]
_KNOWN = (
    _K.CREATED, _K.ENGAGED, _K.HOSTS, _K.JOINED, _K.LEFT, _K.ATTENDED, _K.DECLINED,
    _K.HAS_SKILL, _K.SEEKS_SKILL,
)  # fmt: skip


def eligible(question: Question, candidates: Nodes) -> Nodes:
    """Those of the candidates (C,) that the goal's rules and the request's own limits allow."""
    keep = np.ones(len(candidates), dtype=bool)
    for name in question.goal.rules:
        keep &= RULES[name](question, candidates)
    excluded = [*question.request.seeds, *question.request.exclude]
    keep &= ~np.isin(candidates, _nodes(question, excluded))
    return candidates[keep]


def broken_rules(question: Question, node: int) -> list[str]:
    """Names of the rules that exclude a node, in the order of WHY: the request's, the goal's."""
    asked = question.request
    broken = {name for name in question.goal.rules if not RULES[name](question, _one(node))[0]}
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
    return node in [*question.refused_by, *question.view.sources(question.member, _K.REJECTED)]


def _one(node: int) -> Nodes:
    return np.array([node], dtype=np.int32)


def _nodes(question: Question, entities: list[EntityId]) -> list[int]:
    found = (question.snapshot.find(entity) for entity in entities)
    return [node for node in found if node is not None]


def _not_oneself(question: Question, candidates: Nodes) -> Mask:
    return np.asarray(candidates != (-1 if question.member is None else question.member))


def _not_paused(question: Question, candidates: Nodes) -> Mask:
    return np.asarray(question.snapshot.flags[candidates] & PAUSED == 0)


def _may_mentor(question: Question, candidates: Nodes) -> Mask:
    """Members who state roles must state that of a mentor."""
    return np.asarray(question.snapshot.flags[candidates] & NOT_MENTOR == 0)


def _has_capacity(question: Question, candidates: Nodes) -> Mask:
    """Mentors who state a capacity must have room for one more."""
    keep = np.ones(len(candidates), dtype=bool)
    limited = np.flatnonzero(question.snapshot.flags[candidates] & HAS_CAPACITY != 0)
    keep[limited] = free_places(question, candidates[limited]) > 0
    return keep


def free_capacity(question: Question, mentor: int) -> int:
    """How many more mentees a mentor who states a capacity can take."""
    return int(free_places(question, _one(mentor))[0])


def free_places(question: Question, mentors: Nodes) -> npt.NDArray[np.int64]:
    """(n,) how many more mentees mentors (n,) who state a capacity can take."""
    out = question.snapshot.out
    owners, places = row_places(out.spans, mentors)
    taken = out.kinds[places] == _MENTORS
    # A row is sorted by neighbour, so that edges to the same mentee lie side by side.
    owners, mentees = owners[taken], out.neighbours[places[taken]]
    first = np.ones(len(owners), dtype=bool)
    first[1:] = (owners[1:] != owners[:-1]) | (mentees[1:] != mentees[:-1])
    counts = np.bincount(owners[first], minlength=len(mentors))
    return np.asarray(question.snapshot.capacities[mentors].astype(np.int64) - counts)


def _not_mentor_yet(question: Question, candidates: Nodes) -> Mask:
    return _unrelated(question, candidates, to_asker=(_K.MENTORS,))


def _not_connected_yet(question: Question, candidates: Nodes) -> Mask:
    return _unrelated(
        question,
        candidates,
        from_asker=(_K.CONNECTED, _K.FOLLOWS, _K.ACCEPTED),
        to_asker=(_K.CONNECTED, _K.ACCEPTED),
    )


def _not_dismissed(question: Question, candidates: Nodes) -> Mask:
    no = (_K.DISMISSED, _K.REJECTED)
    unrelated = _unrelated(question, candidates, from_asker=no, to_asker=(_K.REJECTED,))
    return unrelated & ~np.isin(candidates, [*question.refused, *question.refused_by])


def _not_known_yet(question: Question, candidates: Nodes) -> Mask:
    return _unrelated(question, candidates, from_asker=_KNOWN)


def _unrelated(
    question: Question,
    candidates: Nodes,
    from_asker: tuple[RelationshipKind, ...] = (),
    to_asker: tuple[RelationshipKind, ...] = (),
) -> Mask:
    """No edge of these kinds joins the asker with the candidate."""
    if question.member is None:
        return np.ones(len(candidates), dtype=bool)
    related = question.view.targets(question.member, *from_asker) if from_asker else []
    related += question.view.sources(question.member, *to_asker) if to_asker else []
    return ~np.isin(candidates, related)


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
    if question.request.as_of is not None:
        return clock
    today = int(time() - EPOCH.timestamp())
    return today if 0 <= today - clock <= ALIVE_DAYS * DAY else clock


RULES: Mapping[str, Rule] = {
    "not_oneself": _not_oneself,
    "not_paused": _not_paused,
    "may_mentor": _may_mentor,
    "has_capacity": _has_capacity,
    "not_mentor_yet": _not_mentor_yet,
    "not_connected_yet": _not_connected_yet,
    "not_dismissed": _not_dismissed,
    "not_known_yet": _not_known_yet,
    "not_a_reply": _not_a_reply,
    "still_ahead": _still_ahead,
}

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
