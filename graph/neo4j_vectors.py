"""How the Neo4j store keeps the vectors of texts: once per community, model and text.

The `Vector` nodes are what Kinpath reads. The entities carry a copy of the vectors of the model
that wrote last as `embedding`, so that Neo4j's vector indexes find them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import numpy.typing as npt
from neo4j import ManagedTransaction

from graph import cypher
from graph.neo4j_connection import Neo4jConnection, pages, rows
from graph.neo4j_properties import entity_of
from graph.neo4j_schema import is_indexable
from graph.neo4j_writing import Revision, begin_revision, chunks, finish_revision
from graph.records import EntityId, kind_of
from graph.schema import EMBEDDED_KINDS
from graph.store import TextToEmbed, WriteReport
from graph.store_rules import check_dimensions, packed_vector, unpacked_vector
from graph.texts import text_of

_VECTORS_AT_ONCE = 500
_TEXTS_AT_ONCE = 1_000


def texts_without_vector(
    connection: Neo4jConnection, community: str, model: str
) -> list[TextToEmbed]:
    """Each different text that the model has not embedded yet, by digest."""
    found: dict[str, str] = {}
    for kind in EMBEDDED_KINDS:
        query = cypher.WITHOUT_VECTOR[kind]
        # Nodes that share their text with a page's last one are passed over: once is enough.
        for page in pages(connection, query, _TEXTS_AT_ONCE, community=community, model=model):
            for digest, row in page:
                if digest not in found:
                    found[digest] = text_of(entity_of(row))
    return [TextToEmbed(digest, found[digest]) for digest in sorted(found)]


def write_vectors(
    transaction: ManagedTransaction,
    community: str,
    model: str,
    digests: list[str],
    vectors: npt.NDArray[np.float32],
) -> WriteReport:
    """Keep the vectors of texts that the community still has.

    Raises:
        InvalidRecord: the model's other vectors have another length.
    """
    revision = begin_revision(transaction, community)
    found = rows(transaction, cypher.DIMENSIONS, community=community, model=model)
    check_dimensions(model, vectors, found[0][0] if found else None)
    by_text = dict(zip(digests, vectors, strict=True))
    created = 0
    for some in chunks(by_text, _VECTORS_AT_ONCE):
        # A text that was changed or forgotten while it was embedded gets no vector.
        ((used,),) = rows(transaction, cypher.USED_TEXTS, community=community, texts=some)
        ((new,),) = rows(
            transaction,
            cypher.WRITE_VECTORS,
            community=community,
            model=model,
            dimensions=vectors.shape[1],
            rows=[{"text_hash": text, "packed": packed_vector(by_text[text])} for text in used],
        )
        _set_embeddings(transaction, community, model, {text: by_text[text] for text in new})
        created += len(new)
    if created:
        rows(transaction, cypher.SET_EMBEDDING_MODEL, community=community, model=model)
    return WriteReport(
        created=created,
        unchanged=len(digests) - created,
        revision=finish_revision(transaction, revision, changed=created > 0),
    )


def read_vector(
    connection: Neo4jConnection, community: str, model: str, entity: EntityId
) -> npt.NDArray[np.float32] | None:
    """The vector of an entity's present text, None when there is none."""
    query = cypher.TEXT_HASH[kind_of(entity)]
    found = connection.rows(query, community=community, id=entity)
    if not found or found[0][0] is None:
        return None
    packed = connection.rows(cypher.VECTOR, community=community, model=model, text_hash=found[0][0])
    return unpacked_vector(packed[0][0]) if packed else None


def restore_embeddings(
    transaction: ManagedTransaction, revision: Revision, texts: Collection[str]
) -> None:
    """Give entities whose text was embedded before, for another entity, its vector."""
    if revision.model is None:
        return
    for some in chunks(texts, _VECTORS_AT_ONCE):
        found = rows(
            transaction,
            cypher.FIND_VECTORS,
            community=revision.community,
            model=revision.model,
            texts=some,
        )
        vectors = {text: unpacked_vector(packed) for text, packed in found}
        _set_embeddings(transaction, revision.community, revision.model, vectors)


def drop_unused_vectors(
    transaction: ManagedTransaction, community: str, texts: Collection[str]
) -> int:
    """Delete the vectors of those texts that no entity of the community has any more."""
    if not texts:
        return 0
    query = cypher.DROP_UNUSED_VECTORS
    ((deleted,),) = rows(transaction, query, community=community, texts=list(texts))
    return int(deleted)


def _set_embeddings(
    transaction: ManagedTransaction,
    community: str,
    model: str,
    vectors: dict[str, npt.NDArray[np.float32]],
) -> None:
    embeddings: list[dict[str, Any]] = [
        {"text_hash": text, "vector": vector.tolist()}
        for text, vector in vectors.items()
        if is_indexable(len(vector))
    ]
    if embeddings:
        rows(transaction, cypher.SET_EMBEDDINGS, community=community, model=model, rows=embeddings)
