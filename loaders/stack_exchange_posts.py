"""Questions and answers of a Stack Exchange dump, who helped whom, and who shows which skill."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from graph.records import Entity, EntityId, Record, Relationship, Value, entity_id
from graph.schema import EntityKind, RelationshipKind
from loaders.html_text import html_to_text
from loaders.rows import BadLine, RawRow
from loaders.source import Unreadable
from loaders.stack_exchange_rows import ANSWER, QUESTION, Post, read_post

_ENOUGH = 5.0
"""Points of evidence at which a level reaches 1 - 1/e; an answer without votes is one point."""


@dataclass(frozen=True, slots=True)
class Question:
    """What its answers need to know of a question."""

    owner: str | None
    tags: tuple[str, ...]
    title: str
    accepted: str | None


@dataclass(slots=True)
class PostIndex:
    """What a first reading of all posts gives; texts other than titles and excerpts are not kept.

    Attributes:
        questions: by id.
        others: ids of tag wikis and the like, which are no content.
        excerpts: text of a tag's excerpt by the excerpt's post id.
        tags: all tags in use.
        changed_tags: those, as the dump says them, that had to be changed or left out.
        first_seen: when each owner wrote their first post.
    """

    questions: dict[str, Question] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    excerpts: dict[str, str] = field(default_factory=dict)
    tags: set[str] = field(default_factory=set)
    changed_tags: set[str] = field(default_factory=set)
    first_seen: dict[str, datetime] = field(default_factory=dict)


def index_posts(rows: Iterable[RawRow | BadLine], wanted_excerpts: frozenset[str]) -> PostIndex:
    """Read all posts once; an answer may stand before its question."""
    index = PostIndex()
    for row in rows:
        if isinstance(row, BadLine):
            continue
        try:
            post = read_post(row.cells)
        except Unreadable:
            continue
        if post.type == QUESTION:
            question = Question(post.owner, post.tags.names, post.title, post.accepted)
            index.questions.setdefault(post.id, question)
            index.tags.update(post.tags.names)
            index.changed_tags.update(post.tags.changed)
        elif post.type != ANSWER:
            index.others.add(post.id)
            if post.id in wanted_excerpts:
                index.excerpts[post.id] = html_to_text(post.body)
        if post.owner is not None and post.type in (QUESTION, ANSWER):
            known = index.first_seen.get(post.owner, post.at)
            index.first_seen[post.owner] = min(known, post.at)
    return index


@dataclass(slots=True)
class _Evidence:
    first: datetime
    count: int = 0
    points: float = 0.0


class PostReading:
    """Second reading: turns posts into records, and counts what they show of their owners.

    Attributes:
        written: ids of the posts that became content.
    """

    def __init__(self, index: PostIndex, users: set[str], site_url: str) -> None:
        self.written: set[str] = set()
        self._index = index
        self._users = users
        self._site_url = site_url
        self._evidence: dict[tuple[RelationshipKind, str, str], _Evidence] = {}
        self._held_back: list[Relationship] = []

    def records(self, row: RawRow) -> list[Record]:
        """What one post says; nothing for tag wikis. Raises Unreadable."""
        post = read_post(row.cells)
        if post.type not in (QUESTION, ANSWER):
            return []
        if post.id in self.written:
            raise Unreadable(f"Id {post.id} stands in an earlier row")
        if post.type == QUESTION:
            records = self._content(post, "question", post.title, post.tags.names)
            self._count(RelationshipKind.SEEKS_SKILL, post, post.tags.names)
        else:
            records = self._answer(post)
        self.written.add(post.id)
        return records

    def afterwards(self) -> Iterator[Relationship]:
        """What follows from all posts together: answers to later rows, and levels of skills."""
        yield from self._held_back
        for (kind, owner, tag), evidence in sorted(self._evidence.items()):
            yield Relationship(
                kind,
                member_id(owner),
                skill_id(tag),
                at=evidence.first,
                properties={
                    "level": round(1.0 - math.exp(-evidence.points / _ENOUGH), 4),
                    "evidence": evidence.count,
                    "derived": True,
                },
            )

    def _answer(self, post: Post) -> list[Record]:
        if post.parent is None:
            raise Unreadable("lacks ParentId, which is required")
        question = self._index.questions.get(post.parent)
        if question is None:
            raise Unreadable(f"ParentId names question {post.parent}, which does not exist")
        records = self._content(post, "answer", f"Answer to: {question.title}", question.tags)
        replies = Relationship(
            RelationshipKind.REPLIES_TO, content_id(post.id), content_id(post.parent), at=post.at
        )
        if post.parent in self.written:
            records.append(replies)
        else:
            self._held_back.append(replies)
        self._count(RelationshipKind.HAS_SKILL, post, question.tags)
        helper, asker = post.owner, question.owner
        if helper in self._users and asker in self._users and helper != asker:
            assert helper is not None
            assert asker is not None
            said: dict[str, Value] = {
                "verb": "help",
                "value": float(post.score),
                "accepted": question.accepted == post.id,
            }
            ends = (member_id(helper), member_id(asker))
            records.append(Relationship(RelationshipKind.HELPED, *ends, post.id, post.at, said))
        return records

    def _content(self, post: Post, kind: str, name: str, tags: tuple[str, ...]) -> list[Record]:
        content = content_id(post.id)
        said: dict[str, Value] = {
            "kind": kind,
            "title" if post.type == QUESTION else "name": name,
            "body": html_to_text(post.body),
            "score": post.score,
        }
        if self._site_url:
            said["url"] = f"{self._site_url}/questions/{post.id}"
        records: list[Record] = [Entity(content, post.at, said)]
        if post.owner in self._users:
            assert post.owner is not None
            owner = member_id(post.owner)
            records.append(Relationship(RelationshipKind.CREATED, owner, content, at=post.at))
        records += [
            Relationship(RelationshipKind.ABOUT, content, skill_id(tag), at=post.at) for tag in tags
        ]
        return records

    def _count(self, kind: RelationshipKind, post: Post, tags: tuple[str, ...]) -> None:
        if post.owner not in self._users or post.owner is None:
            return
        for tag in tags:
            evidence = self._evidence.setdefault((kind, post.owner, tag), _Evidence(post.at))
            evidence.first = min(evidence.first, post.at)
            evidence.count += 1
            evidence.points += 1.0 + math.log1p(max(post.score, 0))


def member_id(user: str) -> EntityId:
    """The id of a user."""
    return entity_id(EntityKind.MEMBER, user)


def content_id(post: str) -> EntityId:
    """The id of a post."""
    return entity_id(EntityKind.CONTENT, post)


def skill_id(tag: str) -> EntityId:
    """The id of a tag."""
    return entity_id(EntityKind.SKILL, tag)
