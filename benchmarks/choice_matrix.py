"""A past as a sparse matrix of contexts and what belongs to them: what co-occurrence is read from.

One form serves a question that is routed to mentors (the asker, the topics, then who answered) and
a member who does things (all that they did).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from benchmarks.tasks import Past, Query
from graph.records import EntityId

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceMatrix:
    """O contexts and V columns: the T targets as somebody's choice, then the items of contexts.

    An entity that is both has two columns: to ask is not to answer.

    Attributes:
        rows: (O, V) float64 csr_array, columns ascending; above 0 where the context has it.
        target_count: T.
        item_columns: the column of each item.
        item_weight: what an item counts where a choice of today counts 1.
        average: (V,) float64, the mean row.
    """

    rows: csr_array
    target_count: int
    item_columns: Mapping[EntityId, int]
    item_weight: float
    average: Weights

    def rows_of(self, queries: Sequence[Query]) -> csr_array:
        """(Q, V) float64: as `baskets_of`, but of whom nothing is known the average is assumed.

        It makes every method rank about as popularity does, where it would rank nothing.
        """
        baskets = self.baskets_of(queries)
        unknown = np.flatnonzero(np.diff(baskets.indptr) == 0)
        if len(unknown) == 0:
            return baskets
        here = csr_array(
            (np.ones(len(unknown)), (unknown, np.zeros_like(unknown))), shape=(len(queries), 1)
        )
        return (baskets + here @ csr_array(self.average[np.newaxis])).tocsr()

    def baskets_of(self, queries: Sequence[Query]) -> csr_array:
        """(Q, V) float64: the row of the known context, or a new one of the query's items."""
        parts = [self._basket(query) for query in queries]
        columns = [columns for columns, _ in parts]
        starts = np.concatenate(([0], np.cumsum([len(part) for part in columns])))
        values = np.concatenate([values for _, values in parts])
        shape = (len(queries), len(self.average))
        return csr_array((values, np.concatenate(columns), starts), shape=shape)

    def _basket(self, query: Query) -> tuple[npt.NDArray[np.int64], Weights]:
        if query.known >= 0:
            span = slice(*self.rows.indptr[query.known : query.known + 2])
            return self.rows.indices[span].astype(np.int64), self.rows.data[span]
        found = {self.item_columns.get(item, -1) for item in query.context.items} - {-1}
        columns = np.array(sorted(found), dtype=np.int64)
        return columns, np.full(len(columns), self.item_weight)


def choice_matrix(
    past: Past, *, fading_days: float = math.inf, item_weight: float = 1.0
) -> ChoiceMatrix:
    """The matrix of a past.

    Args:
        past: what is known.
        fading_days: days after which a choice counts 1/e; of repeated choices the latest counts.
        item_weight: what an item of a context counts; above 0.
    """
    items = sorted({item for context in past.contexts for item in context.items})
    item_columns = {item: len(past.targets) + place for place, item in enumerate(items)}
    has = [
        (place, item_columns[item])
        for place, context in enumerate(past.contexts)
        for item in context.items
    ]
    places, columns = np.array(has, dtype=np.int64).reshape(-1, 2).T
    rows = _strongest(
        np.concatenate((past.chose, places)),
        np.concatenate((past.chosen, columns)),
        np.concatenate((np.exp(-past.days / fading_days), np.full(len(has), item_weight))),
        (len(past.contexts), len(past.targets) + len(items)),
    )
    average = np.asarray(rows.sum(axis=0), dtype=np.float64) / max(1, len(past.contexts))
    return ChoiceMatrix(rows, len(past.targets), item_columns, item_weight, average)


def has_company(past: Past) -> bool:
    """Whether anything was chosen in company: beside another choice, or in a context with items."""
    repeated = len(np.unique(past.chose)) < len(past.chose)
    return repeated or any(past.contexts[place].items for place in np.unique(past.chose))


def _strongest(
    places: npt.NDArray[np.int64],
    columns: npt.NDArray[np.int64],
    weights: Weights,
    shape: tuple[int, int],
) -> csr_array:
    """The matrix of these entries; of those at the same place the greatest."""
    cells, entry = np.unique(places * max(1, shape[1]) + columns, return_inverse=True)
    values = np.zeros(len(cells))
    np.maximum.at(values, entry, weights)
    rows = csr_array((values, np.divmod(cells, max(1, shape[1]))), shape=shape)
    rows.eliminate_zeros()  # choices so old that their weight is no longer a number
    return rows
