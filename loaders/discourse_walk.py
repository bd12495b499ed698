"""All that a Discourse forum shows, page by page: groups, users, topics, posts, likes.

Each page names where the next one begins, so that reading goes on there after an interruption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from graph.errors import LoadError
from loaders.discourse_api import Forum, Json
from loaders.discourse_records import (
    Said,
    group_said,
    joining_said,
    like_said,
    post_said,
    topic_said,
    user_said,
)

POSTS_A_PAGE = 50
MEMBERS_A_PAGE = 50
_LIKES = 1
"""The number of what a user liked, among all that users do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that the forum tells, and how to read it: raises Unreadable where it cannot be."""

    told: Json
    read: Callable[[Json], Said]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows of one table.

    Attributes:
        next: where the next page begins; None: there is none.
        total: rows of the table, if the forum says.
    """

    rows: tuple[Row, ...]
    next: int | None
    total: int | None = None


def groups(forum: Forum, begin: int) -> Page:
    """Groups that people made, each with those who are in it."""
    told = forum.get("/groups.json", page=begin)
    found = [each for each in _list(told, "groups") if not each.get("automatic")]
    rows = [Row(each, group_said) for each in found]
    for each in found:
        rows += [Row(joining, joining_said) for joining in _joinings(forum, each)]
    return Page(tuple(rows), begin + 1 if _list(told, "groups") else None)


def _joinings(forum: Forum, group: Json) -> Iterator[Json]:
    begin = 0
    while True:
        path = f"/groups/{_part(group.get('name'))}/members.json"
        found = _list(forum.get(path, limit=MEMBERS_A_PAGE, offset=begin), "members")
        for each in found:
            yield {
                "group_id": group.get("id"),
                "user_id": each.get("id"),
                "username": each.get("username"),
                "name": each.get("name"),
                "created_at": each.get("added_at"),
            }
        begin += MEMBERS_A_PAGE
        if len(found) < MEMBERS_A_PAGE:
            return


def users(forum: Forum, begin: int) -> Page:
    """Everybody in the forum's directory: their public profile, and what they liked."""
    told = forum.get("/directory_items.json", period="all", order="post_count", page=begin)
    rows: list[Row] = []
    for item in _list(told, "directory_items"):
        user = item.get("user")
        if isinstance(user, Mapping):
            rows.append(Row(_profile(forum, user), user_said))
    total = told.get("meta", {}).get("total_rows_directory_items") if told else None
    return Page(tuple(rows), begin + 1 if rows else None, total)


def _profile(forum: Forum, user: Json) -> Json:
    """Their profile, or what the directory says where that is not shown."""
    told = forum.get(f"/u/{_part(user.get('username'))}.json")
    profile = told.get("user") if told else None
    return profile if isinstance(profile, Mapping) else user


def topics(forum: Forum, begin: int) -> Page:
    """Topics with their titles and tags, the oldest first: what is new comes at the end."""
    told = forum.get("/latest.json", order="created", ascending="true", page=begin)
    listed = told.get("topic_list", {}) if told else {}
    rows = [Row(each, topic_said) for each in _list(listed, "topics")]
    return Page(tuple(rows), begin + 1 if rows else None)


def posts(forum: Forum, begin: int) -> Page:
    """Posts, the latest first; `begin` is the highest id, 0: that there is."""
    query = {"before": begin} if begin else {}
    told = _list(forum.get("/posts.json", **query), "latest_posts")
    ids = [each["id"] for each in told if isinstance(each.get("id"), int)]
    # A page is of so many ids in some versions: it may be empty, and older posts follow.
    lowest = min(ids) - 1 if ids else begin - POSTS_A_PAGE
    return Page(tuple(Row(each, post_said) for each in told), lowest if lowest > 0 else None)


def likes(forum: Forum, begin: int) -> Page:
    """What those in the directory liked."""
    told = forum.get("/directory_items.json", period="all", order="likes_given", page=begin)
    rows: list[Row] = []
    given = 0
    for item in _list(told, "directory_items"):
        user = item.get("user")
        if isinstance(user, Mapping) and item.get("likes_given"):
            given += 1
            rows += [Row(each, _liked) for each in _likes_of(forum, user)]
    # The directory is ordered by how much they liked: those behind liked nothing.
    return Page(tuple(rows), begin + 1 if given else None)


def _likes_of(forum: Forum, user: Json) -> Iterator[Json]:
    begin = 0
    while True:
        query: dict[str, str | int] = {"filter": _LIKES, "offset": begin}
        told = forum.get("/user_actions.json", username=str(user.get("username")), **query)
        found = _list(told, "user_actions")
        yield from ({**each, "liker": user} for each in found)
        begin += len(found)
        if not found:
            return


def _liked(action: Json) -> Said:
    """One of a user's likes, as an event tells it."""
    if action.get("deleted") or action.get("hidden"):
        return Said()
    post: dict[str, Any] = {
        "id": action.get("post_id"),
        "topic_id": action.get("topic_id"),
        "post_number": action.get("post_number"),
        "topic_title": action.get("title"),
        "post_type": action.get("post_type") or 1,
    }
    return like_said(
        {"post": post, "user": action["liker"], "created_at": action.get("created_at")}
    )


def _part(name: object) -> str:
    """A name as a part of a path."""
    return quote(str(name), safe="")


def _list(told: Json | None, name: str) -> list[Json]:
    found = (told or {}).get(name) or []
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise LoadError(f"the forum answers with something else than a list of {name}")
    return found


TABLES: Mapping[str, Callable[[Forum, int], Page]] = {
    "groups": groups,
    "users": users,
    "topics": topics,
    "posts": posts,
    "likes": likes,
}
"""What is read, in this order: whoever is named later is known then."""
