"""Every query about documents that Neo4j is asked, named; see `graph.cypher` for all others.

Whoever writes a document holds it first, in a query of its own, and reads its version after that:
in one query Neo4j may read what stood there before it had to wait. MERGE holds the document's
place in the constraint's index, and setting a property the node itself, so that nobody else adds,
replaces or deletes it until the transaction ends. Where there is none, a node without version
holds its place.
"""

from __future__ import annotations

_KEY = "{community: $community, collection: $collection, key: $key}"
HOLD_DOCUMENT = f"MERGE (d:Document {_KEY}) SET d.locked = true REMOVE d.locked"
WRITE_DOCUMENT = f"""
MATCH (d:Document {_KEY}) SET d.version = $version, d.value = $value, d.expires = $expires"""
REMOVE_DOCUMENT = f"MATCH (d:Document {_KEY}) DELETE d"
_COUNTER = "(c:DocumentCounter {community: $community, collection: $collection})"
HOLD_COUNTER = f"MERGE {_COUNTER} SET c.locked = true REMOVE c.locked"
NEXT_NUMBER = f"MATCH {_COUNTER} SET c.last = coalesce(c.last, 0) + 1 RETURN c.last"

_COLUMNS = "d.collection, d.key, d.version, d.expires, d.value"
_LIVES = "d.version > 0 AND (d.expires IS NULL OR d.expires > $now)"
DOCUMENT = f"MATCH (d:Document {_KEY}) WHERE {_LIVES} RETURN {_COLUMNS}"
DOCUMENT_VERSION = f"MATCH (d:Document {_KEY}) WHERE {_LIVES} RETURN d.version"
# An index has keys in the order of code points, expressions compare in that of UTF-16: so keys are
# bounded where the index begins to be read, and nowhere else.
_DOCUMENTS = f"""
MATCH (d:Document) USING INDEX SEEK d:Document(community, collection, key)
WHERE d.community = $community AND d.collection = $collection AND d.key RANGE AND {_LIVES}"""
DOCUMENTS_FROM = f"""{_DOCUMENTS.replace("RANGE", ">= $first")}
WITH d ORDER BY d.community, d.collection, d.key LIMIT $limit
RETURN {_COLUMNS}"""
DOCUMENTS_BEFORE = f"""{_DOCUMENTS.replace("RANGE", "< $end")}
WITH d ORDER BY d.community DESC, d.collection DESC, d.key DESC LIMIT $limit
RETURN {_COLUMNS}"""
COUNT_DOCUMENTS = f"{_DOCUMENTS.replace('RANGE', 'STARTS WITH $prefix')} RETURN count(d)"
DOCUMENTS_HOLDING = f"""
MATCH (d:Document) USING INDEX SEEK d:Document(community, collection, key)
WHERE d.community = $community AND d.collection > '' AND d.key > ''
    AND (d.value CONTAINS $escaped OR d.key CONTAINS $text)
RETURN {_COLUMNS} ORDER BY d.collection, d.key"""

EXPIRED_DOCUMENTS = """
MATCH (d:Document) USING INDEX SEEK d:Document(community, expires)
WHERE d.community = $community AND d.expires <= $now
RETURN d.collection, d.key LIMIT $limit"""
_PLACE = "{community: $community, collection: place[0], key: place[1]}"
HOLD_DOCUMENTS = f"""
UNWIND $places AS place
MERGE (d:Document {_PLACE}) SET d.locked = true REMOVE d.locked"""
# Somebody may have written one of them anew, or deleted it, since it was found.
PURGE_DOCUMENTS = f"""
UNWIND $places AS place
MATCH (d:Document {_PLACE}) WHERE d.version IS NULL OR d.expires <= $now
WITH d, d.version AS version
DELETE d
RETURN count(version)"""
