"""LambdaMART: trees that learn from past queries how to weigh the features of a candidate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import lightgbm
import numpy as np
import numpy.typing as npt

from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Places, Query

Floats = npt.NDArray[np.float64]
FeatureTable = Callable[[Query], tuple[Places, Floats]]
"""Places (c,) in the targets of what may be ranked, and the features (c, F) of each."""

TREES = 200
MOST_ROWS = 1_000
"""Candidates of a query that are learned from: all that are right, and of the others a sample."""


class LambdaMart:
    """LightGBM's LGBMRanker with the objective `lambdarank`, on features that it is given.

    Burges: From RankNet to LambdaRank to LambdaMART, 2010. It is trained on the queries that
    `fit_on` was given last, whatever past it is then fitted to, so those must lie before the
    queries it scores. Each setting is trained once.
    """

    name = "LambdaMART (LightGBM)"
    grid: Sequence[Settings] = tuple(
        {"num_leaves": leaves, "learning_rate": rate, "min_data_in_leaf": rows}
        for leaves in (7, 15, 31)
        for rate in (0.05, 0.1)
        for rows in (20, 100)
    )
    is_quick = False

    def __init__(self, feature_table: FeatureTable) -> None:
        """`feature_table`: the features of a query's candidates as they stood in its past."""
        self._feature_table = feature_table
        self._examples: Examples | None = None
        self._trained: dict[tuple[object, ...], lightgbm.LGBMRanker] = {}

    def fit_on(self, queries: Iterable[Query]) -> None:
        """Take these queries as examples; those of which nothing right is a candidate say nothing.

        Raises:
            ValueError: there is none to learn from.
        """
        self._examples = examples(queries, self._feature_table)
        self._trained.clear()

    def suits(self, _past: Past, /) -> bool:
        return self._examples is not None

    def fit(self, past: Past, settings: Settings, seed: int, /) -> Fitted:
        key = (*sorted(settings.items()), seed)
        if key not in self._trained:
            self._trained[key] = self._train(settings, seed)
        return Trees(len(past.targets), self._trained[key], self._feature_table)

    def _train(self, settings: Settings, seed: int) -> lightgbm.LGBMRanker:
        if self._examples is None:
            raise ValueError("LambdaMart learns from queries: call fit_on before fit")
        ranker = lightgbm.LGBMRanker(
            n_estimators=TREES,
            num_leaves=int(settings["num_leaves"]),
            learning_rate=float(settings["learning_rate"]),
            min_child_samples=int(settings["min_data_in_leaf"]),
            deterministic=True,
            force_row_wise=True,
            n_jobs=1,
            random_state=seed,
            verbosity=-1,
        )
        ranker.fit(self._examples.values, self._examples.labels, group=self._examples.sizes)
        return ranker


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Candidates of the training queries, those of a query together.

    Attributes:
        values: (n, F) float64.
        labels: (n,) int64, 1 for what was chosen.
        sizes: (q,) int64, how many candidates each query has; they sum to n.
    """

    values: Floats
    labels: npt.NDArray[np.int64]
    sizes: npt.NDArray[np.int64]


def examples(queries: Iterable[Query], feature_table: FeatureTable) -> Examples:
    """What these queries teach. Raises ValueError when it is nothing."""
    chance = np.random.default_rng(0)
    tables: list[tuple[Floats, npt.NDArray[np.int64]]] = []
    for query in queries:
        places, values = feature_table(query)
        labels = np.isin(places, query.relevant).astype(np.int64)
        if labels.any():
            kept = sample(labels, MOST_ROWS, chance)
            tables.append((values[kept], labels[kept]))
    if not tables:
        raise ValueError("no training query has anything right among its candidates")
    return Examples(
        np.concatenate([values for values, _ in tables]),
        np.concatenate([labels for _, labels in tables]),
        np.array([len(labels) for _, labels in tables]),
    )


def sample(
    labels: npt.NDArray[np.int64], most: int, chance: np.random.Generator
) -> npt.NDArray[np.int64]:
    """Ascending places of all ones, and of so many zeros that they are `most` in all."""
    right, wrong = np.flatnonzero(labels), np.flatnonzero(labels == 0)
    room = max(most - len(right), 0)
    if len(wrong) > room:
        wrong = chance.choice(wrong, room, replace=False)
    return np.sort(np.concatenate((right, wrong)))


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """What was learned; T targets, and NaN for those without features."""

    targets: int
    ranker: lightgbm.LGBMRanker
    feature_table: FeatureTable

    def score(self, queries: Sequence[Query], /) -> Scores:
        scores = np.full((len(queries), self.targets), np.nan)
        for row, query in enumerate(queries):
            places, values = self.feature_table(query)
            if len(places):
                scores[row, places] = self.ranker.predict(values)
        return scores
