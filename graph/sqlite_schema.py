"""The tables of the SQLite store, as numbered migrations.

A person who opens the file with any SQLite tool reads the views `entities` and `relationships`,
and the table `document`.
"""

from __future__ import annotations

from graph.migrations import Migration

APPLICATION_ID = 0x4B494E50
"""`KINP` in the file's header: how a Kinpath database is told from another program's."""

_COMMUNITY = """
CREATE TABLE community (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL DEFAULT 0,
    stamp TEXT NOT NULL DEFAULT ''
)"""

# `properties` stand last: they are long, and what is read for a snapshot comes before them.
_ENTITY = """
CREATE TABLE entity (
    number INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES community (number),
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    at TEXT,
    text_hash TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    facts INTEGER NOT NULL,
    starts INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    properties TEXT NOT NULL,
    UNIQUE (community, id)
)"""

# `packed` is source, target and facts (graph.packing) as three little-endian 64-bit numbers.
_RELATIONSHIP = """
CREATE TABLE relationship (
    number INTEGER PRIMARY KEY,
    community INTEGER NOT NULL REFERENCES community (number),
    kind TEXT NOT NULL,
    source INTEGER NOT NULL REFERENCES entity (number),
    target INTEGER NOT NULL REFERENCES entity (number),
    key TEXT NOT NULL,
    at TEXT,
    fingerprint TEXT NOT NULL,
    revision INTEGER NOT NULL,
    packed BLOB NOT NULL,
    properties TEXT NOT NULL,
    UNIQUE (source, kind, target, key)
)"""

_VECTOR = """
CREATE TABLE vector (
    community INTEGER NOT NULL REFERENCES community (number),
    model TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (community, text_hash, model)
)"""

_DELETION = """
CREATE TABLE deletion (
    community INTEGER NOT NULL REFERENCES community (number),
    digest TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (community, digest)
) WITHOUT ROWID"""

_ENTITIES = """
CREATE VIEW entities AS
SELECT community.id AS community, entity.kind, entity.id, entity.name, entity.at,
    entity.properties, entity.revision
FROM entity JOIN community ON community.number = entity.community"""

_RELATIONSHIPS = """
CREATE VIEW relationships AS
SELECT community.id AS community, source.id AS source, relationship.kind, target.id AS target,
    relationship.key, relationship.at, relationship.properties, relationship.revision
FROM relationship
JOIN community ON community.number = relationship.community
JOIN entity AS source ON source.number = relationship.source
JOIN entity AS target ON target.number = relationship.target"""

_INDEXES = (
    "CREATE INDEX entity_revision ON entity (community, revision)",
    "CREATE INDEX entity_text ON entity (community, text_hash) WHERE text_hash <> ''",
    "CREATE INDEX relationship_target ON relationship (target)",
    # Serves `changes_since`, and the export reads this index alone, never the table.
    "CREATE INDEX relationship_revision ON relationship (community, revision, packed)",
    "CREATE INDEX deletion_revision ON deletion (community, revision)",
)

# What the service keeps (graph.documents): `community` is its id, which need not have been loaded,
# and empty for the server's own; `expires` are seconds since 1970; `value` is a JSON object.
_DOCUMENT = """
CREATE TABLE document (
    number INTEGER PRIMARY KEY,
    community TEXT NOT NULL,
    collection TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    expires REAL,
    value TEXT NOT NULL,
    UNIQUE (community, collection, key)
)"""
_DOCUMENT_EXPIRES = """
CREATE INDEX document_expires ON document (community, expires) WHERE expires IS NOT NULL"""

# The last number that a document of a collection was appended by.
_DOCUMENT_NUMBER = """
CREATE TABLE document_number (
    community TEXT NOT NULL,
    collection TEXT NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (community, collection)
) WITHOUT ROWID"""
# Each ends with the number of the row, so that a page begins right behind the last one.
_PAGES = (
    "CREATE INDEX IF NOT EXISTS entity_name ON entity (community, kind, name)",
    "CREATE INDEX IF NOT EXISTS entity_change ON entity (community, kind, revision)",
    "CREATE INDEX IF NOT EXISTS relationship_change ON relationship (community, kind, revision)",
)

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        1,
        "entities, relationships, vectors and deletions",
        (
            _COMMUNITY,
            _ENTITY,
            _RELATIONSHIP,
            _VECTOR,
            _DELETION,
            _ENTITIES,
            _RELATIONSHIPS,
            *_INDEXES,
        ),
    ),
    Migration(2, "documents", (_DOCUMENT, _DOCUMENT_EXPIRES, _DOCUMENT_NUMBER)),
    Migration(3, "pages", _PAGES),
)
