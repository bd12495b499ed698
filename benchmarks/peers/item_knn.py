"""Whatever was had beside what this query has: neighbours by the cosine of their columns."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import csr_array

from benchmarks.choice_matrix import ChoiceMatrix, choice_matrix, has_company
from benchmarks.rival import Scores, Settings
from benchmarks.tasks import Past, Query


class ItemKnn:
    """Item-based top-N recommendation (Deshpande and Karypis, TOIS 2004)."""

    name = "item kNN"
    is_quick = True
    grid: Sequence[Settings] = (
        {"neighbours": "all", "shrinkage": 0.0},
        {"neighbours": 20, "shrinkage": 10.0},
        {"neighbours": 50, "shrinkage": 10.0},
        {"neighbours": "all", "shrinkage": 10.0},
        {"neighbours": "all", "shrinkage": 100.0},
        {"neighbours": "all", "shrinkage": 100.0, "fading_days": 60.0},
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> FittedItemKnn:  # noqa: ARG002
        matrix = choice_matrix(past, fading_days=float(settings.get("fading_days", math.inf)))
        similarity = cosine_to_targets(matrix, float(settings["shrinkage"]))
        if settings["neighbours"] != "all":
            similarity = nearest(similarity, int(settings["neighbours"]))
        return FittedItemKnn(matrix, similarity.T.tocsr())


@dataclass(frozen=True, slots=True, eq=False)
class FittedItemKnn:
    """Similarities that are added up over what a query has.

    Attributes:
        matrix: of the past.
        similarity: (V, T) csr_array, of each column to each target; 0 to itself.
    """

    matrix: ChoiceMatrix
    similarity: csr_array

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores: Scores = (self.matrix.rows_of(queries) @ self.similarity).toarray()
        return scores


def cosine_to_targets(matrix: ChoiceMatrix, shrinkage: float) -> csr_array:
    """(T, V) csr_array: x.y / (|x| |y| + shrinkage) of each target's column and each other's.

    The shrinkage is in contexts: similarities that rest on few of them come out small.
    """
    columns = matrix.rows.T.tocsr()
    norms = np.sqrt(columns.power(2).sum(axis=1))
    shared = (columns[: matrix.target_count] @ matrix.rows).tocoo()
    row, column = shared.coords
    values = shared.data / (norms[row] * norms[column] + shrinkage)
    others = row != column
    return csr_array((values[others], (row[others], column[others])), shape=shared.shape)


def nearest(similarity: csr_array, count: int) -> csr_array:
    """Each row's `count` greatest entries; of equal ones those of earlier columns."""
    similarity.sort_indices()
    kept = np.concatenate(
        [
            start + np.argsort(-similarity.data[start:end], kind="stable")[:count]
            for start, end in pairwise(similarity.indptr.tolist())
        ]
    )
    row, column = (part[kept] for part in similarity.tocoo().coords)
    return csr_array((similarity.data[kept], (row, column)), shape=similarity.shape)
