"""Whichever of LensKit's scorers does best: they are settings of one rival.

In trials on three communities its user kNN was the best of it for questions routed to mentors in
one, its implicit matrix factorisation in another, its SLIM for music; so the validation of each
task chooses among the three. Its item kNN and EASE are rivals of their own here, and its FlexMF
cannot score a new basket.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import torch

from benchmarks.bench_extra import from_bench_extra
from benchmarks.choice_matrix import ChoiceMatrix, choice_matrix, has_company
from benchmarks.rival import Scores, Settings
from benchmarks.tasks import Past, Query

MODULES = {
    "UserKNNScorer": "lenskit.knn",
    "SLIMScorer": "lenskit.knn",
    "ImplicitMFScorer": "lenskit.als",
}


class LensKitBest:
    """LensKit for Python (Ekstrand, CIKM 2020).

    What LensKit gives no score is left out (NaN); of whom it knows nothing, popularity is ranked.
    """

    name = "LensKit"
    is_quick = False
    grid: Sequence[Settings] = (
        {"scorer": "UserKNNScorer", "feedback": "implicit", "max_nbrs": 20},
        {"scorer": "UserKNNScorer", "feedback": "implicit", "max_nbrs": 100},
        {"scorer": "SLIMScorer", "max_nbrs": 100, "l1_reg": 0.5, "l2_reg": 20.0},
        {"scorer": "SLIMScorer", "max_nbrs": 100, "l1_reg": 1.0, "l2_reg": 100.0},
        {
            "scorer": "ImplicitMFScorer",
            "embedding_size": 16,
            "weight": 10.0,
            "regularization": 10.0,
        },
        {
            "scorer": "ImplicitMFScorer",
            "embedding_size": 64,
            "weight": 40.0,
            "regularization": 100.0,
        },
    )

    def suits(self, past: Past, /) -> bool:
        return has_company(past)

    def fit(self, past: Past, settings: Settings, seed: int, /) -> FittedLensKit:
        _use_one_thread()
        matrix = choice_matrix(past)
        name = str(settings["scorer"])
        config = {key: value for key, value in settings.items() if key != "scorer"}
        scorer = getattr(from_bench_extra(MODULES[name]), name)(**config)
        contexts, columns = matrix.rows.nonzero()
        table = from_bench_extra("pandas").DataFrame({"user_id": contexts, "item_id": columns})
        dataset = from_bench_extra("lenskit.data").from_interactions_df(table)
        scorer.train(dataset, from_bench_extra("lenskit.training").TrainingOptions(rng=seed))
        return FittedLensKit(matrix, scorer)


@dataclass(frozen=True, slots=True, eq=False)
class FittedLensKit:
    """A scorer that is asked for each query's history.

    Attributes:
        matrix: of the past.
        scorer: a trained `lenskit.pipeline.Component` from a query and items to scored items.
    """

    matrix: ChoiceMatrix
    scorer: Any

    def score(self, queries: Sequence[Query], /) -> Scores:
        data = from_bench_extra("lenskit.data")
        baskets = self.matrix.baskets_of(queries)
        targets = data.ItemList(item_ids=np.arange(self.matrix.target_count))
        scores = np.empty((len(queries), self.matrix.target_count))
        for place in range(len(queries)):
            had = baskets.indices[slice(*baskets.indptr[place : place + 2])]
            asked = data.RecQuery(history_items=data.ItemList(item_ids=had))
            scores[place] = self.scorer(asked, targets).scores()
        scores[np.isnan(scores).all(axis=1)] = self.matrix.average[: self.matrix.target_count]
        return scores


@cache
def _use_one_thread() -> None:
    """LensKit sets up threads once for a process, PyTorch's too: those are given back."""
    threads = torch.get_num_threads()
    with warnings.catch_warnings():
        # PyTorch may be at work in this process already; then its own number of threads stands.
        warnings.filterwarnings("ignore", "failed to set inter-?op threads", RuntimeWarning)
        from_bench_extra("lenskit.parallel").initialize(threads=1, backend_threads=1)
    torch.set_num_threads(threads)
