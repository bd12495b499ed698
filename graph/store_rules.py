"""What every store does alike, whatever its database: checks, orders, words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from graph.errors import CommunityNotFound, InvalidRecord, UnknownEndpoint, shortened
from graph.records import Entity, EntityId, Relationship
from graph.schema import KIND_RANKS, RELATIONSHIP_CODES

STORED_VECTOR = np.dtype("<f4")
"""How a vector stands in a database: single precision, bit for bit."""


def entity_order(entity: Entity) -> tuple[int, str]:
    """Sorts as streams do: by kind, then by the code points of the id."""
    return KIND_RANKS[entity.kind], entity.id


def relationship_order(edge: Relationship) -> tuple[int, str, str, str]:
    """Sorts as streams do: by kind, source, target, key."""
    return RELATIONSHIP_CODES[edge.kind], edge.source, edge.target, edge.key


def ends_in_numbers(edge: Relationship, numbers: Mapping[EntityId, int]) -> tuple[int, int]:
    """The database's numbers of both ends. Raises UnknownEndpoint for one that is not there."""
    found = []
    for field, entity in (("source", edge.source), ("target", edge.target)):
        if entity not in numbers:
            raise UnknownEndpoint(str(edge), field, entity)
        found.append(numbers[entity])
    source, target = found
    return source, target


def check_vectors(model: str, digests: Sequence[str], vectors: npt.NDArray[np.float32]) -> None:
    """Raises InvalidRecord when they are not one finite row for each digest."""
    if vectors.ndim != 2 or len(vectors) != len(digests):
        raise InvalidRecord(model, "vectors", f"are {vectors.shape}, not ({len(digests)}, D)")
    if not np.isfinite(vectors).all():
        raise InvalidRecord(model, "vectors", "hold something that is not a finite number")


def check_dimensions(model: str, vectors: npt.NDArray[np.float32], stored: int | None) -> None:
    """Raises InvalidRecord when the model's stored vectors have another length than these."""
    if stored is not None and len(vectors) and stored != vectors.shape[1]:
        raise InvalidRecord(
            model, "vectors", f"have {vectors.shape[1]} dimensions, but {stored} in the store"
        )


def packed_vector(vector: npt.NDArray[np.float32]) -> bytes:
    """A vector as a database holds it."""
    return vector.astype(STORED_VECTOR).tobytes()


def unpacked_vector(packed: bytes) -> npt.NDArray[np.float32]:
    """The vector (D,) in the bytes that a database holds."""
    return np.frombuffer(packed, STORED_VECTOR).astype(np.float32)


def unpacked_vectors(packed: Sequence[bytes]) -> npt.NDArray[np.float32]:
    """The vectors (M, D) in the bytes that a database holds; (0, 0) for none."""
    return unpacked_vector(b"".join(packed)).reshape(len(packed), -1 if packed else 0)


def community_not_found(url: str, community: str, present: Sequence[str]) -> CommunityNotFound:
    """The error that names the communities that are there."""
    known = ", ".join(map(shortened, present)) or "no community at all"
    return CommunityNotFound(f"no community {shortened(community)} in {url}; it has {known}")
