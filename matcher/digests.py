"""Whom a deletion means: only the hash of an id is left of what was deleted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from graph.snapshot import Snapshot
from graph.store import Deletion, entity_digest
from graph.string_table import StringTable

Nodes = npt.NDArray[np.int32]
_HEX = 16
"""Digits of a digest that are kept; who agrees in them is compared in full."""


def deleted_nodes(snapshot: Snapshot, deletions: Sequence[Deletion]) -> tuple[Nodes, bool]:
    """The nodes (n,), ascending, that were deleted, and whether no deletion is left unexplained.

    What touched an entity goes in the same revision as the entity: such digests are explained.
    """
    if not deletions:
        return np.zeros(0, dtype=np.int32), True
    known, order = _digests(snapshot.ids)
    wanted = np.array([int(each.digest[:_HEX], 16) for each in deletions], dtype=np.uint64)
    places = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    nodes = order[places]
    found = [
        entity_digest(snapshot.id(int(node))) == each.digest
        for node, each in zip(nodes, deletions, strict=True)
    ]
    of_entities = {
        each.revision for each, is_entity in zip(deletions, found, strict=True) if is_entity
    }
    is_all_known = all(each.revision in of_entities for each in deletions)
    return np.unique(nodes[found]).astype(np.int32), is_all_known


@lru_cache(2)
def _digests(ids: StringTable) -> tuple[npt.NDArray[np.uint64], Nodes]:
    """(N,) the beginnings of the digests of all ids, ascending, and whose each is."""
    digests = (int(entity_digest(ids[node])[:_HEX], 16) for node in range(len(ids)))
    found = np.fromiter(digests, dtype=np.uint64, count=len(ids))
    order = np.argsort(found).astype(np.int32)
    return found[order], order
