"""What a Discourse forum says of its users, topics, posts, likes and groups, as records.

A topic is content of the kind `question`, its first post is its body, and further posts are content
of the kind `answer` that reply to it. Tags are skills. Nobody's email address is read, and nothing
of messages between people, whispers, and posts that are hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from graph.records import Entity, EntityId, Record, Relationship, Value, entity_id, isoformat
from graph.schema import EntityKind, RelationshipKind
from loaders.html_text import html_to_text
from loaders.source import Unreadable
from loaders.tags import Tags, read_tags

Json = Mapping[str, Any]

REGULAR = 1
"""The type of posts that people write; others are notes of the software and of its keepers."""
EDITED = "edited_at"
"""The property that tells when a text was last edited, by which a late event is known."""
_LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Said:
    """What an event, or a row, says.

    Attributes:
        records: what is known now; those of `stubs` come first.
        stubs: entities that are only named, and give way to what is known already.
        gone: what is to be forgotten.
        helper: who replied, for whoever asked in `topic`; None: nobody.
        topic: the topic that was replied to.
        key: of the reply.
        at: when.
        changed_tags: tags, as the forum says them, that had to be changed or left out.
    """

    records: tuple[Record, ...] = ()
    stubs: tuple[Entity, ...] = ()
    gone: tuple[EntityId, ...] = ()
    helper: EntityId | None = None
    topic: EntityId | None = None
    key: str = ""
    at: datetime | None = None
    changed_tags: tuple[str, ...] = ()


NOTHING = Said()


def user_said(user: Json) -> Said:
    """A user's profile; of users that the software itself is, nothing."""
    if _number(user, "id") <= 0:
        return NOTHING
    told = {
        "name": _text(user, "name") or _text(user, "username"),
        "bio": html_to_text(_text(user, "bio_cooked") or _text(user, "bio_raw")),
        "location": _text(user, "location"),
    }
    properties: dict[str, Value] = {name: value for name, value in told.items() if value}
    return Said((Entity(member_of(user["id"]), _at(user, "created_at"), properties),))


def topic_said(topic: Json) -> Said:
    """A topic without its text, which its first post has; nothing of messages between people."""
    if _text(topic, "archetype") not in ("", "regular") or topic.get("deleted_at"):
        return NOTHING
    content, at = topic_of(_number(topic, "id")), _at(topic, "created_at")
    properties: dict[str, Value] = {"kind": "question", "title": _text(topic, "title")}
    author = _part(topic, "created_by") if topic.get("created_by") else {}
    return _content(content, at, properties, topic, {"user_id": topic.get("user_id"), **author})


def post_said(post: Json) -> Said:
    """A post; nothing of notes, whispers, hidden posts and messages between people."""
    is_public = _text(post, "topic_archetype") in ("", "regular") and not post.get("hidden")
    if not is_public or post.get("post_type", REGULAR) != REGULAR or post.get("deleted_at"):
        return NOTHING
    at, topic = _at(post, "created_at"), topic_of(_number(post, "topic_id"))
    title = _text(post, "topic_title")
    # What the title is, topics tell; posts, only of one that nobody has told of.
    asked = Entity(topic, None, {"kind": "question", "title": title or f"Topic {post['topic_id']}"})
    told: dict[str, Value] = {"body": html_to_text(_text(post, "cooked"))}
    if edited := isoformat(_at(post, "updated_at")):
        told[EDITED] = edited
    if _number(post, "post_number") == 1:
        said = _content(topic, at, {"kind": "question", **told}, post, post)
        return replace(said, stubs=(*said.stubs, asked))
    content = post_of(_number(post, "id"))
    if title:
        told["name"] = f"Answer to: {title}"[:_LONGEST_NAME]
    said = _content(content, at, {"kind": "answer", **told}, {}, post)
    reply = Relationship(RelationshipKind.REPLIES_TO, content, topic, at=at)
    return Said(
        (*said.records, reply),
        (*said.stubs, asked),
        helper=_author(post),
        topic=topic,
        key=str(post["id"]),
        at=at,
    )


def like_said(like: Json) -> Said:
    """Somebody liked a post."""
    post, user = _part(like, "post"), _part(like, "user")
    of_post = post_said(post)
    content = next((each.id for each in of_post.records if isinstance(each, Entity)), None)
    if content is None or _number(user, "id") <= 0:
        return NOTHING
    liker = _stub(user["id"], user)
    at = _at(like, "created_at") or _at(post, "updated_at")
    verb: dict[str, Value] = {"verb": "like"}
    liked = Relationship(RelationshipKind.ENGAGED, liker.id, content, "like", at, verb)
    known = [each for each in of_post.records if isinstance(each, Entity)]
    return Said((liked,), (*of_post.stubs, *known, liker))


def group_said(group: Json) -> Said:
    """A group that people made; those that the software makes by itself are left out."""
    if group.get("automatic"):
        return NOTHING
    name = _text(group, "full_name") or _text(group, "name")
    told = {"name": name, "description": html_to_text(_text(group, "bio_cooked"))}
    properties: dict[str, Value] = {key: value for key, value in told.items() if value}
    return Said((Entity(group_of(_number(group, "id")), None, properties),))


def joining_said(joining: Json) -> Said:
    """A user was put into a group."""
    group, user = group_of(_number(joining, "group_id")), _number(joining, "user_id")
    if user <= 0:
        return NOTHING
    stubs = (_stub(user, joining), Entity(group, None, {"name": f"Group {joining['group_id']}"}))
    joined = Relationship(
        RelationshipKind.JOINED, member_of(user), group, at=_at(joining, "created_at")
    )
    return Said((joined,), stubs)


def event_said(event: str, payload: Json) -> Said:
    """What an event of a forum's webhook says; nothing when it is about something else.

    Raises:
        Unreadable: the payload is not what such an event has.
    """
    known = _EVENTS.get(event)
    if known is None:
        return NOTHING
    part, read = known
    return read(_part(payload, part))


def member_of(user: object) -> EntityId:
    """The id of a user."""
    return entity_id(EntityKind.MEMBER, str(user))


def topic_of(topic: object) -> EntityId:
    """The id of a topic, which is that of its first post too."""
    return entity_id(EntityKind.CONTENT, f"topic-{topic}")


def post_of(post: object) -> EntityId:
    """The id of a post behind the first."""
    return entity_id(EntityKind.CONTENT, f"post-{post}")


def group_of(group: object) -> EntityId:
    """The id of a group."""
    return entity_id(EntityKind.GROUP, str(group))


def _post_gone(post: Json) -> Said:
    is_first = _number(post, "post_number") == 1
    gone = topic_of(_number(post, "topic_id")) if is_first else post_of(_number(post, "id"))
    return Said(gone=(gone,))


def _topic_gone(topic: Json) -> Said:
    return Said(gone=(topic_of(_number(topic, "id")),))


def _user_gone(user: Json) -> Said:
    return Said(gone=(member_of(_number(user, "id")),))


_EVENTS: Mapping[str, tuple[str, Callable[[Json], Said]]] = {
    **dict.fromkeys(("user_created", "user_updated", "user_approved"), ("user", user_said)),
    **dict.fromkeys(("user_destroyed", "user_anonymized"), ("user", _user_gone)),
    **dict.fromkeys(("topic_created", "topic_edited", "topic_recovered"), ("topic", topic_said)),
    "topic_destroyed": ("topic", _topic_gone),
    **dict.fromkeys(("post_created", "post_edited", "post_recovered"), ("post", post_said)),
    "post_destroyed": ("post", _post_gone),
    "post_liked": ("like", like_said),
    **dict.fromkeys(("group_created", "group_updated"), ("group", group_said)),
    "user_added_to_group": ("group_user", joining_said),
}


def _content(
    content: EntityId, at: datetime | None, properties: dict[str, Value], tagged: Json, by: Json
) -> Said:
    records: list[Record] = [Entity(content, at, properties)]
    stubs: list[Entity] = []
    author = _author(by)
    if author is not None:
        stubs.append(_stub(by.get("user_id") or by.get("id"), by))
        records.append(Relationship(RelationshipKind.CREATED, author, content, at=at))
    tags = _tags(tagged)
    for name in tags.names:
        skill = entity_id(EntityKind.SKILL, name)
        stubs.append(Entity(skill, None, {"name": name}))
        records.append(Relationship(RelationshipKind.ABOUT, content, skill, at=at))
    return Said(tuple(records), tuple(stubs), changed_tags=tags.changed)


def _tags(tagged: Json) -> Tags:
    """Names, or objects that have one: both are in use."""
    tags = tagged.get("tags") or []
    if not isinstance(tags, list):
        raise Unreadable("tags must be a list")
    named = (_said_text(tag, "name") if isinstance(tag, Mapping) else str(tag) for tag in tags)
    return read_tags(filter(None, named))


def _author(said: Json) -> EntityId | None:
    """Whoever wrote it, unless that is the software, or nobody any more."""
    user = said.get("user_id")
    is_person = isinstance(user, int) and user > 0 and not said.get("user_deleted")
    return member_of(user) if is_person else None


def _stub(user: object, said: Json) -> Entity:
    name = _text(said, "name") or _text(said, "username") or f"user{user}"
    return Entity(member_of(user), None, {"name": name})


def _part(payload: Json, name: str) -> Json:
    part = payload.get(name)
    if not isinstance(part, Mapping):
        raise Unreadable(f"{name} must be an object")
    return part


def _number(said: Json, name: str) -> int:
    value = said.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable(f"{name} must be a whole number")
    return value


def _text(said: Json, name: str) -> str:
    return _said_text(said, name).strip()


def _said_text(said: Json, name: str) -> str:
    value = said.get(name)
    if value is not None and not isinstance(value, str):
        raise Unreadable(f"{name} must be text")
    return value or ""


def _at(said: Json, name: str) -> datetime | None:
    value = _text(said, name)
    if not value:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise Unreadable(f"{name} is no moment") from None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
