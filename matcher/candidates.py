"""Candidate generation: from texts, from walks, and from activity so that no list is empty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from graph.schema import RELATIONSHIP_CODES, EntityKind
from matcher.evidence import row_places
from matcher.features.company import goes_with
from matcher.features.interests import interest_scores
from matcher.features.ties import social_scores
from matcher.features.walk import all_scores, asker_scores, start
from matcher.question import Question, in_sight

FROM_TEXTS = 200
FROM_WALKS = 200
FROM_ACTIVITY = 50
FROM_HISTORY = 150

Nodes = npt.NDArray[np.int32]


def generate_candidates(question: Question) -> Nodes:
    """Nodes (C,) of the goal's kinds that may suit, ascending and each once.

    Those that the request names, if it names any, and that the asker may see.
    """
    if question.request.candidates is not None:
        return _named(question)
    found: list[npt.NDArray[np.int64]] = []
    for kind in question.goal.targets:
        begin, end = question.snapshot.range(kind)
        if begin == end:
            continue
        nodes = np.arange(begin, end)
        found.append(_best(nodes, question.view.activity, FROM_ACTIVITY))
        found.append(_best(nodes, question.cosines, FROM_TEXTS))
        if len(start(question)[0]):
            found.append(_best(nodes, all_scores(question), FROM_WALKS))
        if kind is EntityKind.MEMBER:
            found.append(_authors(question))
        if question.member is not None:
            found.extend(_best(nodes, scores, FROM_HISTORY) for scores in _from_history(question))
    if not found:
        return np.zeros(0, dtype=np.int32)
    return np.unique(np.concatenate(found)).astype(np.int32)


def _from_history(question: Question) -> Iterator[npt.NDArray[np.float64]]:
    """(N,) scores by what the asker did and whom they have to do with."""
    size = question.snapshot.size
    if question.goal.between_people:
        first = question.view.ties.first
        interests = interest_scores(question)
        spread = np.zeros(size)
        spread[first : first + len(interests)] = np.nan_to_num(interests)
        yield spread
        yield social_scores(question)
    else:
        yield goes_with(question, question.member or 0)
    yield asker_scores(question)


def _best(
    nodes: npt.NDArray[np.int64],
    values: npt.NDArray[np.float64] | npt.NDArray[np.float32],
    count: int,
) -> npt.NDArray[np.int64]:
    """The `count` nodes with the highest positive values; ties by id."""
    of_nodes = np.nan_to_num(values[nodes].astype(np.float64), nan=0.0)
    positive = of_nodes > 0
    nodes, of_nodes = nodes[positive], of_nodes[positive]
    return nodes[np.lexsort((nodes, -of_nodes))][:count]


def _authors(question: Question) -> npt.NDArray[np.int64]:
    """Members with evidence among the things nearest in meaning."""
    codes = [RELATIONSHIP_CODES[kind] for kind in question.goal.evidence]
    nearest = _best(np.arange(question.snapshot.size), question.cosines, FROM_TEXTS)
    into = question.snapshot.into
    begin, end = question.snapshot.range(EntityKind.MEMBER)
    _, places = row_places(into.offsets, nearest)
    authors = into.neighbours[places[np.isin(into.kinds[places], codes)]]
    return np.unique(authors[(authors >= begin) & (authors < end)]).astype(np.int64)


def _named(question: Question) -> Nodes:
    """Those in sight; who exists nowhere and who may not be seen are left out alike."""
    named = in_sight(question.view, question.request.candidates or ())
    targets = question.goal.targets
    nodes = sorted(node for node in set(named) if question.snapshot.kind(node) in targets)
    return np.array(nodes, dtype=np.int32)
