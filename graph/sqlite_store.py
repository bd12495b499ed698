"""The embedded store: communities in one SQLite file, each behind its own handle."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from graph import sqlite_reading as reading
from graph import sqlite_vectors
from graph.batches import checked_batch
from graph.closing import Closing
from graph.errors import EntityNotFound, InvalidStoreUrl, shortened
from graph.paging import Way
from graph.records import Entity, EntityId, Record, Relationship
from graph.schema import EntityKind, RelationshipKind
from graph.sqlite_database import Database, Session
from graph.sqlite_export import export_arrays
from graph.sqlite_forgetting import forget_entity, remove_relationships
from graph.sqlite_paging import SqlitePages
from graph.sqlite_writing import write_batch
from graph.store import (
    Changes,
    ForgetReport,
    GraphStore,
    PackedGraph,
    TextToEmbed,
    WriteReport,
)
from graph.store_rules import community_not_found

_SCHEME = "sqlite:///"
T = TypeVar("T")
_COMMUNITIES = "SELECT id FROM community ORDER BY id"


def open_community(
    url: str, community: str, *, create: bool, password: str | None, deadline: float
) -> GraphStore:
    """Open one community in the file at `url`.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreTimeout, SchemaTooNew
        CommunityNotFound: `create` is false and the file does not hold the community.
    """
    del password  # who may read a file is for the file system to say
    database = Database(path_of(url), url, create=create, deadline=deadline)
    try:
        if not create:
            _require(database, community)
    except BaseException:
        database.close()
        raise
    return SqliteStore(database, community)


def list_communities(url: str, *, password: str | None, deadline: float) -> list[str]:
    """Ids of the communities in the file, sorted; empty when there is no file."""
    del password  # as above
    path = path_of(url)
    if not path.exists():
        return []
    database = Database(path, url, create=False, deadline=deadline)
    try:
        with database.reading() as session:
            return _communities(session)
    finally:
        database.close()


def path_of(url: str) -> Path:
    """The file that a `sqlite:///` address names. Raises InvalidStoreUrl."""
    name = url.removeprefix(_SCHEME)
    wanted = "must be sqlite:///relative/file.db or sqlite:////absolute/file.db"
    if not url.startswith(_SCHEME) or not name.strip("/") or "\0" in name:
        raise InvalidStoreUrl(f"store {shortened(url)} {wanted}")
    if name == ":memory:":
        raise InvalidStoreUrl(f"store {shortened(url)} {wanted}: readers could not share memory")
    return Path(name).expanduser()


class SqliteStore(SqlitePages, Closing):
    """One community in one SQLite file; see `graph.store.GraphStore` for what each method does.

    A handle may be used from several threads at once: writes wait for one another, reads do not.
    """

    is_near = True

    def __init__(self, database: Database, community: str) -> None:
        self.url = database.url
        self.community = community
        self._database = database

    def write(self, records: Iterable[Record]) -> WriteReport:
        batch = checked_batch(records)
        with self._database.writing() as session:
            return write_batch(session, self.community, batch)

    def remove(self, relationships: Iterable[Relationship]) -> int:
        with self._database.writing() as session:
            return remove_relationships(session, self.community, relationships)

    def entity(self, entity: EntityId) -> Entity:
        with self._database.reading() as session:
            found = reading.read_entity(session, self._number(session), entity)
        if found is None:
            raise EntityNotFound(entity, self.community)
        return found

    def existing(self, entities: Collection[EntityId]) -> set[EntityId]:
        with self._database.reading() as session:
            return reading.existing_entities(session, self._number(session), entities)

    def entities(self, kind: EntityKind | None = None) -> Iterator[Entity]:
        with self._database.reading() as session:
            number = self._number(session)
            for each in EntityKind if kind is None else (kind,):
                yield from reading.stream_entities(session, number, each)

    def relationships(
        self, kind: RelationshipKind | None = None, touching: EntityId | None = None
    ) -> Iterator[Relationship]:
        with self._database.reading() as session:
            number = self._number(session)
            if touching is not None:
                yield from reading.relationships_touching(session, number, touching, kind)
                return
            counts = reading.count_relationships(session, number)
            for each in RelationshipKind if kind is None else (kind,):
                if counts[each]:
                    yield from reading.stream_relationships(session, number, each)

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        with self._database.reading() as session:
            return reading.relationships_joining(session, self._number(session), ways)

    def forget(self, entity: EntityId) -> ForgetReport:
        with self._database.writing() as session:
            report = forget_entity(session, self.community, entity)
        self._database.erase()
        return report

    def rewrite(self) -> list[Path]:
        self._database.rewrite()
        return self._database.files()

    def files(self) -> list[Path]:
        return self._database.files()

    def changes_since(self, revision: int) -> Changes:
        with self._database.reading() as session:
            return reading.read_changes(session, self._number(session), revision)

    def revision(self) -> int:
        return self._remembered(reading.revision_of)

    def stamp(self) -> str:
        return self._remembered(reading.stamp_of)

    def state(self) -> int:
        return self._database.state()

    def counts(self) -> dict[str, int]:
        with self._database.reading() as session:
            return reading.count_kinds(session, self._number(session))

    def texts_without_vector(self, model: str) -> list[TextToEmbed]:
        with self._database.reading() as session:
            return sqlite_vectors.texts_without_vector(session, self._number(session), model)

    def write_vectors(
        self, model: str, digests: list[str], vectors: npt.NDArray[np.float32]
    ) -> WriteReport:
        with self._database.writing() as session:
            return sqlite_vectors.write_vectors(session, self.community, model, digests, vectors)

    def vector(self, model: str, entity: EntityId) -> npt.NDArray[np.float32] | None:
        with self._database.reading() as session:
            return sqlite_vectors.read_vector(session, self._number(session), model, entity)

    def export(self, model: str) -> PackedGraph:
        with self._database.reading() as session:
            return export_arrays(session, self._number(session), model)

    def close(self) -> None:
        self._database.close()

    def _remembered(self, read: Callable[[Session, int], T]) -> T:
        return self._database.remembered(
            (read.__name__, self.community), lambda session: read(session, self._number(session))
        )

    def _number(self, session: Session) -> int:
        return reading.community_number(session, self.community)


def _require(database: Database, community: str) -> None:
    with database.reading() as session:
        if reading.community_number(session, community):
            return
        present = _communities(session)
    raise community_not_found(database.url, community, present)


def _communities(session: Session) -> list[str]:
    return [row[0] for row in session.execute(_COMMUNITIES)]
