"""Matrix factorisation by alternating least squares, as the library `implicit` does it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

from benchmarks.bench_extra import from_bench_extra
from benchmarks.choice_matrix import ChoiceMatrix, choice_matrix, has_company
from benchmarks.rival import Scores, Settings
from benchmarks.tasks import Past, Query


class AlternatingLeastSquares:
    """Collaborative Filtering for Implicit Feedback Datasets (Hu, Koren and Volinsky, ICDM 2008).

    `alpha` is the confidence in what was chosen where all else has 1.
    """

    name = "ALS (implicit)"
    is_quick = False
    grid: Sequence[Settings] = (
        {"factors": 64, "alpha": 10.0, "regularization": 10.0},
        {"factors": 16, "alpha": 10.0, "regularization": 10.0},
        {"factors": 64, "alpha": 10.0, "regularization": 30.0},
        {"factors": 64, "alpha": 40.0, "regularization": 100.0},
        {"factors": 64, "alpha": 10.0, "regularization": 30.0, "fading_days": 60.0},
        {"factors": 64, "alpha": 40.0, "regularization": 100.0, "fading_days": 60.0},
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> FittedAls:
        library = from_bench_extra("implicit.cpu.als")
        matrix = choice_matrix(past, fading_days=float(settings.get("fading_days", math.inf)))
        # Its own threads are one, and OpenBLAS's would only get in their way.
        with threadpool_limits(1, "blas"):
            model = library.AlternatingLeastSquares(
                factors=int(settings["factors"]),
                alpha=float(settings["alpha"]),
                regularization=float(settings["regularization"]),
                num_threads=1,
                random_state=seed,
            )
            model.fit(csr_matrix(matrix.rows), show_progress=False)
        return FittedAls(matrix, model)


@dataclass(frozen=True, slots=True, eq=False)
class FittedAls:
    """A query's factors are solved for anew from its row, known or not.

    Attributes:
        matrix: of the past.
        model: `implicit.cpu.als.AlternatingLeastSquares`, fitted.
    """

    matrix: ChoiceMatrix
    model: Any

    def score(self, queries: Sequence[Query], /) -> Scores:
        rows = csr_matrix(self.matrix.rows_of(queries))
        with threadpool_limits(1, "blas"):
            factors = self.model.recalculate_user(np.arange(len(queries)), rows)
        targets = self.model.item_factors[: self.matrix.target_count]
        return np.asarray(factors @ targets.T, dtype=np.float64)
