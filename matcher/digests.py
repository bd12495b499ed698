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
    wanted = [each.digest for each in deletions]
    found = _stored(snapshot.ids.stored or snapshot.ids, wanted)
    for node in snapshot.ids.others:  # few: those who came since
        found.setdefault(entity_digest(snapshot.id(node)), []).append(node)
    of_entities = {each.revision for each in deletions if each.digest in found}
    is_all_known = all(each.revision in of_entities for each in deletions)
    nodes = [node for digest in wanted for node in found.get(digest, ())]
    return np.unique(np.array(nodes, dtype=np.int32)), is_all_known


def _stored(ids: StringTable, wanted: Sequence[str]) -> dict[str, list[int]]:
    """Those of the digests that belong to ids of the table, with the places of these."""
    known, order = _digests(ids)
    numbers = np.array([int(digest[:_HEX], 16) for digest in wanted], dtype=np.uint64)
    places = order[np.minimum(np.searchsorted(known, numbers), len(known) - 1)].tolist()
    both = zip(wanted, places, strict=True)
    return {digest: [place] for digest, place in both if entity_digest(ids[place]) == digest}


@lru_cache(2)
def _digests(ids: StringTable) -> tuple[npt.NDArray[np.uint64], Nodes]:
    """(N,) the beginnings of the digests of all ids, ascending, and whose each is."""
    digests = (int(entity_digest(ids[node])[:_HEX], 16) for node in range(len(ids)))
    found = np.fromiter(digests, dtype=np.uint64, count=len(ids))
    order = np.argsort(found).astype(np.int32)
    return found[order], order
