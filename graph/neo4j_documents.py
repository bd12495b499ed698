"""Documents in a Neo4j database: nodes labelled `Document`, joined to nothing."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from neo4j import ManagedTransaction

from graph import cypher_documents as cypher
from graph import document_rules as rules
from graph.closing import Closing
from graph.document_rules import Place
from graph.documents import PURGED_AT_ONCE, Document, Documents, Json
from graph.errors import StoreUnavailable
from graph.neo4j_address import parse_address
from graph.neo4j_connection import Neo4jConnection, rows
from graph.neo4j_schema import prepare, schema_version


def open_collections(
    url: str, community: str | None, *, create: bool, password: str | None, deadline: float
) -> Documents:
    """Open the documents of a community, or the server's own, in the database at `url`.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreAccessDenied, StoreTimeout, SchemaTooNew
    """
    connection = Neo4jConnection(parse_address(url, password), deadline)
    try:
        connection.verify()
        prepare(connection, create=create)
        if not create and not schema_version(connection):
            raise StoreUnavailable(
                f"{connection.url}: Kinpath keeps nothing there yet; load a community into it"
            )
    except BaseException:
        connection.close()
        raise
    return Neo4jDocuments(connection, community)


class Neo4jDocuments(Closing):
    """Documents in one Neo4j database; see `graph.documents.Documents` for what each does."""

    def __init__(self, connection: Neo4jConnection, community: str | None) -> None:
        self.url = connection.url
        self.community = community
        self._owner = rules.OWN if community is None else community
        self._connection = connection

    def add(
        self, collection: str, key: str, value: Json, *, expires: float | None = None
    ) -> Document | None:
        place, text = rules.checked_document(collection, key, value, expires)
        if not self._connection.write(lambda held: self._add(held, place, text, expires)):
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

        def write(transaction: ManagedTransaction) -> int:
            present = self._hold(transaction, place)
            rules.check_version(place, version, present)
            self._write(transaction, place, present + 1, text, expires)
            return present + 1

        return rules.document_of(place, self._connection.write(write), expires, text)

    def get(self, collection: str, key: str) -> Document | None:
        place = rules.check_place(collection, key)
        found = self._documents(cypher.DOCUMENT, **self._key(place))
        return found[0] if found else None

    def remove(self, collection: str, key: str, *, version: int | None = None) -> bool:
        place = rules.check_place(collection, key)

        def remove(transaction: ManagedTransaction) -> bool:
            present = self._hold(transaction, place)
            if present:
                rules.check_version(place, version, present)
            rows(transaction, cypher.REMOVE_DOCUMENT, **self._key(place))
            return present > 0

        return self._connection.write(remove)

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
        keys = rules.key_range(after, before, prefix)
        asked = {"collection": rules.check_collection(collection), "limit": limit + 1}
        if backwards:
            found = self._documents(cypher.DOCUMENTS_BEFORE, **asked, end=keys.end)
        else:
            found = self._documents(cypher.DOCUMENTS_FROM, **asked, first=keys.first)
        return [each for each in found if each.key in keys][:limit]

    def append(self, collection: str, value: Json, *, expires: float | None = None) -> Document:
        rules.check_collection(collection)
        rules.check_expires(collection, expires)
        text = rules.text_of_value(collection, value)

        def append(transaction: ManagedTransaction) -> Place:
            place = self._next_place(transaction, collection)
            # A number that somebody used as a key of their own is passed over.
            while not self._add(transaction, place, text, expires):
                place = self._next_place(transaction, collection)
            return place

        return rules.document_of(self._connection.write(append), 1, expires, text)

    def count(self, collection: str, *, prefix: str = "") -> int:
        rules.check_collection(collection)
        rules.check_text("prefix", prefix)
        ((counted,),) = self._rows(cypher.COUNT_DOCUMENTS, collection=collection, prefix=prefix)
        return int(counted)

    def holding(self, text: str) -> list[Document]:
        return self._documents(cypher.DOCUMENTS_HOLDING, escaped=rules.escaped(text), text=text)

    def purge(self) -> int:
        purged = 0
        while expired := self._rows(cypher.EXPIRED_DOCUMENTS, limit=PURGED_AT_ONCE):
            purged += self._connection.write(partial(self._purge, places=expired))
        return purged

    def erase(self) -> None:
        """Nothing to do: the server's files are its own affair."""

    def close(self) -> None:
        self._connection.close()

    def _key(self, place: Place) -> dict[str, str]:
        return {"community": self._owner, "collection": place.collection, "key": place.key}

    def _hold(self, transaction: ManagedTransaction, place: Place) -> int:
        """The version that is there (0: none), and nobody changes it before the transaction ends.

        Where there is none the transaction must write one, delete the place, or fail.
        """
        key = self._key(place)
        rows(transaction, cypher.HOLD_DOCUMENT, **key)
        found = rows(transaction, cypher.DOCUMENT_VERSION, **key, now=time.time())
        return int(found[0][0]) if found else 0

    def _write(
        self,
        transaction: ManagedTransaction,
        place: Place,
        version: int,
        text: str,
        expires: float | None,
    ) -> None:
        said = {"version": version, "value": text, "expires": expires}
        rows(transaction, cypher.WRITE_DOCUMENT, **self._key(place), **said)

    def _add(
        self, transaction: ManagedTransaction, place: Place, text: str, expires: float | None
    ) -> bool:
        if self._hold(transaction, place):
            return False
        self._write(transaction, place, 1, text, expires)
        return True

    def _next_place(self, transaction: ManagedTransaction, collection: str) -> Place:
        counter = {"community": self._owner, "collection": collection}
        rows(transaction, cypher.HOLD_COUNTER, **counter)
        ((number,),) = rows(transaction, cypher.NEXT_NUMBER, **counter)
        return Place(collection, rules.key_of_number(number))

    def _purge(self, transaction: ManagedTransaction, places: list[list[Any]]) -> int:
        asked = {"community": self._owner, "places": places}
        rows(transaction, cypher.HOLD_DOCUMENTS, **asked)
        ((deleted,),) = rows(transaction, cypher.PURGE_DOCUMENTS, **asked, now=time.time())
        return int(deleted)

    def _documents(self, query: str, **parameters: Any) -> list[Document]:
        return rules.documents_of(self._rows(query, **parameters))

    def _rows(self, query: str, **parameters: Any) -> list[list[Any]]:
        """Of one query, which may ask for the owner's id and the time."""
        asked = {"community": self._owner, "now": time.time(), **parameters}
        return self._connection.rows(query, **asked)
