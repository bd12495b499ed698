"""A store's packed graph turned into the arrays of a snapshot, in an order no store can change."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graph import packing
from graph.adjacency import Adjacency, adjacencies, frozen, offsets_of, spans_of
from graph.community_order import community_order
from graph.records import kind_of
from graph.schema import KIND_RANKS, KINDS_IN_ORDER
from graph.spare_numbers import Numbering
from graph.store import PackedGraph
from graph.string_table import StringTable
from graph.vector_cells import VectorCells, cells_of

Arrays = dict[str, npt.NDArray]  # type: ignore[type-arg]  # each name has its own dtype: DTYPES

_ADJACENCY = {
    "offsets": "int64",
    "neighbours": "int32",
    "kinds": "uint8",
    "verbs": "uint8",
    "times": "int32",
    "strengths": "float32",
}
_CELLS = ("kinds", "offsets", "centres", "scales")
DTYPES: dict[str, str] = {
    "kind_offsets": "int64",
    "id_text": "uint8",
    "id_offsets": "int64",
    "by_id": "int32",
    "name_text": "uint8",
    "name_offsets": "int64",
    "node_times": "int32",
    "node_starts": "int32",
    "flags": "uint16",
    "capacities": "uint16",
    "vectors": "int8",
    "vector_scales": "float32",
    "vector_rows": "int32",
    "vector_nodes": "int32",
    "cell_kinds": "int64",
    "cell_offsets": "int64",
    "cell_centres": "int8",
    "cell_scales": "float32",
    **{f"out_{name}": dtype for name, dtype in _ADJACENCY.items()},
    **{f"into_{name}": dtype for name, dtype in _ADJACENCY.items()},
}
"""Every array of a snapshot; each is one file, `NAME.npy`."""

_ROWS_AT_ONCE = 65_536
"""Vectors that are quantised at a time: 100 MB of floating-point numbers in between."""

TOGETHER_FROM = 50_000
"""Nodes from which those that belong together lie together; of fewer, all are near at hand."""


def build_arrays(graph: PackedGraph) -> Arrays:
    """The arrays of a snapshot, the same to the byte whatever the store's own order and numbers.

    Nodes are ordered by kind (`KINDS_IN_ORDER`) and then by the code points of their ids, or from
    TOGETHER_FROM nodes on by their communities (`community_order`); edges by source, target, kind,
    time, verb and strength; vectors by kind, cell (`VectorCells`) and node. In a large snapshot
    each kind ends with nodes to spare (`graph.spare_numbers`), which have no id and nothing else.
    """
    order, kind_offsets = _node_order(graph.ids)
    node_of = _Renumbering(graph.numbers, order)
    sources, targets = node_of(graph.sources), node_of(graph.targets)
    by_id = np.arange(len(order), dtype=np.int32)
    if len(order) >= TOGETHER_FROM:
        by_id = _together(kind_offsets, sources, targets)
        order = order[np.argsort(by_id)]
        node_of = _Renumbering(graph.numbers, order)
    numbering = Numbering.of(kind_offsets)
    numbers, kind_offsets = numbering.numbers, numbering.kind_offsets
    sources, targets = (numbers[by_id][ends] for ends in (sources, targets))
    facts = numbering.spread(graph.facts[order], packing.NOTHING)
    out, into = adjacencies(len(facts), sources, targets, graph.edge_facts)
    places = numbering.spread(order, -1).tolist()
    ids = StringTable.of(graph.ids[place] if place >= 0 else "" for place in places)
    names = StringTable.of(graph.names[place] if place >= 0 else "" for place in places)
    starts = graph.starts[order].astype(np.int32, copy=False)
    return {
        "kind_offsets": frozen(kind_offsets),
        "id_text": ids.text,
        "id_offsets": ids.offsets,
        "by_id": frozen(numbering.by_id(by_id)),
        "name_text": names.text,
        "name_offsets": names.offsets,
        "node_times": frozen(packing.unpack_times(facts)),
        "node_starts": frozen(numbering.spread(starts, packing.NO_TIME)),
        "flags": frozen(packing.unpack_flags(facts)),
        "capacities": frozen(packing.unpack_capacities(facts)),
        **_vector_arrays(kind_offsets, numbers[node_of(graph.vector_numbers)], graph.vectors),
        **_adjacency_arrays("out", out),
        **_adjacency_arrays("into", into),
    }


def vector_places(size: int, nodes: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """(size,) int32, the row of each node's vector where row `i` belongs to `nodes[i]`; else -1."""
    rows = np.full(size, -1, dtype=np.int32)
    rows[nodes] = np.arange(len(nodes), dtype=np.int32)
    return rows


def quantised(
    vectors: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Vectors (M, D) as int8 (M, D) and the scale (M,) of each row.

    A row's scale is its own `max |x| / 127`: it does not depend on any other text, so nothing that
    is written later can change it.
    """
    scales = np.abs(vectors).max(axis=1, initial=0.0) / np.float32(127)
    divisors = np.where(scales > 0, scales, np.float32(1))[:, np.newaxis]
    return np.rint(vectors / divisors).astype(np.int8), scales.astype(np.float32, copy=False)


def _node_order(ids: list[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The places of the ids in the snapshot's order, and where each kind begins in it."""
    kinds = np.fromiter((KIND_RANKS[kind_of(id_)] for id_ in ids), np.uint8, len(ids))
    by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
    order = by_id[np.argsort(kinds[by_id], kind="stable")]
    return order, offsets_of(np.bincount(kinds, minlength=len(KINDS_IN_ORDER)))


def _together(
    kind_offsets: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int32],
    targets: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """(N,) int32, the number that each of the nodes gets: by kind, and then by communities."""
    size = int(kind_offsets[-1])
    listed = community_order(size, sources, targets)
    kinds = np.searchsorted(kind_offsets, listed, side="right")
    numbers = np.empty(size, dtype=np.int32)
    numbers[listed[np.argsort(kinds, kind="stable")]] = np.arange(size, dtype=np.int32)
    return numbers


class _Renumbering:
    """From a store's own numbers to the snapshot's nodes."""

    def __init__(self, numbers: npt.NDArray[np.int64], order: npt.NDArray[np.int64]) -> None:
        self._sorter = np.argsort(numbers[order]).astype(np.int32)
        self._sorted = numbers[order][self._sorter]
        self._first = int(self._sorted[0]) if len(numbers) else 0
        span = int(self._sorted[-1]) - self._first + 1 if len(numbers) else 0
        self._table: npt.NDArray[np.int32] | None = None
        # Numbers without many gaps are looked up in a table: ten times faster than a search.
        if span <= 8 * len(numbers) + 1024:
            self._table = np.full(span, -1, dtype=np.int32)
            self._table[self._sorted - self._first] = self._sorter

    def __call__(self, numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
        """(K,) int32, the node of each of the store's numbers; every one must be there."""
        if self._table is not None:
            return self._table[numbers - self._first]
        return self._sorter[np.searchsorted(self._sorted, numbers)]


def _vector_arrays(
    kind_offsets: npt.NDArray[np.int64],
    nodes: npt.NDArray[np.int32],
    vectors: npt.NDArray[np.float32],
) -> Arrays:
    order = np.argsort(nodes)
    nodes = nodes[order]
    quantised_vectors = np.empty(vectors.shape, dtype=np.int8)
    scales = np.empty(len(vectors), dtype=np.float32)
    for begin in range(0, len(order), _ROWS_AT_ONCE):
        part = slice(begin, begin + _ROWS_AT_ONCE)
        quantised_vectors[part], scales[part] = quantised(vectors[order[part]])
    cells, order = cells_of(quantised_vectors, np.searchsorted(nodes, kind_offsets))
    return {
        "vectors": frozen(quantised_vectors[order]),
        "vector_scales": frozen(scales[order]),
        "vector_rows": frozen(vector_places(int(kind_offsets[-1]), nodes[order])),
        "vector_nodes": frozen(nodes[order]),
        **{f"cell_{name}": getattr(cells, name) for name in _CELLS},
    }


def _adjacency_arrays(direction: str, adjacency: Adjacency) -> Arrays:
    return {f"{direction}_{name}": getattr(adjacency, name) for name in _ADJACENCY}


def adjacency_from(arrays: Arrays, direction: str) -> Adjacency:
    """The edges `out` of or `into` the nodes, from a snapshot's arrays."""
    offsets, *columns = (arrays[f"{direction}_{name}"] for name in _ADJACENCY)
    return Adjacency.of(spans_of(offsets), columns)


def cells_from(arrays: Arrays) -> VectorCells:
    """The cells of the vectors, from a snapshot's arrays."""
    return VectorCells(**{name: arrays[f"cell_{name}"] for name in _CELLS})
