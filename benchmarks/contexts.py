"""The occasions on which somebody chose: questions that were asked, and members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from benchmarks.answers import author_of_each
from benchmarks.tasks import Context, Vector
from graph.records import EntityId
from graph.schema import RelationshipKind
from graph.snapshot import Snapshot
from matcher.facets import facets
from matcher.goals import Goal
from matcher.question import MAX_FACETS
from matcher.tables import DEEDS
from matcher.vectors import vector_of
from matcher.view import CommunityView

TOPICS = (RelationshipKind.ABOUT, RelationshipKind.DEVELOPS)
Texts = Mapping[EntityId, str]


def question_contexts(
    view: CommunityView, texts: Texts, questions: Sequence[int]
) -> tuple[Context, ...]:
    """A context for each question (node) in sight: its items are who asked, and its topics."""
    snapshot, authors = view.snapshot, author_of_each(view.snapshot)
    return tuple(
        Context(
            id=snapshot.id(question),
            text=texts.get(snapshot.id(question), ""),
            vector=vector_of(snapshot, question),
            items=tuple(
                snapshot.id(node)
                for node in (int(authors[question]), *view.targets(question, *TOPICS))
                if node >= 0
            ),
        )
        for question in questions
    )


def member_context(view: CommunityView, texts: Texts, goal: Goal, member: int) -> Context:
    """What a member (node) is about, as the goal sees it, with what they did besides choosing.

    The text is that of all that Kinpath itself would ask by, one after another, and the vector
    their mean: whoever goes by words has the same words.
    """
    snapshot = view.snapshot
    about = facets(goal, view, member)[:MAX_FACETS]
    done = view.targets(member, *DEEDS)
    return Context(
        id=snapshot.id(member),
        text=joined(texts, (snapshot.id(node) for node in about)),
        vector=mean_vector(snapshot, about),
        items=tuple(snapshot.id(node) for node in done if snapshot.kind(node) not in goal.targets),
    )


def joined(texts: Texts, entities: Iterable[EntityId]) -> str:
    """What these say, one after another."""
    return "\n".join(texts[entity] for entity in entities if entity in texts)


def mean_vector(snapshot: Snapshot, nodes: Iterable[int]) -> Vector | None:
    """(D,) unit vector between those of the nodes; None where none of them has one."""
    found = [vector for node in nodes if (vector := vector_of(snapshot, node)) is not None]
    if not found:
        return None
    mean = np.mean(found, axis=0)
    length = float(np.sqrt(mean @ mean))
    return np.asarray(mean / length, dtype=np.float32) if length > 0 else None
