"""Entities that a snapshot does not hold yet, or that say something else now, brought into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from graph.adjacency import frozen
from graph.lending import NoRoomLeft
from graph.packing import (
    pack_entity,
    starts_at,
    unpack_capacities,
    unpack_flags,
    unpack_times,
)
from graph.records import Entity, EntityId
from graph.schema import EntityKind
from graph.snapshot import Snapshot

Nodes = npt.NDArray[np.int32]

OF_NODES = (
    "ids", "names", "by_id", "node_times", "node_starts", "flags", "capacities", "vectors",
    "vector_scales", "vector_rows", "vector_nodes", "cells", "vector_room",
)  # fmt: skip
"""What a snapshot says of its nodes, besides their edges and which of them are to be seen."""


def admitted(snapshot: Snapshot, entities: Sequence[Entity]) -> tuple[Snapshot, Nodes]:
    """The snapshot in which entities say what they say now; those it lacks get spare numbers.

    Of their texts nothing is known here, see `graph.later_texts`.

    Returns:
        The snapshot, and (n,) int32, ascending, the nodes of those that are new to it.

    Raises:
        NoRoomLeft: there are not so many numbers to spare.
    """
    if not entities:
        return snapshot, np.zeros(0, dtype=np.int32)
    new = _numbers_for([each for each in entities if snapshot.find(each.id) is None], snapshot)
    nodes = [new[each.id] if each.id in new else snapshot.node(each.id) for each in entities]
    newcomers = np.array(sorted(new.values()), dtype=np.int32)
    names = {node: entity.name for node, entity in zip(nodes, entities, strict=True)}
    names = {node: name for node, name in names.items() if snapshot.name(node) != name}
    found = replace(
        snapshot,
        ids=snapshot.ids.with_others({node: id_ for id_, node in new.items()}),
        names=snapshot.names.with_others(names),
        by_id=_with_newcomers(snapshot, new),
        absent=np.setdiff1d(snapshot.absent, newcomers, assume_unique=True),
    )
    return _with_facts(found, nodes, entities), newcomers


def spare_left(snapshot: Snapshot, kind: EntityKind) -> Iterator[int]:
    """Numbers of a kind that nobody has."""
    begin, end = np.searchsorted(snapshot.absent, snapshot.range(kind))
    return (node for node in snapshot.absent[begin:end].tolist() if not snapshot.ids[node])


def fullness(snapshot: Snapshot) -> float:
    """Which part of the numbers to spare newcomers have by now, 0-1, in the kind with most."""
    taken = np.array(sorted(snapshot.ids.others), dtype=np.int32)
    offsets = snapshot.ids.offsets
    free = np.setdiff1d(snapshot.absent, taken, assume_unique=True)
    free = free[offsets[free] == offsets[free + 1]]
    used, left = (np.diff(np.searchsorted(each, snapshot.kind_offsets)) for each in (taken, free))
    return float((used / np.maximum(used + left, 1)).max())


def _numbers_for(new: Sequence[Entity], snapshot: Snapshot) -> dict[EntityId, int]:
    spare = {kind: spare_left(snapshot, kind) for kind in {each.kind for each in new}}
    found = {each.id: next(spare[each.kind], None) for each in new}
    if None in found.values():
        raise NoRoomLeft("there are no numbers to spare for so many newcomers")
    return {id_: node for id_, node in found.items() if node is not None}


def _with_newcomers(snapshot: Snapshot, new: Mapping[EntityId, int]) -> Nodes:
    """(N,) nodes by kind and id; of two that have one id, as one left, the latest comes first."""
    by_id = snapshot.by_id.copy()
    for kind in {snapshot.kind(node) for node in new.values()}:
        own = slice(*snapshot.range(kind))
        ids = sorted(id_ for id_, node in new.items() if snapshot.kind(node) is kind)
        numbers = np.array([new[id_] for id_ in ids], dtype=np.int32)
        others = by_id[own][~np.isin(by_id[own], numbers)]
        by_id[own] = np.insert(
            others, [snapshot.ids.place(id_, others.data) for id_ in ids], numbers
        )
    return frozen(by_id)


def _with_facts(snapshot: Snapshot, nodes: list[int], entities: Sequence[Entity]) -> Snapshot:
    packed = np.fromiter(map(pack_entity, entities), np.int64, len(nodes))
    said: dict[str, Any] = {
        "node_times": unpack_times(packed),
        "node_starts": np.fromiter(map(starts_at, entities), np.int32, len(nodes)),
        "flags": unpack_flags(packed),
        "capacities": unpack_capacities(packed),
    }
    for name, values in said.items():
        array = getattr(snapshot, name).copy()
        array[nodes] = values
        said[name] = frozen(array)
    return replace(snapshot, **said)
