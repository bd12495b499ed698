"""What a service must keep that is no knowledge of the community: JSON documents in collections."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import TracebackType
from typing import Any, Protocol, Self

from graph.records import check_community
from graph.store import DEFAULT_DEADLINE, database_of

Json = dict[str, Any]
"""A JSON object: text, 64-bit whole numbers, finite numbers, truth values, null, lists, objects."""

PURGED_AT_ONCE = 1_000
"""Expired documents that one transaction deletes, so that others need not wait long."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it was when it was read or written.

    Attributes:
        collection: what it is one of: `a` to `z` and `_`, at most 64 characters.
        key: what it is found by within its collection, 1 to 512 characters.
        value: a JSON object.
        version: 1 when it was added, and one more with each `put`.
        expires: seconds since 1970 from which on it is not there; None: it stays.
    """

    collection: str
    key: str
    value: Json
    version: int
    expires: float | None = None


class Documents(Protocol):
    """The documents of one community, or the server's own, of no community.

    Open it with `open_documents`; it is a context manager, and may be used from several threads.
    Documents lie in the database of the communities, but they are no part of one: they raise no
    revision, no snapshot, count or export sees them. Each call is one transaction, whatever other
    threads, processes and machines write. What has expired is not there, except to `holding`.

    Every call raises StoreError when the database fails, and InvalidRecord for a collection, key
    or value that cannot be kept (field, reason); then nothing is changed.
    """

    url: str
    """Where it is, without any password."""
    community: str | None
    """Whose documents these are; None: the server's own."""

    def add(
        self, collection: str, key: str, value: Json, *, expires: float | None = None
    ) -> Document | None:
        """Keep a new document; None when the key is taken, also by one that was faster."""

    def put(
        self,
        collection: str,
        key: str,
        value: Json,
        *,
        version: int | None = None,
        expires: float | None = None,
    ) -> Document:
        """Keep a document in place of the one that is there, value and expiry.

        Raises:
            VersionConflict: `version` is given and is not the present one (0: it must not be
                there); nothing is changed.
        """

    def get(self, collection: str, key: str) -> Document | None:
        """Read one; None when it is not there."""

    def remove(self, collection: str, key: str, *, version: int | None = None) -> bool:
        """Delete one; whether it was there.

        Raises:
            VersionConflict: it is there, but not in the `version` that is given.
        """

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
        """At most `limit` documents of a collection, in the order of their keys (code points).

        Args:
            collection: of which.
            after: only keys behind this one.
            before: only keys in front of this one.
            prefix: only keys that begin so.
            limit: how many at most.
            backwards: the last ones, the very last first.
        """

    def append(self, collection: str, value: Json, *, expires: float | None = None) -> Document:
        """Keep a new document behind all that were appended before.

        Its key is the collection's next number in 16 digits, never given twice, and greater than
        all that others could read before it was written.
        """

    def count(self, collection: str, *, prefix: str = "") -> int:
        """How many documents a collection holds whose keys begin with `prefix`."""

    def holding(self, text: str) -> list[Document]:
        """All documents that hold the text in their key or anywhere in their JSON.

        Expired ones too, as long as they lie in the database: so that what must be erased is
        found, and afterwards is shown to be gone. `member:ada` is also held by `member:adam`, and
        a text within a text that is JSON itself is not found where that had to escape it. Every
        document is looked through.

        Raises:
            InvalidRequest: the text is empty.
        """

    def purge(self) -> int:
        """Delete what has expired; how many that were."""

    def erase(self) -> None:
        """See to it that nothing of what was removed or replaced stays in the database's files.

        A server keeps its own log for as long as its owner has set it to.
        """

    def close(self) -> None:
        """Release what the handle holds."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class DocumentsFactory(Protocol):
    """What a module of documents offers under the name `open_collections`."""

    def __call__(
        self,
        url: str,
        community: str | None,
        *,
        create: bool,
        password: str | None,
        deadline: float,
    ) -> Documents: ...


def open_documents(
    url: str,
    community: str | None,
    *,
    create: bool = True,
    password: str | None = None,
    deadline: float = DEFAULT_DEADLINE,
) -> Documents:
    """Open the documents of a community in the store at `url`; the handle reaches no others.

    Args:
        url: as `graph.open_store` takes it.
        community: the community's id, whether anything was loaded into it or not; None: the
            documents of the server itself.
        create: make the database, its schema and migrations when they are missing.
        password: for stores that ask for one; it may also stand in the URL.
        deadline: seconds that one call may take.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreAccessDenied, SchemaTooNew, InvalidRecord
    """
    module = import_module(f"graph.{database_of(url)}_documents")
    factory: DocumentsFactory = module.open_collections
    owner = None if community is None else check_community(community)
    return factory(url, owner, create=create, password=password, deadline=deadline)
