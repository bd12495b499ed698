"""Themes among statements: those that mean about the same, named by their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from community.alignment.chance import Vectors

Labels = npt.NDArray[np.int64]

FEWEST_STATEMENTS = 12
"""Statements below which there are no themes, only statements."""
_SMALLEST = 4
"""Statements that a theme has on average at least."""
_MOST_THEMES = 12
_LEARNED_FROM = 10_000
_COMPARED = 1_500
_SEED = 20_262
_WORDS_IN_NAME = 3


@dataclass(frozen=True, eq=False)
class Themes:
    """T themes.

    Attributes:
        centres: (T, D) unit vectors.
        labels: (n,) the theme of each statement that they were found in.
        names: T names, words that their statements use and others do not.
        silhouette: how well they keep apart, -1 to 1 (Rousseeuw 1987); by it their number was
            chosen.
    """

    centres: Vectors
    labels: Labels
    names: tuple[str, ...]
    silhouette: float

    def nearest(self, vectors: Vectors) -> Labels:
        """(n,) the theme nearest to each vector (n, D)."""
        return np.asarray((vectors @ self.centres.T).argmax(axis=1))


def find_themes(vectors: Vectors, texts: tuple[str, ...]) -> Themes | None:
    """The themes of statements (n, D) with their n texts; None where there are too few.

    k-means on unit vectors, with as many themes as keep apart best (mean silhouette by cosine).
    """
    if len(vectors) < FEWEST_STATEMENTS or len(np.unique(vectors, axis=0)) < 2:
        return None
    random = np.random.default_rng(_SEED)
    sample = vectors[_some(len(vectors), _LEARNED_FROM, random)]
    compared = _some(len(sample), _COMPARED, random)
    most = min(_MOST_THEMES, len(np.unique(sample, axis=0)) - 1, len(sample) // _SMALLEST)
    tried = [_clustered(sample, compared, count) for count in range(2, max(most, 2) + 1)]
    silhouette, centres = max(tried, key=lambda each: each[0])
    labels = np.asarray((vectors @ centres.T).argmax(axis=1))
    present, labels = np.unique(labels, return_inverse=True)
    names = _names(texts, labels, len(present))
    return Themes(centres[present], labels, names, silhouette)


def _clustered(sample: Vectors, compared: Labels, count: int) -> tuple[float, Vectors]:
    from sklearn.cluster import KMeans  # noqa: PLC0415 - slow to import, reports alone need it
    from sklearn.metrics import silhouette_score  # noqa: PLC0415

    found = KMeans(count, n_init=4, random_state=_SEED).fit(sample)
    labels = found.labels_[compared]
    several = 1 < len(np.unique(labels)) < len(labels)
    score = silhouette_score(sample[compared], labels, metric="cosine") if several else -1.0
    centres = found.cluster_centers_.astype(np.float32)
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    return float(score), centres / np.maximum(lengths, 1e-9)


def _names(texts: tuple[str, ...], labels: Labels, count: int) -> tuple[str, ...]:
    """The words of each theme that the others have least: class-based TF-IDF.

    Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF procedure", 2022.
    """
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    joined = [
        " \n ".join(texts[i] for i in np.flatnonzero(labels == each)) for each in range(count)
    ]
    counting: Any = CountVectorizer(stop_words="english", max_features=20_000)
    try:
        counts = counting.fit_transform(joined).toarray().astype(np.float64)
    except ValueError:  # nothing but words that are in every text
        return tuple(f"theme {each + 1}" for each in range(count))
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    weights = share * np.log1p(counts.sum() / count / np.maximum(counts.sum(axis=0), 1.0))
    words = counting.get_feature_names_out()
    best = np.argsort(-weights, axis=1, kind="stable")[:, :_WORDS_IN_NAME]
    return tuple(", ".join(words[row]) for row in best)


def _some(size: int, most: int, random: np.random.Generator) -> Labels:
    if size <= most:
        return np.arange(size)
    return np.sort(random.choice(size, most, replace=False))
