"""What the rows of a Stack Exchange dump hold, checked: users, posts, and what points to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph.records import MAX_ID_LENGTH
from loaders.cells import read_number, read_time
from loaders.source import Unreadable
from loaders.tags import Tags, read_tags

Attributes = Mapping[str, object]

QUESTION, ANSWER = "1", "2"
_NUMBER = re.compile(r"-?[0-9]{1,18}")
_TAG = re.compile(r"[^<>|]+")


@dataclass(frozen=True, slots=True)
class Post:
    """A row of Posts.xml; `type` is 1 for a question, 2 for an answer, 4 and 5 for tag wikis."""

    id: str
    type: str
    at: datetime
    owner: str | None
    parent: str | None
    accepted: str | None
    score: int
    title: str
    body: str
    tags: Tags


def read_post(row: Attributes) -> Post:
    """Raises Unreadable."""
    return Post(
        id=number(row, "Id"),
        type=number(row, "PostTypeId"),
        at=moment(row, "CreationDate"),
        owner=optional_number(row, "OwnerUserId"),
        parent=optional_number(row, "ParentId"),
        accepted=optional_number(row, "AcceptedAnswerId"),
        score=int(optional_number(row, "Score") or 0),
        title=text(row, "Title"),
        body=text(row, "Body"),
        tags=tag_names(_TAG.findall(text(row, "Tags"))),
    )


def tag_names(said: Iterable[str]) -> Tags:
    """Names of tags, which become ids. Raises Unreadable when one is too long for that."""
    tags = read_tags(said)
    if any(len(name) > MAX_ID_LENGTH for name in tags.names):
        raise Unreadable(f"has a tag that is longer than {MAX_ID_LENGTH} characters")
    return tags


def number(row: Attributes, name: str) -> str:
    """A whole number that must be there, as it is written."""
    found = optional_number(row, name)
    if found is None:
        raise Unreadable(f"lacks {name}, which is required")
    return found


def optional_number(row: Attributes, name: str) -> str | None:
    """A whole number, as it is written."""
    found = text(row, name)
    if not found:
        return None
    if not _NUMBER.fullmatch(found):
        raise Unreadable(f"{name} is not a whole number: {found[:40]!r}")
    return found


def value(row: Attributes, name: str) -> float | None:
    """A finite number."""
    try:
        return read_number(text(row, name))
    except Unreadable as error:
        raise Unreadable(f"{name} {error}") from None


def moment(row: Attributes, name: str) -> datetime:
    """A time that must be there."""
    try:
        found = read_time(text(row, name))
    except Unreadable as error:
        raise Unreadable(f"{name} {error}") from None
    if found is None:
        raise Unreadable(f"lacks {name}, which is required")
    return found


def required_text(row: Attributes, name: str) -> str:
    """Text that must be there."""
    found = text(row, name)
    if not found:
        raise Unreadable(f"lacks {name}, which is required")
    return found


def text(row: Attributes, name: str) -> str:
    """Text, empty when there is none."""
    return str(row.get(name, ""))
