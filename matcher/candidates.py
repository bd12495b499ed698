"""Candidate generation: from texts, from walks, and from activity so that no list is empty."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from graph.adjacency import row_places
from graph.schema import KINDS_IN_ORDER, RELATIONSHIP_CODES, EntityKind
from matcher.features.company import goes_with
from matcher.features.interests import interest_scores
from matcher.features.ties import social_scores
from matcher.features.walk import all_scores, asker_scores, start
from matcher.node_values import NodeValues
from matcher.question import FROM_TEXTS, Question, in_sight

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
        found.append(question.view.most_active(kind, FROM_ACTIVITY))
        found.append(question.closeness.best((kind,), FROM_TEXTS))
        if len(start(question)[0]):
            found.append(all_scores(question).best(begin, end, FROM_WALKS))
        if kind is EntityKind.MEMBER:
            found.append(_authors(question))
        if question.member is not None:
            history = _from_history(question)
            found.extend(scores.best(begin, end, FROM_HISTORY) for scores in history)
    if not found:
        return np.zeros(0, dtype=np.int32)
    return question.snapshot.present(np.unique(np.concatenate(found)).astype(np.int32))


def _from_history(question: Question) -> Iterator[NodeValues]:
    """Scores by what the asker did and whom they have to do with."""
    if question.goal.between_people:
        yield interest_scores(question)
        yield social_scores(question)
    else:
        yield goes_with(question, question.member or 0)
    yield asker_scores(question)


def _authors(question: Question) -> npt.NDArray[np.int64]:
    """Members with evidence among the things nearest in meaning."""
    codes = [RELATIONSHIP_CODES[kind] for kind in question.goal.evidence]
    nearest = question.closeness.best(KINDS_IN_ORDER, FROM_TEXTS)
    into = question.snapshot.into
    begin, end = question.snapshot.range(EntityKind.MEMBER)
    _, places = row_places(into.spans, nearest)
    authors = into.neighbours[places[np.isin(into.kinds[places], codes)]]
    return np.unique(authors[(authors >= begin) & (authors < end)]).astype(np.int64)


def _named(question: Question) -> Nodes:
    """Those in sight; who exists nowhere and who may not be seen are left out alike."""
    named = in_sight(question.view, question.request.candidates or ())
    targets = question.goal.targets
    nodes = sorted(node for node in set(named) if question.snapshot.kind(node) in targets)
    return np.array(nodes, dtype=np.int32)
