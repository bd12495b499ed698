"""How the SQLite store keeps the vectors of texts: once per community, model and text."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph.records import Entity, EntityId
from graph.sqlite_database import Session
from graph.sqlite_reading import properties_of
from graph.sqlite_writing import begin_revision, finish_revision
from graph.store import TextToEmbed, WriteReport
from graph.store_rules import (
    STORED_VECTOR,
    check_dimensions,
    check_vectors,
    packed_vector,
    unpacked_vector,
)
from graph.texts import text_of

# Rows of one text are alike in their text, whichever of them SQLite picks.
_WITHOUT_VECTOR = """
SELECT text_hash, id, properties FROM entity INDEXED BY entity_text
WHERE community = :community AND text_hash <> '' AND NOT EXISTS (
    SELECT 1 FROM vector
    WHERE community = :community AND model = :model AND text_hash = entity.text_hash)
GROUP BY text_hash ORDER BY text_hash"""
# A text that was changed or forgotten while it was embedded gets no vector. (`<> ''` repeats what
# the partial index says of itself: without it SQLite would read every entity.)
_WRITE = """
INSERT INTO vector (community, model, text_hash, vector)
SELECT :community, :model, :text_hash, :vector WHERE EXISTS (
    SELECT 1 FROM entity INDEXED BY entity_text
    WHERE community = :community AND text_hash = :text_hash AND text_hash <> '')
ON CONFLICT (community, text_hash, model) DO NOTHING"""
_LENGTH = "SELECT length(vector) FROM vector WHERE community = ? AND model = ? LIMIT 1"
_READ = """
SELECT vector.vector FROM entity
JOIN vector ON vector.community = entity.community AND vector.text_hash = entity.text_hash
WHERE entity.community = ? AND entity.id = ? AND vector.model = ?"""


def texts_without_vector(session: Session, community: int, model: str) -> list[TextToEmbed]:
    """Each different text that the model has not embedded yet, by digest."""
    rows = session.connection.execute(_WITHOUT_VECTOR, {"community": community, "model": model})
    return [
        TextToEmbed(digest, text_of(Entity(EntityId(entity), None, properties_of(properties))))
        for digest, entity, properties in rows
    ]


def write_vectors(
    session: Session,
    community: str,
    model: str,
    digests: list[str],
    vectors: npt.NDArray[np.float32],
) -> WriteReport:
    """Keep the vectors of texts that the community still has.

    Raises:
        InvalidRecord: their shape or a number is wrong.
    """
    revision = begin_revision(session, community)
    check_vectors(model, digests, vectors)
    length = session.value(_LENGTH, revision.community, model)
    check_dimensions(model, vectors, length and length // STORED_VECTOR.itemsize)
    before = session.connection.total_changes
    rows = (
        {
            "community": revision.community,
            "model": model,
            "text_hash": digest,
            "vector": packed_vector(vector),
        }
        for digest, vector in zip(digests, vectors, strict=True)
    )
    session.executemany(_WRITE, rows)
    created = session.connection.total_changes - before
    return WriteReport(
        created=created,
        unchanged=len(digests) - created,
        revision=finish_revision(session, revision, changed=created > 0),
    )


def read_vector(
    session: Session, community: int, model: str, entity: EntityId
) -> npt.NDArray[np.float32] | None:
    """The vector of an entity's present text, None when there is none."""
    packed = session.value(_READ, community, entity, model)
    return None if packed is None else unpacked_vector(packed)
