"""Constraints and indexes of the Neo4j store, as numbered migrations."""

from __future__ import annotations

from collections.abc import Iterable

from neo4j import ManagedTransaction

from graph import cypher
from graph.migrations import Migration, migrate
from graph.neo4j_connection import Neo4jConnection, rows
from graph.neo4j_errors import SchemaChanging
from graph.schema import EMBEDDED_KINDS, EntityKind, RelationshipKind

MAX_INDEXED_DIMENSIONS = 4_096
"""The longest vectors that Neo4j's vector index takes."""

STEP_SECONDS = 300.0
"""What a step may take at least: it makes a hundred indexes while others wait to do the same, and
fills those of a database that has been used already."""

TRIES = 10
"""How often a step is tried while others make the same indexes."""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "entities, relationships, vectors and deletions",
        (
            cypher.unique("KinpathSchema", "name"),
            cypher.unique("Revision", "community"),
            cypher.unique("Deletion", "community", "digest"),
            cypher.node_index("Deletion", "community", "revision"),
            cypher.unique("Vector", "community", "model", "text_hash"),
            cypher.node_index("Vector", "community", "text_hash"),
            *(cypher.unique(kind.label, "community", "id") for kind in EntityKind),
            *(cypher.node_index(kind.label, "community", "revision") for kind in EntityKind),
            *(cypher.node_index(kind.label, "community", "text_hash") for kind in EMBEDDED_KINDS),
            *(
                cypher.relationship_index(kind, "community", "revision")
                for kind in RelationshipKind
            ),
        ),
    ),
    Migration(
        2,
        "documents",
        (
            cypher.unique("Document", "community", "collection", "key"),
            cypher.unique("DocumentCounter", "community", "collection"),
            cypher.node_index("Document", "community", "expires"),
        ),
    ),
    Migration(
        3,
        "pages by name",
        tuple(cypher.node_index(kind.label, "community", "name") for kind in EntityKind),
    ),
)


def schema_version(connection: Neo4jConnection) -> int:
    """The version that the database records; 0 when Kinpath has not been there yet."""
    found: int | None = connection.rows(cypher.SCHEMA_VERSION)[0][0]
    return found or 0


def prepare(connection: Neo4jConnection, *, create: bool) -> None:
    """Bring the database up to date; one without a schema gets it only when `create` is true.

    Raises:
        SchemaTooNew: a newer Kinpath wrote the database; nothing was changed.
    """
    found = schema_version(connection)
    if found or create:
        migrate(MIGRATIONS, found, connection.url, lambda step: _apply(connection, step))


def is_indexable(dimensions: int) -> bool:
    """Whether a vector index can hold vectors of this length."""
    return 1 <= dimensions <= MAX_INDEXED_DIMENSIONS


def ensure_vector_indexes(connection: Neo4jConnection, dimensions: int) -> None:
    """One vector index for each embedded kind, of this length of vectors.

    The database's indexes follow the model that wrote last: where they were made for vectors of
    another length they are made anew. Vectors that no index can hold are kept without one.
    """
    if not is_indexable(dimensions):
        return
    names = {cypher.vector_index_name(kind): kind for kind in EMBEDDED_KINDS}
    found = dict(connection.rows(cypher.VECTOR_DIMENSIONS, names=list(names)))
    for name, kind in names.items():
        if found.get(name) == dimensions:
            continue
        if name in found:
            connection.command(cypher.drop_vector_index(kind))
        connection.command(cypher.create_vector_index(kind, dimensions))


def _tell(transaction: ManagedTransaction, statements: Iterable[str]) -> None:
    for statement in statements:
        rows(transaction, statement)


def _make(connection: Neo4jConnection, statements: Iterable[str], patience: float) -> None:
    """`IF NOT EXISTS` does not see what another is just making; the next try does."""
    for left in reversed(range(TRIES)):
        try:
            connection.write(lambda transaction: _tell(transaction, statements), patience)
        except SchemaChanging:
            if not left:
                raise
        else:
            return


def _apply(connection: Neo4jConnection, step: Migration) -> None:
    """Neo4j keeps changes of the schema and of data in transactions of their own.

    One who opens the database at the same time may have applied it meanwhile.
    """
    if schema_version(connection) >= step.version:
        return
    patience = max(STEP_SECONDS, connection.deadline)
    _make(connection, step.statements, patience)
    connection.write(
        lambda transaction: rows(transaction, cypher.AWAIT_INDEXES, seconds=int(patience)), patience
    )
    connection.write(
        lambda transaction: rows(transaction, cypher.RECORD_SCHEMA_VERSION, version=step.version)
    )
