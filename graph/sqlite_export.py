"""How a whole community leaves a SQLite file as arrays, millions of relationships a second."""

from __future__ import annotations

from itertools import chain

import numpy as np
import numpy.typing as npt

from graph.sqlite_database import Session
from graph.sqlite_reading import revision_of, stamp_of
from graph.store import PackedGraph
from graph.store_rules import unpacked_vectors

_ENTITIES = """
SELECT number, id, name, facts, starts FROM entity WHERE community = ?"""
# SQLite strings the packed values together by itself, so that one row holds all edges of a
# revision; reading an edge a row, even as a bare value, was measured 4 times slower. The index
# holds all that is read.
_EDGES = """
SELECT CAST(group_concat(packed, '') AS BLOB)
FROM relationship INDEXED BY relationship_revision WHERE community = ? GROUP BY revision"""
_VECTORS = """
SELECT entity.number, vector.vector FROM entity
JOIN vector ON vector.community = entity.community AND vector.model = ?
    AND vector.text_hash = entity.text_hash
WHERE entity.community = ?"""


def export_arrays(session: Session, community: int, model: str) -> PackedGraph:
    """The community as this transaction sees it, with the vectors of one model."""
    entities = session.execute(_ENTITIES, community).fetchall()
    edges = _edges(session, community)
    vector_numbers, vectors = _vectors(session, community, model)
    return PackedGraph(
        revision=revision_of(session, community),
        stamp=stamp_of(session, community),
        numbers=np.array([row[0] for row in entities], np.int64),
        ids=[row[1] for row in entities],
        names=[row[2] for row in entities],
        facts=np.array([row[3] for row in entities], np.int64),
        starts=np.array([row[4] for row in entities], np.int32),
        sources=edges[:, 0].copy(),
        targets=edges[:, 1].copy(),
        edge_facts=edges[:, 2].copy(),
        vector_numbers=vector_numbers,
        vectors=vectors,
    )


def _edges(session: Session, community: int) -> npt.NDArray[np.int64]:
    """(E, 3): source, target and facts of every relationship."""
    packed = b"".join(chain.from_iterable(session.execute(_EDGES, community)))
    return np.frombuffer(packed, np.dtype("<i8")).astype(np.int64, copy=False).reshape(-1, 3)


def _vectors(
    session: Session, community: int, model: str
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    rows = session.execute(_VECTORS, model, community).fetchall()
    numbers = np.array([row[0] for row in rows], np.int64)
    return numbers, unpacked_vectors([row[1] for row in rows])
