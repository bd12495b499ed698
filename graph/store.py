"""The one protocol that every database speaks, and `open_store`, which finds the right one."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self
from urllib.parse import urlsplit, urlunsplit

import numpy as np
import numpy.typing as npt

from graph.errors import InvalidStoreUrl, shortened
from graph.paging import Decision, Paged, Way
from graph.records import Entity, EntityId, Record, Relationship, check_community
from graph.schema import EntityKind, RelationshipKind

DEFAULT_DEADLINE = 30.0
"""Seconds that one call to a store may take."""


@dataclass(frozen=True, slots=True)
class WriteReport:
    """What one `write` did; `revision` is the community's revision afterwards."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class ForgetReport:
    """What one `forget` removed: ids of entities, and how many relationships and vectors."""

    entities: tuple[EntityId, ...]
    relationships: int
    vectors: int
    revision: int


@dataclass(frozen=True, slots=True)
class Deletion:
    """Something that is no longer there.

    Only the hash of its id remains (`entity_digest`, `relationship_digest`), so that a follower
    who holds the id can recognise it, and nobody else learns who was forgotten.
    """

    digest: str
    revision: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything written or deleted after a revision, up to and including `revision`."""

    revision: int
    entities: tuple[Entity, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    deletions: tuple[Deletion, ...] = ()


@dataclass(frozen=True, slots=True)
class TextToEmbed:
    """A text that has no vector yet."""

    digest: str
    text: str


@dataclass(frozen=True, slots=True)
class PackedGraph:
    """A whole community in arrays, in the store's own order and numbers; see `graph.packing`.

    Attributes:
        revision: the community's revision that this is a picture of.
        stamp: the community's stamp at that revision.
        numbers: (N,) int64, the store's own number of each entity.
        ids: N ids.
        names: N names for people.
        facts: (N,) int64, `pack_entity` of each.
        starts: (N,) int32, `starts_at` of each.
        sources, targets: (E,) int64, the store's numbers of each relationship's ends.
        edge_facts: (E,) int64, `pack_relationship` of each.
        vector_numbers: (M,) int64, the store's numbers of the entities that have a vector.
        vectors: (M, D) float32.
    """

    revision: int
    stamp: str
    numbers: npt.NDArray[np.int64]
    ids: list[str]
    names: list[str]
    facts: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int32]
    sources: npt.NDArray[np.int64]
    targets: npt.NDArray[np.int64]
    edge_facts: npt.NDArray[np.int64]
    vector_numbers: npt.NDArray[np.int64]
    vectors: npt.NDArray[np.float32] = field(repr=False)


class GraphStore(Paged, Protocol):
    """One community in one database. Open it with `open_store`; it is a context manager."""

    url: str
    """Where it is, without any password."""
    community: str
    is_near: bool
    """Whether its stamp is read without waiting: from a file, and not from a server."""

    def write(self, records: Iterable[Record]) -> WriteReport:
        """Write the records in one transaction; a record that is there already changes nothing.

        A record replaces an earlier one of the same identity whole. Entities of the batch are
        written before its relationships, whatever their order. The revision rises by exactly one
        when anything changed.

        Raises:
            InvalidRecord: a record breaks the schema; nothing is written.
            UnknownEndpoint: a relationship names an entity that is neither stored nor in the batch.
            StoreError: the database failed; nothing is written.
        """

    def remove(self, relationships: Iterable[Relationship]) -> int:
        """Delete these relationships (by kind, ends and key); returns how many were there."""

    def amend(self, decide: Decision) -> WriteReport:
        """Read, decide and change in one transaction, in which nobody else changes anything.

        `decide` may be asked more than once; what it raises ends the transaction, and nothing is
        changed. The report counts what was written; the revision rises when anything changed.

        Raises:
            InvalidRecord, UnknownEndpoint, StoreError: as for `write`.
            EntityNotFound: what is to be forgotten is not there.
        """

    def entity(self, entity: EntityId) -> Entity:
        """Read one. Raises EntityNotFound."""

    def existing(self, entities: Collection[EntityId]) -> set[EntityId]:
        """Those of the ids that the community holds."""

    def entities(self, kind: EntityKind | None = None) -> Iterator[Entity]:
        """Stream all, ordered by kind (as in the schema) and then by id (code points)."""

    def relationships(
        self, kind: RelationshipKind | None = None, touching: EntityId | None = None
    ) -> Iterator[Relationship]:
        """Stream all, or those of a kind, or those that begin or end at `touching`.

        Ordered by kind (as in the schema), source, target, key.
        """

    def joining(self, ways: Collection[Way]) -> list[Relationship]:
        """All relationships of these kinds from these sources to these targets, in any order."""

    def forget(self, entity: EntityId) -> ForgetReport:
        """Remove an entity and everything that touches it.

        With a member go their purposes and the content that they created, with all relationships
        and vectors of these. Raises EntityNotFound.
        """

    def rewrite(self) -> list[Path]:
        """Have the database's own files hold nothing but what is there now; which files these are.

        Only files that this machine can see; a server keeps its files and its log as its owner has
        set it to. It takes as long as copying the database, and about as much room meanwhile.

        Raises:
            StoreError: somebody else uses the database right now, or the disk is full.
        """

    def files(self) -> list[Path]:
        """The database's own files, as far as this machine can see them; none of a server's."""

    def changes_since(self, revision: int) -> Changes:
        """What was written or deleted after `revision`."""

    def revision(self) -> int:
        """The community's revision: 0 before the first write."""

    def stamp(self) -> str:
        """`revision-token`; the token is drawn anew by each write that changes something.

        Equal stamps mean the same content, also when a database was made anew or restored from a
        backup at the same address, where a revision may come a second time with other content.
        """

    def state(self) -> int | None:
        """Another number after each commit to the database, whoever made it.

        None where it takes as long to ask for it as for what could have changed.
        """

    def counts(self) -> dict[str, int]:
        """How many of each kind of entity and relationship there are; absent kinds are left out."""

    def texts_without_vector(self, model: str) -> list[TextToEmbed]:
        """Each different text that `model` has not embedded yet, ordered by digest."""

    def write_vectors(
        self, model: str, digests: list[str], vectors: npt.NDArray[np.float32]
    ) -> WriteReport:
        """Keep the vectors (len(digests), D) of texts under the model's name, in one transaction.

        The revision rises by one when any of them was not there.
        """

    def vector(self, model: str, entity: EntityId) -> npt.NDArray[np.float32] | None:
        """The vector (D,) of an entity's present text, or None."""

    def export(self, model: str) -> PackedGraph:
        """The whole community in arrays, from one consistent view of the store."""

    def close(self) -> None:
        """Release what the handle holds."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class StoreFactory(Protocol):
    """What a module of a store offers under the name `open`."""

    def __call__(
        self, url: str, community: str, *, create: bool, password: str | None, deadline: float
    ) -> GraphStore: ...


_DATABASES: Mapping[str, str] = {
    "sqlite": "sqlite",
    **dict.fromkeys(("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"), "neo4j"),
}
"""What the modules of a database are named after (`graph.sqlite_store`), by the scheme of URLs."""


def open_store(
    url: str,
    community: str,
    *,
    create: bool = True,
    password: str | None = None,
    deadline: float = DEFAULT_DEADLINE,
) -> GraphStore:
    """Open one community in the store at `url`.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db`, or what the Neo4j driver takes
            (`neo4j://user@host:7687/database`, `bolt://…`, with `+s` for TLS).
        community: the community's id; the handle reaches no other.
        create: make the database, its schema and migrations when they are missing.
        password: for stores that ask for one; it may also stand in the URL.
        deadline: seconds that one call may take.

    Raises:
        InvalidStoreUrl, StoreUnavailable, StoreAccessDenied, SchemaTooNew, InvalidRecord
    """
    module = import_module(f"graph.{database_of(url)}_store")
    factory: StoreFactory = module.open_community
    return factory(
        url, check_community(community), create=create, password=password, deadline=deadline
    )


def list_communities(
    url: str, *, password: str | None = None, deadline: float = DEFAULT_DEADLINE
) -> list[str]:
    """Ids of the communities in the store at `url`, sorted; empty when it does not exist yet."""
    found: list[str] = import_module(f"graph.{database_of(url)}_store").list_communities(
        url, password=password, deadline=deadline
    )
    return found


def database_of(url: str) -> str:
    """`sqlite` or `neo4j`: what keeps the store at `url`. Raises InvalidStoreUrl."""
    database = _DATABASES.get(url.partition("://")[0])
    if database is None:
        known = ", ".join(f"{scheme}://" for scheme in _DATABASES)
        raise InvalidStoreUrl(f"store {shortened(without_password(url))} must begin with {known}")
    return database


def without_password(url: str) -> str:
    """`url` fit for a message or a log."""
    parts = urlsplit(url)
    if "@" not in parts.netloc:
        return url
    user, _, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.partition(':')[0]}@{host}"))


def revision_in(stamp: str) -> int:
    """The revision that a stamp begins with."""
    return int(stamp.partition("-")[0])


def entity_digest(entity: str) -> str:
    """What remains of a deleted entity's id."""
    return hashlib.sha256(entity.encode()).hexdigest()


def relationship_digest(relationship: Relationship) -> str:
    """What remains of a deleted relationship's identity."""
    ends = (relationship.kind.value, relationship.source, relationship.target, relationship.key)
    return hashlib.sha256("\x1f".join(ends).encode()).hexdigest()
