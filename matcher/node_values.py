"""Values of the few nodes that a question touches, of all that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numba
import numpy as np
import numpy.typing as npt

from matcher.workspace import Workspace

Nodes = npt.NDArray[np.int32]
Values = npt.NDArray[np.float64]
FloatArray = TypeVar("FloatArray", Values, npt.NDArray[np.float32])


@dataclass(frozen=True, slots=True, eq=False)
class NodeValues:
    """A value for each of T nodes; every other node has 0.

    Attributes:
        nodes: (T,) int32, ascending.
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

    def best(self, begin: int, end: int, count: int) -> npt.NDArray[np.int64]:
        """The `count` nodes of `begin` to `end` with the highest values above 0; ties by node."""
        first, last = np.searchsorted(self.nodes, [begin, end])
        return highest(self.nodes[first:last], self.values[first:last], count)


def together(parts: Sequence[NodeValues]) -> NodeValues:
    """Values of different nodes as one."""
    if len(parts) == 1:
        return parts[0]
    if not parts:
        return NodeValues.none()
    nodes = np.concatenate([part.nodes for part in parts])
    order = np.argsort(nodes, kind="stable")
    return NodeValues(nodes[order], np.concatenate([part.values for part in parts])[order])


def highest(nodes: Nodes, values: Values, count: int) -> npt.NDArray[np.int64]:
    """The `count` of nodes (n,) with the highest values (n,) above 0, best first; ties by node."""
    positive = np.flatnonzero(values > 0)
    places = positive[best_places(nodes[positive], values[positive], count)]
    return nodes[places].astype(np.int64)


def best_places(
    nodes: Nodes, values: npt.NDArray[np.floating], count: int
) -> npt.NDArray[np.int64]:
    """Places of the `count` highest of the values (n,) of nodes (n,), best first; ties by node."""
    places = np.arange(len(values))
    if len(values) > count:
        least = np.partition(values, len(values) - count)[len(values) - count]
        places = np.flatnonzero(values >= least)
    return places[np.lexsort((nodes[places], -values[places]))[:count]]


def with_answered(
    parents: Nodes, nodes: Nodes, own: FloatArray, own_of: Callable[[Nodes], FloatArray]
) -> FloatArray:
    """Values of nodes (n,), where a reply has what it answers has, if that is more.

    Args:
        parents: (N,) int32, what each node replies to, -1 for nothing.
        nodes: whose.
        own: (n,) their own values, which are changed; NaN is less than anything.
        own_of: gives the own values of other nodes.
    """
    answered = parents[nodes]
    replies = np.flatnonzero(answered >= 0)
    if len(replies):
        own[replies] = np.fmax(own[replies], own_of(answered[replies]))
    return own


def each_once(nodes: Nodes) -> tuple[Nodes, Nodes]:
    """Nodes (n,) each once, in the order in which they come first, and where (n,) each is there."""
    with _SLOTS.lent(int(nodes.max()) + 1 if len(nodes) else 0) as slots:
        distinct, places = _each_once(nodes, slots)
    return distinct, places


_SLOTS = Workspace(lambda size: np.zeros(size, dtype=np.int32))


# numba infers the types of the arrays of all that follows.
@numba.njit(cache=True)
def _each_once(nodes, slots):  # type: ignore[no-untyped-def]
    """`slots` is all zeros before and after."""
    distinct = np.empty(len(nodes), dtype=np.int32)
    places = np.empty(len(nodes), dtype=np.int32)
    count = 0
    for at in range(len(nodes)):
        node = nodes[at]
        if slots[node] == 0:
            distinct[count] = node
            count += 1
            slots[node] = count
        places[at] = slots[node] - 1
    for at in range(count):
        slots[distinct[at]] = 0
    return distinct[:count].copy(), places


@numba.njit(cache=True)
def _looked_up(nodes, values, wanted):  # type: ignore[no-untyped-def]
    found = np.zeros(len(wanted))
    for place in range(len(wanted)):
        at = np.searchsorted(nodes, wanted[place])
        if at < len(nodes) and nodes[at] == wanted[place]:
            found[place] = values[at]
    return found
