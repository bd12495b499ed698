"""Candidate generation: from texts, from walks, and from activity so that no list is empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from graph.schema import EntityKind
from matcher.cell_search import is_among
from matcher.features.company import goes_with
from matcher.features.interests import interest_scores
from matcher.features.journey import asked_by_next_stages, best_of_kind
from matcher.features.ties import social_scores
from matcher.features.walk import all_scores, asker_scores, seed_scores, start
from matcher.large import is_large
from matcher.node_values import NodeValues
from matcher.question import Question, from_texts, in_sight
from matcher.small_tables import put, table_for
from matcher.writers import writers_of_the_nearest

MOST, MOST_OF_LARGE = 300, 200
"""Candidates of one question, at most, in small and large communities."""
FROM_EACH = 200
"""Nodes that one source names of one kind, at most."""
FROM_ACTIVITY = 50

Nodes = npt.NDArray[np.int32]
BestFirst = npt.NDArray[np.int32]
Source = Callable[[Question, EntityKind], BestFirst]
_NOBODY: BestFirst = np.zeros(0, dtype=np.int32)


def generate_candidates(question: Question) -> Nodes:
    """Nodes (C,) of the goal's kinds that may suit, ascending and each once.

    Those that the request names, if it names any, and that the asker may see.
    """
    if question.request.candidates is not None:
        return _named(question)
    kinds = [kind for kind in question.goal.targets if _has_any(question, kind)]
    found = [SOURCES[name](question, kind) for kind in kinds for name in question.goal.sources]
    most = MOST_OF_LARGE if is_large(question.snapshot) else MOST
    return np.sort(_taking_turns(found, question.snapshot.absent, most))


def _has_any(question: Question, kind: EntityKind) -> bool:
    begin, end = question.snapshot.range(kind)
    return begin < end


def _taking_turns(sources: list[BestFirst], absent: Nodes, most: int) -> Nodes:
    """`most` nodes, each once: the best of every source, the next best of every source, …

    Those that are `absent` (A,), ascending, lose their turn to the next of the source.
    """
    if not sources:
        return np.zeros(0, dtype=np.int32)
    ends = np.cumsum([len(source) for source in sources])
    return np.asarray(_in_turns(np.concatenate(sources), ends, absent, most))


def _from_activity(question: Question, kind: EntityKind) -> BestFirst:
    return question.view.most_active(kind, FROM_ACTIVITY)


def _from_texts(question: Question, kind: EntityKind) -> BestFirst:
    nodes, _ = question.closeness.best((kind,), from_texts(question.snapshot))
    return nodes


def _from_writers(question: Question, kind: EntityKind) -> BestFirst:
    if kind is not EntityKind.MEMBER:
        return _NOBODY
    return writers_of_the_nearest(question, FROM_EACH)


def _from_all(question: Question, kind: EntityKind) -> BestFirst:
    return _best(question, all_scores(question), kind) if len(start(question)[0]) else _NOBODY


def _from_seeds_or_all(question: Question, kind: EntityKind) -> BestFirst:
    if question.seeds:
        return _best(question, seed_scores(question), kind)
    return _from_all(question, kind)


def _of_askers(scores: Callable[[Question], NodeValues]) -> Source:
    """What depends on the asker, where there is one."""

    def named(question: Question, kind: EntityKind) -> BestFirst:
        return _NOBODY if question.member is None else _best(question, scores(question), kind)

    return named


def _best(question: Question, scores: NodeValues, kind: EntityKind) -> BestFirst:
    return scores.best(*question.snapshot.range(kind), FROM_EACH)


def _goes_with_asker(question: Question) -> NodeValues:
    return goes_with(question, question.member or 0)


def _from_next_stage(question: Question, kind: EntityKind) -> BestFirst:
    return best_of_kind(question, kind, FROM_EACH) if asked_by_next_stages(question) else _NOBODY


SOURCES: Mapping[str, Source] = {
    "activity": _from_activity,
    "texts": _from_texts,
    "writers": _from_writers,
    "walk_from_all": _from_all,
    "walk_from_seeds_or_all": _from_seeds_or_all,
    "walk_from_asker": _of_askers(asker_scores),
    "social_walk": _of_askers(social_scores),
    "interests": _of_askers(interest_scores),
    "goes_together": _of_askers(_goes_with_asker),
    "next_stage": _from_next_stage,
}
"""By the name that goals call them by: nodes of one kind that may suit, best first."""


def _named(question: Question) -> Nodes:
    """Those in sight; who exists nowhere and who may not be seen are left out alike."""
    named = in_sight(question.view, question.request.candidates or ())
    targets = question.goal.targets
    nodes = sorted(node for node in set(named) if question.snapshot.kind(node) in targets)
    return np.array(nodes, dtype=np.int32)


# numba infers the types of the arrays.
@kernel
def _in_turns(nodes, ends, absent, most):  # type: ignore[no-untyped-def]
    """`ends` (S,) says where the nodes of each source end."""
    taken = table_for(min(most, len(nodes)) + 1)
    found, count = np.empty(min(most, len(nodes)), dtype=np.int32), 0
    following = np.zeros(len(ends), dtype=np.int64)
    following[1:] = ends[:-1]
    left = len(nodes) > 0
    while left:
        left = False
        for source in range(len(ends)):
            at = following[source]
            while at < ends[source] and is_among(absent, nodes[at]):
                at += 1
            following[source] = at + 1
            if at < ends[source] and count < len(found):
                left = True
                if put(taken, nodes[at]):
                    found[count] = nodes[at]
                    count += 1
    return found[:count]
