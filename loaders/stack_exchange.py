"""Stack Exchange data dumps: a folder of XML tables (compressed or not), or a `.7z` archive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from graph.errors import InvalidRecord, LoadError
from graph.progress import Progress
from graph.records import Entity, Record, Value, entity_id
from graph.schema import EntityKind
from loaders.compressed import SUFFIXES
from loaders.html_text import html_to_text
from loaders.new_ids import without_faults
from loaders.rows import BadLine, RawRow
from loaders.source import Exists, Facts, Rejection, Source, Unreadable
from loaders.stack_exchange_archive import unpacked
from loaders.stack_exchange_events import EventReading
from loaders.stack_exchange_posts import PostIndex, PostReading, index_posts, member_id, skill_id
from loaders.stack_exchange_rows import moment, number, required_text, tag_names, text, value
from loaders.stack_exchange_site import SITE_FILE, Site, read_site
from loaders.xml_rows import read_xml_rows

TABLES = ("Tags", "Users", "Posts", "PostLinks", "Comments", "Votes", "Badges")
"""Tables that are read, in that order; only Posts is required."""

_COMMUNITY_USER = "-1"
"""The user who is a program: it keeps the site clean."""

RowReader = Callable[[RawRow], list[Record]]


@dataclass(frozen=True, slots=True)
class StackExchange:
    """A dump; see `loaders.source.Source`."""

    path: Path
    site: Site
    ignored: tuple[str, ...]
    format: str = "stack_exchange"

    @property
    def community(self) -> str:
        """The site's id."""
        return self.site.id

    def read(self, _exists: Exists, progress: Progress) -> Iterator[Facts | Rejection]:
        """Stream all rows of all tables. A dump is whole, so nothing is looked for elsewhere."""
        with ExitStack() as stack:
            folder = self.path
            if not folder.is_dir():
                names = [f"{table}.xml" for table in TABLES]
                folder = stack.enter_context(unpacked(self.path, names))
            tables = _find_tables(folder)
            if "Posts" not in tables:
                raise LoadError(f"{self.path} holds no Posts.xml")
            yield from _Reading(self.site, tables, progress).run()


def recognise_stack_exchange(path: Path) -> Source | None:
    """The dump at `path`, or None when it is something else.

    Raises:
        LoadError: `site.json` cannot be read, or a table is there twice.
    """
    if path.is_file() and path.suffix == ".7z":
        return StackExchange(path, read_site(path), ())
    if not path.is_dir():
        return None
    tables = _find_tables(path)
    if "Posts" not in tables:
        return None
    known = {SITE_FILE, *(file.name for file in tables.values())}
    names = sorted(entry.name for entry in path.iterdir())
    ignored = tuple(name for name in names if name not in known and not name.startswith("."))
    return StackExchange(path, read_site(path), ignored)


def _find_tables(folder: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for table in TABLES:
        files = [folder / f"{table}.xml{suffix}" for suffix in SUFFIXES]
        present = [file for file in files if file.is_file()]
        if len(present) > 1:
            names = " and ".join(file.name for file in present)
            raise LoadError(f"{folder} holds {names}; keep one")
        if present:
            found[table] = present[0]
    return found


class _Reading:
    """One reading: holds ids, titles and tags, never texts of posts."""

    def __init__(self, site: Site, tables: Mapping[str, Path], progress: Progress) -> None:
        self._site = site
        self._tables = tables
        self._progress = progress
        self._users: set[str] = set()
        self._tags: set[str] = set()
        self._index = PostIndex()

    def run(self) -> Iterator[Facts | Rejection]:
        """All rows; every entity comes before what names it."""
        excerpts = self._excerpts_by_tag()
        wanted = frozenset(excerpts.values())
        self._index = index_posts(self._raw_rows("Posts"), wanted)
        yield Facts("Posts", _checked(self._site.records()), rows=0)
        yield from self._read("Tags", lambda row: self._tag(row, excerpts))
        yield from self._derived(self._tags_without_rows())
        yield from self._read("Users", self._user)
        if "Users" not in self._tables:
            yield from self._derived(self._users_without_rows())
        posts = PostReading(self._index, self._users, self._site.url)
        yield from self._read("Posts", posts.records)
        yield from self._derived(posts.afterwards())
        community = entity_id(EntityKind.COMMUNITY, self._site.id)
        events = EventReading(community, self._users, self._tags, posts.written, self._index.others)
        yield from self._read("PostLinks", events.link)
        yield from self._read("Comments", events.comment)
        yield from self._read("Votes", events.vote)
        yield from self._read("Badges", events.badge)
        yield Facts("Posts", (), rows=0, changed_tags=len(self._index.changed_tags))

    def _raw_rows(self, table: str) -> Iterator[RawRow | BadLine]:
        if table in self._tables:
            yield from read_xml_rows(self._tables[table], self._progress)

    def _read(self, table: str, records_of: RowReader) -> Iterator[Facts | Rejection]:
        for row in self._raw_rows(table):
            file = self._tables[table].name
            if isinstance(row, BadLine):
                yield Rejection(table, file, row.line, row.reason, row.content)
                continue
            try:
                facts = Facts(table, _checked(records_of(row)))
            except Unreadable as error:
                yield Rejection(table, file, row.line, str(error), row.cells)
                continue
            yield facts

    def _derived(self, records: Iterator[Record]) -> Iterator[Facts]:
        for record in records:
            yield Facts("Posts", _checked([record]), rows=0)

    def _excerpts_by_tag(self) -> dict[str, str]:
        return {
            without_faults(text(row.cells, "TagName")): text(row.cells, "ExcerptPostId")
            for row in self._raw_rows("Tags")
            if isinstance(row, RawRow)
        }

    def _tag(self, row: RawRow, excerpts: Mapping[str, str]) -> list[Record]:
        tags = tag_names([required_text(row.cells, "TagName")])
        self._index.changed_tags.update(tags.changed)
        if not tags.names:
            return []
        (name,) = tags.names
        if name in self._tags:
            raise Unreadable(f"TagName {name!r} stands in an earlier row")
        self._tags.add(name)
        description = self._index.excerpts.get(excerpts.get(name, ""), "")
        return [_skill(name, description)]

    def _tags_without_rows(self) -> Iterator[Record]:
        for name in sorted(self._index.tags - self._tags):
            self._tags.add(name)
            yield _skill(name, "")

    def _user(self, row: RawRow) -> list[Record]:
        user = number(row.cells, "Id")
        if user in self._users:
            raise Unreadable(f"Id {user} stands in an earlier row")
        texts = {
            "name": text(row.cells, "DisplayName"),
            "bio": html_to_text(text(row.cells, "AboutMe")),
            "location": text(row.cells, "Location"),
        }
        said: dict[str, Value] = {name: told for name, told in texts.items() if told}
        reputation = value(row.cells, "Reputation")
        if reputation is not None:
            said["reputation"] = int(reputation)
        member = _member(user, said, moment(row.cells, "CreationDate"))
        self._users.add(user)
        return [member]

    def _users_without_rows(self) -> Iterator[Record]:
        """Without Users.xml, whoever wrote a post is a member since their first one."""
        for user, first in sorted(self._index.first_seen.items()):
            self._users.add(user)
            yield _member(user, {"name": f"user{user}"}, first)


def _member(user: str, said: dict[str, Value], at: datetime) -> Entity:
    if user == _COMMUNITY_USER:
        said["automatic"] = True
    return Entity(member_id(user), at, said)


def _skill(name: str, description: str) -> Entity:
    said: dict[str, Value] = {"name": name}
    if description:
        said["description"] = description
    return Entity(skill_id(name), None, said)


def _checked(records: list[Record]) -> tuple[Record, ...]:
    try:
        return tuple(record.checked() for record in records)
    except InvalidRecord as error:
        raise Unreadable(f"{error.field} {error.reason}") from None
