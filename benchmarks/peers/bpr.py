"""Matrix factorisation that learns which of two is chosen, as the library `implicit` does it."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.sparse import csr_matrix

from benchmarks.bench_extra import from_bench_extra
from benchmarks.choice_matrix import choice_matrix, has_company
from benchmarks.peers.factors import FittedFactors
from benchmarks.rival import Settings
from benchmarks.tasks import Past


class BayesianPersonalizedRanking:
    """BPR: Bayesian Personalized Ranking from Implicit Feedback (Rendle et al., UAI 2009)."""

    name = "BPR (implicit)"
    is_quick = False
    grid: Sequence[Settings] = (
        {"factors": 64, "iterations": 100, "learning_rate": 0.01, "regularization": 0.01},
        {"factors": 16, "iterations": 100, "learning_rate": 0.01, "regularization": 0.01},
        {"factors": 64, "iterations": 100, "learning_rate": 0.01, "regularization": 0.05},
        {"factors": 64, "iterations": 100, "learning_rate": 0.05, "regularization": 0.01},
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> FittedFactors:
        library = from_bench_extra("implicit.cpu.bpr")
        matrix = choice_matrix(past)
        model = library.BayesianPersonalizedRanking(**settings, num_threads=1, random_state=seed)
        model.fit(csr_matrix(matrix.rows), show_progress=False)
        parts = model.item_factors.copy()
        # The last factor is a column's bias; a context has 1 there, and so has a new basket.
        parts[:, -1] = 1.0
        return FittedFactors(matrix, model.user_factors, model.item_factors, parts)
