"""Comments, votes with a voter, badges and links of a Stack Exchange dump."""

from __future__ import annotations

from datetime import datetime, timedelta

from graph.records import EntityId, Record, Relationship, Value
from graph.schema import RelationshipKind
from loaders.new_ids import without_faults
from loaders.rows import RawRow
from loaders.source import Unreadable
from loaders.stack_exchange_posts import content_id, member_id, skill_id
from loaders.stack_exchange_rows import moment, number, optional_number, required_text, text, value

_FAVOURITE = "5"
_LINK_TYPES = {"1": "linked", "3": "duplicate"}


class EventReading:
    """Turns rows that point to posts, users and tags into records; holds only ids."""

    def __init__(
        self,
        community: EntityId,
        users: set[str],
        tags: set[str],
        posts: set[str],
        other_posts: set[str],
    ) -> None:
        self._community = community
        self._users = users
        self._tags = tags
        self._posts = posts
        self._other_posts = other_posts
        self._seen: set[tuple[str, str]] = set()

    def comment(self, row: RawRow) -> list[Record]:
        """A comment on a post; nothing when its author or the post's kind is not kept."""
        said: dict[str, Value] = {"verb": "comment", "text": text(row.cells, "Text")}
        score = value(row.cells, "Score")
        if score is not None:
            said["value"] = score
        return self._engaged_with_post(row, "comment", said, moment(row.cells, "CreationDate"))

    def vote(self, row: RawRow) -> list[Record]:
        """A favourite or a bounty; nothing for the votes that carry no voter.

        A dump tells only the day of a vote. It counts from the end of that day, so that no answer
        `as_of` an hour of it knows a vote that was cast later.
        """
        kind = number(row.cells, "VoteTypeId")
        said: dict[str, Value] = {"verb": "favorite" if kind == _FAVOURITE else "vote"}
        bounty = value(row.cells, "BountyAmount")
        if bounty is not None:
            said["value"] = bounty
        at = _end_of_day(moment(row.cells, "CreationDate"))
        return self._engaged_with_post(row, "vote", said, at)

    def badge(self, row: RawRow) -> list[Record]:
        """A badge for a tag engages with the skill, any other with the community."""
        key = self._key(row, "badge")
        name = required_text(row.cells, "Name")
        member = self._member(number(row.cells, "UserId"))
        said: dict[str, Value] = {"verb": "badge", "name": name}
        rank = value(row.cells, "Class")
        if rank is not None:
            said["value"] = rank
        tag = without_faults(name)
        for_tag = text(row.cells, "TagBased").lower() == "true" and tag in self._tags
        target = skill_id(tag) if for_tag else self._community
        at = moment(row.cells, "Date")
        return [Relationship(RelationshipKind.ENGAGED, member, target, key, at, said)]

    def link(self, row: RawRow) -> list[Record]:
        """A link from one post to another."""
        key = self._key(row, "link")
        source, target = number(row.cells, "PostId"), number(row.cells, "RelatedPostId")
        if {source, target} & self._other_posts:
            return []
        self._check_post("PostId", source)
        self._check_post("RelatedPostId", target)
        kind = number(row.cells, "LinkTypeId")
        at = moment(row.cells, "CreationDate")
        ends = (content_id(source), content_id(target))
        said: dict[str, Value] = {"link": _LINK_TYPES.get(kind, kind)}
        return [Relationship(RelationshipKind.LINKS_TO, *ends, key, at, said)]

    def _engaged_with_post(
        self, row: RawRow, name: str, said: dict[str, Value], at: datetime
    ) -> list[Record]:
        key = self._key(row, name)
        post = number(row.cells, "PostId")
        user = optional_number(row.cells, "UserId")
        if user is None or post in self._other_posts:
            return []
        self._check_post("PostId", post)
        ends = (self._member(user), content_id(post))
        return [Relationship(RelationshipKind.ENGAGED, *ends, key, at, said)]

    def _key(self, row: RawRow, name: str) -> str:
        own = number(row.cells, "Id")
        if (name, own) in self._seen:
            raise Unreadable(f"Id {own} stands in an earlier row")
        self._seen.add((name, own))
        return f"{name}:{own}"

    def _member(self, user: str) -> EntityId:
        if user not in self._users:
            raise Unreadable(f"UserId names user {user}, which does not exist")
        return member_id(user)

    def _check_post(self, column: str, post: str) -> None:
        if post not in self._posts:
            raise Unreadable(f"{column} names post {post}, which does not exist")


def _end_of_day(at: datetime) -> datetime:
    """The last second of a day that is told without its hours; a full time stays as it is."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return at + timedelta(days=1, seconds=-1) if at == midnight else at
