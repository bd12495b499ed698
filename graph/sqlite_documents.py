"""Documents in a SQLite file: a table beside those of the communities."""

from __future__ import annotations

import time

from graph import document_rules as rules
from graph.closing import Closing
from graph.document_rules import Place
from graph.documents import PURGED_AT_ONCE, Document, Documents, Json
from graph.sqlite_database import Database, Session
from graph.sqlite_store import path_of

_COLUMNS = "collection, key, version, expires, value"
_LIVES = "(expires IS NULL OR expires > ?)"
_ADD = """
INSERT INTO document (community, collection, key, version, expires, value)
VALUES (?1, ?2, ?3, 1, ?4, ?5)
ON CONFLICT (community, collection, key)
DO UPDATE SET version = 1, expires = excluded.expires, value = excluded.value
WHERE document.expires <= ?6"""
_PUT = """
INSERT INTO document (community, collection, key, version, expires, value)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (community, collection, key)
DO UPDATE SET version = excluded.version, expires = excluded.expires, value = excluded.value"""
_ONE = "FROM document WHERE community = ? AND collection = ? AND key = ?"
_GET = f"SELECT {_COLUMNS} {_ONE} AND {_LIVES}"
_VERSION = f"SELECT version {_ONE} AND {_LIVES}"
_REMOVE = f"DELETE {_ONE}"
_RANGE = f"""
FROM document WHERE community = ? AND collection = ? AND key >= ? AND key < ? AND key <> ?
AND {_LIVES}"""
_PAGE = f"SELECT {_COLUMNS} {_RANGE} ORDER BY key LIMIT ?"
_PAGE_BACKWARDS = f"SELECT {_COLUMNS} {_RANGE} ORDER BY key DESC LIMIT ?"
_COUNT = f"SELECT count(*) {_RANGE}"
_NEXT_NUMBER = """
INSERT INTO document_number (community, collection, last) VALUES (?, ?, 1)
ON CONFLICT (community, collection) DO UPDATE SET last = last + 1 RETURNING last"""
_HELD = """
FROM document WHERE community = ? AND (instr(value, ?) > 0 OR instr(key, ?) > 0)"""
_HOLDING = f"SELECT {_COLUMNS} {_HELD} ORDER BY collection, key"
_PURGE = """
DELETE FROM document WHERE number IN (
    SELECT number FROM document WHERE community = ? AND expires <= ? LIMIT ?)"""


def open_collections(
    url: str, community: str | None, *, create: bool, password: str | None, deadline: float
) -> Documents:
    """Open the documents of a community, or the server's own, in the file at `url`.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreTimeout, SchemaTooNew
    """
    del password  # who may read a file is for the file system to say
    return SqliteDocuments(Database(path_of(url), url, create=create, deadline=deadline), community)


class SqliteDocuments(Closing):
    """Documents in one SQLite file; see `graph.documents.Documents` for what each does."""

    def __init__(self, database: Database, community: str | None) -> None:
        self.url = database.url
        self.community = community
        self._owner = rules.OWN if community is None else community
        self._database = database

    def add(
        self, collection: str, key: str, value: Json, *, expires: float | None = None
    ) -> Document | None:
        place, text = rules.checked_document(collection, key, value, expires)
        with self._database.writing() as session:
            if not self._add(session, place, text, expires):
                return None
        return rules.document_of(place, 1, expires, text)

    def put(
        self,
        collection: str,
        key: str,
        value: Json,
        *,
        version: int | None = None,
        expires: float | None = None,
    ) -> Document:
        place, text = rules.checked_document(collection, key, value, expires)
        with self._database.writing() as session:
            present = self._version(session, place)
            rules.check_version(place, version, present)
            session.execute(_PUT, *self._key(place), present + 1, expires, text)
        return rules.document_of(place, present + 1, expires, text)

    def get(self, collection: str, key: str) -> Document | None:
        place = rules.check_place(collection, key)
        with self._database.reading() as session:
            found = rules.documents_of(session.execute(_GET, *self._key(place), time.time()))
        return found[0] if found else None

    def remove(self, collection: str, key: str, *, version: int | None = None) -> bool:
        place = rules.check_place(collection, key)
        with self._database.writing() as session:
            present = self._version(session, place)
            if present:
                rules.check_version(place, version, present)
            session.execute(_REMOVE, *self._key(place))
        return present > 0

    def page(
        self,
        collection: str,
        *,
        after: str = "",
        before: str | None = None,
        prefix: str = "",
        limit: int = 100,
        backwards: bool = False,
    ) -> list[Document]:
        query = _PAGE_BACKWARDS if backwards else _PAGE
        bounds = self._bounds(collection, after, before, prefix)
        with self._database.reading() as session:
            return rules.documents_of(session.execute(query, *bounds, time.time(), limit))

    def append(self, collection: str, value: Json, *, expires: float | None = None) -> Document:
        rules.check_collection(collection)
        rules.check_expires(collection, expires)
        text = rules.text_of_value(collection, value)
        with self._database.writing() as session:
            place = self._next_place(session, collection)
            # A number that somebody used as a key of their own is passed over.
            while not self._add(session, place, text, expires):
                place = self._next_place(session, collection)
        return rules.document_of(place, 1, expires, text)

    def count(self, collection: str, *, prefix: str = "") -> int:
        bounds = self._bounds(collection, "", None, prefix)
        with self._database.reading() as session:
            return int(session.value(_COUNT, *bounds, time.time()))

    def holding(self, text: str) -> list[Document]:
        escaped = rules.escaped(text)
        with self._database.reading() as session:
            return rules.documents_of(session.execute(_HOLDING, self._owner, escaped, text))

    def purge(self) -> int:
        purged = 0
        while deleted := self._purge_some():
            purged += deleted
        if purged:
            self.erase()
        return purged

    def erase(self) -> None:
        self._database.erase()

    def close(self) -> None:
        self._database.close()

    def _key(self, place: Place) -> tuple[str, str, str]:
        return self._owner, place.collection, place.key

    def _bounds(
        self, collection: str, after: str, before: str | None, prefix: str
    ) -> tuple[str, ...]:
        keys = rules.key_range(after, before, prefix)
        return self._owner, rules.check_collection(collection), keys.first, keys.end, keys.after

    def _version(self, session: Session, place: Place) -> int:
        """The version that is there; 0: none."""
        return int(session.value(_VERSION, *self._key(place), time.time()) or 0)

    def _add(self, session: Session, place: Place, text: str, expires: float | None) -> bool:
        added = session.execute(_ADD, *self._key(place), expires, text, time.time())
        return added.rowcount > 0

    def _next_place(self, session: Session, collection: str) -> Place:
        number = session.value(_NEXT_NUMBER, self._owner, collection)
        return Place(collection, rules.key_of_number(number))

    def _purge_some(self) -> int:
        with self._database.writing() as session:
            return session.execute(_PURGE, self._owner, time.time(), PURGED_AT_ONCE).rowcount
