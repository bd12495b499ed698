"""Every query that Neo4j is asked, named; labels and types come from the schema's closed lists.

Those about documents stand in `graph.cypher_documents`. Nodes are found by index (community and
id) at a transaction's beginning and by their number `id(n)` after that. Values are always
parameters. Times travel as text: the driver was measured to spend three times as long on one time
as on all the rest of a relationship.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from graph.schema import EMBEDDED_KINDS, OWNING, EntityKind, RelationshipKind


def _labelled(query: str, kind: EntityKind) -> str:
    return query.replace("LABEL", kind.label).replace("KIND", kind.value)


def _typed(query: str, kind: RelationshipKind) -> str:
    return query.replace("TYPE", kind.value)


def _for_entities(
    query: str, kinds: Iterable[EntityKind] = tuple(EntityKind)
) -> dict[EntityKind, str]:
    return {kind: _labelled(query, kind) for kind in kinds}


def _for_relationships(query: str) -> dict[RelationshipKind, str]:
    return {kind: _typed(query, kind) for kind in RelationshipKind}


# --- schema -----------------------------------------------------------------------------------

SCHEMA_VERSION = "MATCH (s:KinpathSchema) RETURN max(s.version) AS version"
RECORD_SCHEMA_VERSION = """
MERGE (s:KinpathSchema {name: 'kinpath'})
SET s.version = CASE WHEN coalesce(s.version, 0) < $version THEN $version ELSE s.version END"""
AWAIT_INDEXES = "CALL db.awaitIndexes($seconds)"
VECTOR_DIMENSIONS = """
SHOW VECTOR INDEXES YIELD name, options
WHERE name IN $names
RETURN name, options.indexConfig.`vector.dimensions` AS dimensions"""


def unique(label: str, *properties: str) -> str:
    """A constraint: no two nodes of the label agree in all these properties."""
    listed = ", ".join(f"n.{name}" for name in properties)
    return (
        f"CREATE CONSTRAINT {label.lower()}_{'_'.join(properties)} IF NOT EXISTS "
        f"FOR (n:{label}) REQUIRE ({listed}) IS UNIQUE"
    )


def node_index(label: str, *properties: str) -> str:
    """An index of nodes."""
    listed = ", ".join(f"n.{name}" for name in properties)
    return (
        f"CREATE INDEX {label.lower()}_{'_'.join(properties)} IF NOT EXISTS "
        f"FOR (n:{label}) ON ({listed})"
    )


def relationship_index(kind: RelationshipKind, *properties: str) -> str:
    """An index of relationships."""
    listed = ", ".join(f"r.{name}" for name in properties)
    return (
        f"CREATE INDEX {kind.value.lower()}_{'_'.join(properties)} IF NOT EXISTS "
        f"FOR ()-[r:{kind.value}]-() ON ({listed})"
    )


def vector_index_name(kind: EntityKind) -> str:
    """`member_embedding`: what `db.index.vector.queryNodes` takes."""
    return f"{kind.value}_embedding"


def create_vector_index(kind: EntityKind, dimensions: int) -> str:
    """The index of the embeddings of a kind."""
    return (
        f"CREATE VECTOR INDEX {vector_index_name(kind)} IF NOT EXISTS "
        f"FOR (n:{kind.label}) ON n.embedding OPTIONS {{indexConfig: {{"
        f"`vector.dimensions`: {int(dimensions)}, `vector.similarity_function`: 'cosine'}}}}"
    )


def drop_vector_index(kind: EntityKind) -> str:
    """To make the index anew."""
    return f"DROP INDEX {vector_index_name(kind)} IF EXISTS"


# --- the revision of a community --------------------------------------------------------------

COMMUNITIES = "MATCH (r:Revision) WHERE r.revision > 0 RETURN r.community"
REVISION = "MATCH (r:Revision {community: $community}) RETURN r.revision"
STAMP = """
MATCH (r:Revision {community: $community}) WHERE r.revision > 0 RETURN r.revision, r.stamp"""
# Setting a property takes the node's lock, so that writers of a community wait for one another;
# only then is the revision read.
BEGIN_REVISION = """
MERGE (r:Revision {community: $community})
SET r.locked = true REMOVE r.locked
WITH r RETURN coalesce(r.revision, 0) AS revision, r.embedding_model AS model"""
FINISH_REVISION = """
MATCH (r:Revision {community: $community}) SET r.revision = $revision, r.stamp = randomUUID()"""
FORGET_UNUSED = "MATCH (r:Revision {community: $community}) WHERE r.revision IS NULL DELETE r"

# --- writing ----------------------------------------------------------------------------------

# An embedding stays as long as the text stays.
WRITE_ENTITIES = _for_entities("""
UNWIND $rows AS row
MERGE (n:LABEL {community: $community, id: row.id})
WITH n, row, n.fingerprint AS before, n.text_hash AS text_before
WHERE before IS NULL OR before <> row.fingerprint
WITH n, row, before, text_before,
    CASE WHEN text_before = row.text_hash THEN n.embedding END AS embedding,
    CASE WHEN text_before = row.text_hash THEN n.embedding_model END AS embedding_model
SET n = row
SET n.revision = $revision, n.at = datetime(row.at),
    n.embedding = embedding, n.embedding_model = embedding_model
RETURN count(*) AS changed, count(before) AS updated,
    collect(DISTINCT CASE WHEN text_before <> coalesce(row.text_hash, '') THEN text_before END)
        AS earlier_texts,
    collect(DISTINCT CASE WHEN embedding IS NULL THEN row.text_hash END) AS texts""")
WRITE_RELATIONSHIPS = _for_relationships("""
UNWIND $rows AS row
MATCH (a) WHERE id(a) = row[0]
MATCH (b) WHERE id(b) = row[1]
MERGE (a)-[r:TYPE {key: row[2].key}]->(b)
WITH r, row[2] AS properties, r.fingerprint AS before
WHERE before IS NULL OR before <> properties.fingerprint
SET r = properties
SET r.revision = $revision, r.at = datetime(properties.at)
RETURN count(*) AS changed, count(before) AS updated""")
FIND_ENTITIES = _for_entities("""
UNWIND $ids AS id
MATCH (n:LABEL {community: $community, id: id})
RETURN collect(n.id) AS ids, collect(id(n)) AS numbers""")


# --- deleting ---------------------------------------------------------------------------------

ANY_DELETION = """
MATCH (d:Deletion) WHERE d.community = $community AND d.revision > 0 RETURN true LIMIT 1"""
UNDO_DELETIONS = """
UNWIND $digests AS digest
MATCH (d:Deletion {community: $community, digest: digest}) DELETE d"""
KEEP_DIGESTS = """
UNWIND $digests AS digest
MERGE (d:Deletion {community: $community, digest: digest}) SET d.revision = $revision"""
OWNED = f"""
MATCH (n)-[:{"|".join(OWNING)}]->(owned) WHERE id(n) = $number
RETURN DISTINCT owned.id AS id, id(owned) AS number ORDER BY id"""
# DISTINCT, here and in the export, keeps Neo4j from planning to read all relationships instead, as
# it would while there are few of them.
TOUCHING_NUMBERS = """
UNWIND $numbers AS number
MATCH (n) WHERE id(n) = number
WITH DISTINCT n
MATCH (n)-[r]-()
WITH DISTINCT r
RETURN type(r), startNode(r).id, endNode(r).id, r.key"""
TEXTS_OF = """
UNWIND $numbers AS number
MATCH (n) WHERE id(n) = number AND n.text_hash IS NOT NULL
RETURN collect(DISTINCT n.text_hash) AS texts"""
DELETE_ENTITIES = "UNWIND $numbers AS number MATCH (n) WHERE id(n) = number DETACH DELETE n"
DELETE_RELATIONSHIPS = _for_relationships("""
UNWIND $rows AS row
MATCH (a)-[r:TYPE {key: row[2]}]->(b) WHERE id(a) = row[0] AND id(b) = row[1]
DELETE r
RETURN collect(row[3]) AS digests""")


# --- reading ----------------------------------------------------------------------------------

# What a record is made of, without what only a snapshot needs; an embedding is long.
_RECORD = "n {.*, at: toString(n.at), embedding: null, facts: null, starts: null}"
_EDGE = "type(r), a.id, b.id, r {.*, at: toString(r.at), facts: null}"
ENTITY = _for_entities(f"MATCH (n:LABEL {{community: $community, id: $id}}) RETURN {_RECORD}")
# The index gives ids in order, by code points, so that a page costs no more than its rows. SEEK has
# it keep their bounds too: expressions compare in the order of UTF-16, and where the index is only
# scanned a page would leave out what stands between the two orders.
ENTITIES = _for_entities(f"""
MATCH (n:LABEL) USING INDEX SEEK n:LABEL(community, id)
WHERE n.community = $community AND n.id > $after
WITH n ORDER BY n.community, n.id LIMIT $limit
RETURN n.id, {_RECORD}""")
_SOURCES = """
MATCH (a:LABEL) USING INDEX SEEK a:LABEL(community, id)
WHERE a.community = $community AND a.id > $after AND (a)-[:TYPE]->()
WITH a ORDER BY a.community, a.id LIMIT $limit
RETURN a.id, id(a), COUNT { (a)-[:TYPE]->() }"""
RELATIONSHIPS_FROM = _for_relationships(f"""
UNWIND $numbers AS number
MATCH (a)-[r:TYPE]->(b) WHERE id(a) = number
RETURN {_EDGE}""")
TOUCHING = _for_entities(f"""
MATCH (n:LABEL {{community: $community, id: $id}})-[r]-()
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
RETURN {_EDGE}""")
_COUNT_ENTITIES = """
MATCH (n:LABEL) WHERE n.community = $community AND n.id > '' RETURN 'KIND' AS kind, count(n) AS n"""
_COUNT_RELATIONSHIPS = """
MATCH ()-[r:TYPE]->() WHERE r.community = $community AND r.revision > 0
RETURN 'TYPE' AS kind, count(r) AS n"""
_CHANGED_ENTITIES = f"""
MATCH (n:LABEL) WHERE n.community = $community AND n.revision > $revision
RETURN {_RECORD} AS row"""
_CHANGED_RELATIONSHIPS = """
MATCH (a)-[r:TYPE]->(b) WHERE r.community = $community AND r.revision > $revision
RETURN type(r) AS type, a.id AS source, b.id AS target,
    r {.*, at: toString(r.at), facts: null} AS row"""
DELETIONS = """
MATCH (d:Deletion) WHERE d.community = $community AND d.revision > $revision
RETURN d.digest, d.revision"""


# --- pages ------------------------------------------------------------------------------------

ENTITIES_BY_ID = _for_entities(f"""
MATCH (n:LABEL) USING INDEX SEEK n:LABEL(community, id)
WHERE n.community = $community AND n.id > $after
WITH n ORDER BY n.community, n.id LIMIT $limit
RETURN {_RECORD}, n.id""")
# Rows that agree in what the index sorts by are told apart by their numbers. With OR for CASE two
# ways through the index would be joined, and all rows sorted anew: texts as UTF-16 sorts them.
ENTITIES_BY_NAME = _for_entities(f"""
MATCH (n:LABEL) USING INDEX SEEK n:LABEL(community, name)
WHERE n.community = $community AND n.name >= $after AND n.name < $end
    AND CASE n.name WHEN $after THEN id(n) > $number ELSE true END AND n.revision > $since
WITH n ORDER BY n.community, n.name, id(n) LIMIT $limit
RETURN {_RECORD}, n.name, id(n)""")
ENTITIES_BY_CHANGE = _for_entities(f"""
MATCH (n:LABEL) USING INDEX n:LABEL(community, revision)
WHERE n.community = $community AND n.revision >= $revision
    AND CASE n.revision WHEN $revision THEN id(n) > $number ELSE true END
WITH n ORDER BY n.community, n.revision, id(n) LIMIT $limit
RETURN {_RECORD}, n.revision, id(n)""")
EDGES_BY_CHANGE = _for_relationships(f"""
MATCH (a)-[r:TYPE]->(b) USING INDEX r:TYPE(community, revision)
WHERE r.community = $community AND r.revision >= $revision
    AND CASE r.revision WHEN $revision THEN id(r) > $number ELSE true END
WITH a, r, b ORDER BY r.community, r.revision, id(r) LIMIT $limit
RETURN {_EDGE}, r.revision, id(r)""")
_EDGES_OF_SOURCE = f"""
MATCH (a:LABEL {{community: $community, id: $source}})-[r:TYPE]->(b)
WHERE r.revision >= $revision AND CASE r.revision WHEN $revision THEN id(r) > $number ELSE true END
WITH a, r, b ORDER BY r.revision, id(r) LIMIT $limit
RETURN {_EDGE}, r.revision, id(r)"""
SOME_ENTITIES = _for_entities(f"""
UNWIND $ids AS id
MATCH (n:LABEL {{community: $community, id: id}})
RETURN {_RECORD}""")
KEYED = _for_entities(f"""
UNWIND $pairs AS pair
MATCH (a:LABEL {{community: $community, id: pair[0]}})-[r]->(b) WHERE r.key = pair[1]
RETURN {_EDGE}""")


def edges_of_source(kind: RelationshipKind, source: EntityKind) -> str:
    """A page of relationships of a kind that leave from one node."""
    return _labelled(_typed(_EDGES_OF_SOURCE, kind), source)


def around(kind: EntityKind, edges: Iterable[RelationshipKind]) -> str:
    """The relationships of some kinds at the nodes of a kind that are listed."""
    return f"""
UNWIND $ids AS id
MATCH (n:{kind.label} {{community: $community, id: id}})-[r:{"|".join(edges)}]-()
WITH DISTINCT r, startNode(r) AS a, endNode(r) AS b
RETURN id(r), {_EDGE}"""


def sources(kind: RelationshipKind, source: EntityKind) -> str:
    """A page of nodes that relationships of a kind leave from."""
    return _labelled(_typed(_SOURCES, kind), source)


def joining(kind: RelationshipKind, source: EntityKind, target: EntityKind) -> str:
    """The relationships of a kind between the ends that are listed."""
    return f"""
UNWIND $ends AS pair
MATCH (a:{source.label} {{community: $community, id: pair[0]}})
MATCH (b:{target.label} {{community: $community, id: pair[1]}})
MATCH (a)-[r:{kind.value}]->(b)
RETURN {_EDGE}"""


COUNTS = (
    " UNION ALL ".join(_for_entities(_COUNT_ENTITIES).values()),
    " UNION ALL ".join(_for_relationships(_COUNT_RELATIONSHIPS).values()),
)
CHANGED_ENTITIES = " UNION ALL ".join(_for_entities(_CHANGED_ENTITIES).values())
CHANGED_RELATIONSHIPS = " UNION ALL ".join(_for_relationships(_CHANGED_RELATIONSHIPS).values())

# --- vectors ----------------------------------------------------------------------------------


def _any_with_text(text: str, then: Callable[[str], str], between: str) -> str:
    """A clause about the nodes of each embedded kind that have a text."""
    return between.join(
        then(f"(n:{kind.label} {{community: $community, text_hash: {text}}})")
        for kind in EMBEDDED_KINDS
    )


_TEXT_IS_USED = _any_with_text("text", lambda node: f"EXISTS {{ {node} }}", " OR ")
USED_TEXTS = f"""
UNWIND $texts AS text WITH text WHERE {_TEXT_IS_USED}
RETURN collect(text) AS texts"""
DROP_UNUSED_VECTORS = f"""
UNWIND $texts AS text WITH text WHERE NOT ({_TEXT_IS_USED})
MATCH (v:Vector {{community: $community, text_hash: text}})
DELETE v
RETURN count(v) AS deleted"""
WRITE_VECTORS = """
UNWIND $rows AS row
MERGE (v:Vector {community: $community, text_hash: row.text_hash, model: $model})
ON CREATE SET v.vector = row.packed, v.dimensions = $dimensions, v.is_new = true
WITH v, row, v.is_new AS is_new
REMOVE v.is_new
WITH row, is_new WHERE is_new
RETURN collect(row.text_hash) AS texts"""
FIND_VECTORS = """
UNWIND $texts AS text
MATCH (v:Vector {community: $community, text_hash: text, model: $model})
RETURN v.text_hash, v.vector"""
_NODES_WITH_TEXT = _any_with_text(
    "row.text_hash", lambda node: f"MATCH {node} RETURN n", " UNION ALL "
)
# The procedure keeps single precision, where SET would keep double.
SET_EMBEDDINGS = f"""
UNWIND $rows AS row
CALL (row) {{ {_NODES_WITH_TEXT} }}
CALL db.create.setNodeVectorProperty(n, 'embedding', row.vector)
SET n.embedding_model = $model"""
SET_EMBEDDING_MODEL = """
MATCH (r:Revision {community: $community}) SET r.embedding_model = $model"""
DIMENSIONS = """
MATCH (v:Vector) WHERE v.community = $community AND v.model = $model AND v.text_hash > ''
RETURN v.dimensions LIMIT 1"""
VECTOR = """
MATCH (v:Vector {community: $community, text_hash: $text_hash, model: $model}) RETURN v.vector"""
TEXT_HASH = _for_entities("MATCH (n:LABEL {community: $community, id: $id}) RETURN n.text_hash")
WITHOUT_VECTOR = _for_entities(
    f"""
MATCH (n:LABEL) USING INDEX SEEK n:LABEL(community, text_hash)
WHERE n.community = $community AND n.text_hash > $after
    AND NOT EXISTS {{ (:Vector {{community: $community, text_hash: n.text_hash, model: $model}}) }}
WITH n ORDER BY n.community, n.text_hash LIMIT $limit
RETURN n.text_hash, {_RECORD}""",
    EMBEDDED_KINDS,
)


# --- export -----------------------------------------------------------------------------------

PACKED_ENTITIES = _for_entities("""
MATCH (n:LABEL) USING INDEX SEEK n:LABEL(community, id)
WHERE n.community = $community AND n.id > $after
WITH n ORDER BY n.community, n.id LIMIT $limit
RETURN collect(id(n)), collect(n.id), collect(n.name), collect(n.facts), collect(n.starts),
    collect(coalesce(n.text_hash, ''))""")
# Two numbers for an edge and thousands of edges for a row: a row per edge spends its time on rows.
PACKED_RELATIONSHIPS = """
UNWIND $blocks AS block
CALL (block) {
    UNWIND block AS number
    MATCH (a) WHERE id(a) = number
    WITH DISTINCT a
    MATCH (a)-[r]->(b)
    RETURN collect(id(a) * 2147483648 + id(b)) AS ends, collect(r.facts) AS facts
}
RETURN ends, facts"""
PACKED_VECTORS = """
MATCH (v:Vector) USING INDEX SEEK v:Vector(community, model, text_hash)
WHERE v.community = $community AND v.model = $model AND v.text_hash > $after
WITH v ORDER BY v.community, v.model, v.text_hash LIMIT $limit
RETURN collect(v.text_hash), collect(v.vector)"""
