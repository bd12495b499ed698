"""The questions of a community and who answered them, read from its store."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from graph.records import Entity, EntityId
from graph.schema import EntityKind, RelationshipKind
from graph.store import GraphStore
from graph.texts import text_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A member answered, at a time."""

    member: EntityId
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked, and by whom it was answered.

    Attributes:
        id: of the content.
        at: when it was asked.
        asker: None when the store does not say.
        asker_since: when the asker came to the community; None: always there.
        text: title and body.
        tags: skills that it is about and since when each has been known, None: always.
        answers: in the order of their times.
    """

    id: EntityId
    at: datetime
    asker: EntityId | None
    asker_since: datetime | None
    text: str
    tags: tuple[tuple[EntityId, datetime | None], ...]
    answers: tuple[Answer, ...]


def read_questions(store: GraphStore) -> list[Question]:
    """Every question with a time, oldest first; ties in the order of their ids."""
    contents = {entity.id: entity for entity in store.entities(EntityKind.CONTENT)}
    since = {entity.id: entity.at for entity in store.entities(EntityKind.MEMBER)}
    known = {entity.id: entity.at for entity in store.entities(EntityKind.SKILL)}
    authors = {edge.target: edge.source for edge in store.relationships(RelationshipKind.CREATED)}
    tags: dict[EntityId, list[tuple[EntityId, datetime | None]]] = defaultdict(list)
    for edge in store.relationships(RelationshipKind.ABOUT):
        tags[edge.source].append((edge.target, known.get(edge.target)))
    answers = _answers(store, contents, authors)
    questions = [
        Question(
            entity.id,
            entity.at,
            authors.get(entity.id),
            since.get(authors[entity.id]) if entity.id in authors else None,
            text_of(entity),
            tuple(tags[entity.id]),
            tuple(sorted(answers[entity.id], key=lambda answer: (answer.at, answer.member))),
        )
        for entity in contents.values()
        if entity.properties.get("kind") == "question" and entity.at is not None
    ]
    return sorted(questions, key=lambda question: (question.at, question.id))


def _answers(
    store: GraphStore, contents: dict[EntityId, Entity], authors: dict[EntityId, EntityId]
) -> dict[EntityId, list[Answer]]:
    answers: dict[EntityId, list[Answer]] = defaultdict(list)
    for edge in store.relationships(RelationshipKind.REPLIES_TO):
        reply = contents[edge.source]
        author = authors.get(reply.id)
        if reply.properties.get("kind") == "answer" and author is not None and reply.at is not None:
            answers[edge.target].append(Answer(author, reply.at))
    return answers
