"""Content that asks, and who answered it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.packing import ASKS, NO_TIME
from graph.schema import RELATIONSHIP_CODES, EntityKind, RelationshipKind
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]
_CREATED = RelationshipKind.CREATED
_REPLIES_TO = RelationshipKind.REPLIES_TO


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Replies to content that asks, in the order of their times; those of the asker count too.

    Attributes:
        questions: (n,) int32, what was answered.
        authors: (n,) int32, by whom.
        times: (n,) int32, when, in seconds since 2000; NO_TIME where it is not known.
    """

    questions: Nodes
    authors: Nodes
    times: Nodes


def answers_in(snapshot: Snapshot) -> Answers:
    """All answers of which the author is known."""
    replies, questions = _edges(snapshot, _REPLIES_TO)
    authors = author_of_each(snapshot)[replies]
    kept = ((snapshot.flags[questions] & ASKS) != 0) & (authors >= 0)
    questions, authors = questions[kept], authors[kept]
    times = snapshot.node_times[replies[kept]]
    order = np.lexsort((authors, questions, times))
    return Answers(questions[order], authors[order], times[order])


def author_of_each(snapshot: Snapshot) -> Nodes:
    """(N,) int32, who wrote each piece of content, the first of several; -1 for nobody known."""
    members, written = _edges(snapshot, _CREATED)
    authors = np.full(snapshot.size, -1, dtype=np.int32)
    authors[written[::-1]] = members[::-1]
    return authors


def timed_questions(snapshot: Snapshot) -> Nodes:
    """(q,) int32, content that asks and has a time, by time and id."""
    questions = questions_in(snapshot)
    return np.asarray(questions[snapshot.node_times[questions] != NO_TIME])


def questions_in(snapshot: Snapshot) -> Nodes:
    """(q,) int32, content that asks, by time (those without one first) and id."""
    begin, end = snapshot.range(EntityKind.CONTENT)
    asks = (snapshot.flags[begin:end] & ASKS) != 0
    nodes = (np.flatnonzero(asks) + begin).astype(np.int32)
    order = np.argsort(snapshot.node_times[nodes], kind="stable")
    return np.asarray(nodes[order])


def _edges(snapshot: Snapshot, kind: RelationshipKind) -> tuple[Nodes, Nodes]:
    """Sources and targets of all edges of a kind, in the order of sources."""
    places = np.flatnonzero(snapshot.out.kinds == RELATIONSHIP_CODES[kind])
    return snapshot.out.owners()[places], snapshot.out.neighbours[places]
