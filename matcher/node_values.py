"""Values of the few nodes that a question touches, of all that there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel
from matcher.heaps import best_of
from matcher.small_tables import slot_of, table_for

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
_SPARSE = 8
"""Times the room that a table needs, so that whoever is not there is mostly told at once."""


@dataclass(frozen=True, slots=True, eq=False)
class NodeValues:
    """A value for each of T nodes; every other node has 0.

    Attributes:
        nodes: (T,) int32, each once, in any order.
        values: (T,) float64.
    """

    nodes: Nodes
    values: Values

    @classmethod
    def none(cls) -> Self:
        """No node has a value."""
        return cls(np.zeros(0, dtype=np.int32), np.zeros(0))

    def at(self, nodes: Nodes) -> Values:
        """(n,) float64, the values of nodes (n,), in any order."""
        return np.asarray(_looked_up(self.nodes, self.values, nodes))

    def best(self, begin: int, end: int, count: int) -> Nodes:
        """The `count` nodes of `begin` to `end` with the highest values above 0; ties by node."""
        nodes, _ = best_of(self.nodes, self.values, begin, end, count)
        return np.asarray(nodes)


def together(parts: Sequence[NodeValues]) -> NodeValues:
    """Values of different nodes as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NodeValues.none()
    nodes = np.concatenate([part.nodes for part in parts])
    return NodeValues(nodes, np.concatenate([part.values for part in parts]))


def best_places(
    nodes: Nodes, values: npt.NDArray[np.floating], count: int
) -> npt.NDArray[np.int64]:
    """Places of the `count` highest of the values (n,) of nodes (n,), best first; ties by node."""
    places = np.arange(len(values))
    if len(values) > count:
        least = np.partition(values, len(values) - count)[len(values) - count]
        places = np.flatnonzero(values >= least)
    return places[np.lexsort((nodes[places], -values[places]))[:count]]


# numba infers the types of the arrays of all that follows.
@kernel
def _looked_up(nodes, values, wanted):  # type: ignore[no-untyped-def]
    """The wanted are few: all nodes are looked for among them, and hardly any is there."""
    table = table_for(_SPARSE * len(wanted))
    of_slots = np.zeros(len(table))
    for node in wanted:
        table[slot_of(table, node)] = node
    for place in range(len(nodes)):
        slot = slot_of(table, nodes[place])
        if table[slot] >= 0:
            of_slots[slot] = values[place]
    found = np.empty(len(wanted))
    for place in range(len(wanted)):
        found[place] = of_slots[slot_of(table, wanted[place])]
    return found
