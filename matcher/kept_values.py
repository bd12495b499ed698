"""Values of nodes that do not depend on the question: worked out when first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

import numpy as np
import numpy.typing as npt

from matcher.node_values import Nodes, Values

Places = npt.NDArray[np.int64]


class KeptValues:
    """A value for each of N nodes, of which only those that were asked for take memory and time.

    Threads that ask for the same node at once work out the same.

    Args:
        size: N.
        wider: what is known of the same nodes already, but for those that are `changed`.
        changed: nodes.
    """

    def __init__(
        self, size: int, wider: Self | None = None, changed: Nodes | tuple[()] = ()
    ) -> None:
        # The system hands out memory of zeros when it is first touched.
        self._values = np.zeros(size)
        self._known: npt.NDArray[np.bool_] = np.zeros(size, dtype=np.bool_)
        self._wider = wider
        self._changed = changed

    def known(self, nodes: Nodes) -> tuple[Values, npt.NDArray[np.bool_]]:
        """(n,) values of nodes (n,), and (n,) which of them are known."""
        return self._values[nodes], self._known[nodes]

    def at(self, nodes: Nodes, work_out: Callable[[Places], Values]) -> Values:
        """(n,) float64 of nodes (n,), each there once.

        `work_out` gives the values (u,) of those at some places (u,) among the nodes.
        """
        unknown = self._taken_over(nodes, np.flatnonzero(~self._known[nodes]))
        if len(unknown):
            self._keep(nodes[unknown], work_out(unknown))
        return self._values[nodes]

    def _taken_over(self, nodes: Nodes, unknown: Places) -> Places:
        """Those places of unknown nodes that are not known from the wider values either."""
        if self._wider is None or not len(unknown):
            return unknown
        values, known = self._wider.known(nodes[unknown])
        known &= ~np.isin(nodes[unknown], self._changed)
        self._keep(nodes[unknown[known]], values[known])
        return unknown[~known]

    def _keep(self, nodes: Nodes, values: Values) -> None:
        self._values[nodes] = values
        self._known[nodes] = True
