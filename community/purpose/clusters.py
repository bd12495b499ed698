"""Statements grouped by meaning: how many groups, how far they stand out, and how stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from graph.progress import Progress, silent

SAMPLE = 1_500
"""Statements from which groups are learned; in larger communities the others join the nearest."""
FEWEST_A_GROUP = 3
"""Statements that a group must have on average."""
COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 35, 40)
"""Numbers of groups that are tried."""
RESAMPLES = 10
MOST_ROUNDS = 30
"""Of k-means, which begins near its end."""
KEPT = 0.8
"""Share of the sample that each resample keeps."""
REFERENCES = 3
"""Draws without groups that the silhouette is compared with."""
_LABEL = "grouping statements"

Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Clustering:
    """n vectors in k groups, largest first.

    Attributes:
        labels: (n,) int32, 0 to k - 1.
        closeness: (n,) float32, cosine with the middle of the own group.
        tightness: k, the mean silhouette of each group.
        stability: k, how much of each was found again in resamples (mean Jaccard).
        silhouette, error: mean over all, and its standard error.
        reference: the highest mean silhouette of draws without groups.
        agreement: adjusted Rand index of each resample with the whole.
    """

    labels: Labels
    closeness: Vectors
    tightness: tuple[float, ...]
    stability: tuple[float, ...]
    silhouette: float
    error: float
    reference: float
    agreement: tuple[float, ...]

    def figures(self) -> tuple[Figure, Figure]:
        """How far the groups stand out, and how stable they are."""
        reach = 1.96 * self.error
        low, high = np.quantile(self.agreement, [0.025, 0.975]).tolist()
        return (
            Figure(
                "how far themes stand out", self.silhouette, "silhouette, -1 to 1",
                "how much closer statements are to their own theme than to the next one, by "
                "cosine (Rousseeuw 1987)",
                self.silhouette - reach, self.silhouette + reach, min(len(self.labels), SAMPLE),
                f"statements of the same spread without groups reach {self.reference:.2f}",
            ),
            Figure(
                "how stable themes are", float(np.mean(self.agreement)), "adjusted Rand index",
                f"agreement with the themes found in {RESAMPLES} random parts of the statements "
                f"({100 * KEPT:.0f} % each); 1 is the same, 0 is chance",
                low, high, min(len(self.labels), SAMPLE),
            ),
        )  # fmt: skip


def clustered(vectors: Vectors, progress: Progress = silent) -> Clustering | None:
    """Unit vectors (n, D) in groups; None where no groups stand out from chance.

    k-means on unit vectors, whose squared distance is 2 - 2 cosine, beginning from the groups of
    Ward's hierarchical clustering, so that the same statements give the same groups. Their number
    is the smallest of COUNTS whose mean silhouette (Rousseeuw, J. Comput. Appl. Math. 20, 1987) in
    a sample is within one standard error of the highest. Chance are REFERENCES draws of vectors
    with the sample's own mean and covariance and no groups (as in the gap statistic of
    Tibshirani, Walther and Hastie, J. R. Stat. Soc. B 63, 2001). Stability is that of Hennig
    (Comput. Stat. Data Anal. 52, 2007). Everything random has a fixed seed.
    """
    rows = np.linspace(0, len(vectors) - 1, min(SAMPLE, len(vectors))).astype(np.int64)
    sample = vectors[rows]
    tried = _tried(sample, progress)
    if not tried:
        return None
    centres, labels, each = tried[_chosen(tried)]
    count = len(centres)
    chance = _reference(sample, count)
    if each.mean() <= chance:
        return None
    every, closeness = _shared_out(vectors, centres)
    by_size = np.argsort(-np.bincount(every, minlength=count), kind="stable")
    place = np.argsort(by_size)
    stability, agreement = _resampled(sample, labels, count)
    return Clustering(
        place[every].astype(np.int32),
        closeness,
        tuple(float(each[labels == old].mean()) for old in by_size),
        tuple(stability[by_size].tolist()),
        float(each.mean()),
        _error(each),
        chance,
        agreement,
    )


_Tried = dict[int, tuple[Vectors, Labels, npt.NDArray[np.float64]]]


def _tried(sample: Vectors, progress: Progress) -> _Tried:
    """By number of groups: centres, labels and silhouettes of the sample."""
    from sklearn.metrics import silhouette_samples  # noqa: PLC0415 - slow to import

    distances = _distances(sample)
    different = len(np.unique(sample.round(4), axis=0))
    most = min(len(sample) // FEWEST_A_GROUP, different)
    counts = [count for count in COUNTS if count <= most]
    tree = _tree(sample) if counts else None
    found: _Tried = {}
    for done, count in enumerate(counts, start=1):
        centres, labels = _k_means(sample, tree, count)
        if len(centres) > 1:
            each = silhouette_samples(distances, labels, metric="precomputed")
            found[count] = centres, labels, each
        progress(_LABEL, done, len(counts))
    return found


def _chosen(tried: _Tried) -> int:
    best = max(tried, key=lambda count: float(tried[count][2].mean()))
    least = tried[best][2].mean() - _error(tried[best][2])
    return min(count for count in tried if tried[count][2].mean() >= least)


def _error(each: npt.NDArray[np.float64]) -> float:
    return float(each.std() / len(each) ** 0.5)


def _distances(sample: Vectors) -> Vectors:
    """(s, s) of unit vectors, 1 - cosine."""
    distances = np.clip(1.0 - sample @ sample.T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances, dtype=np.float32)


def _tree(sample: Vectors) -> Any:
    """Who is put together with whom first (Ward, J. Am. Stat. Assoc. 58, 1963)."""
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415 - slow to import
    from scipy.spatial.distance import squareform  # noqa: PLC0415 - slow to import

    lengths = np.sqrt(2.0 * _distances(sample).astype(np.float64))
    return linkage(squareform(lengths, checks=False), "ward")


def _k_means(sample: Vectors, tree: Any, count: int) -> tuple[Vectors, Labels]:
    """Centres (k, D) of length 1, and labels (s,), from the tree's groups; k is at most `count`."""
    from scipy.cluster.hierarchy import fcluster  # noqa: PLC0415 - slow to import
    from sklearn.cluster import KMeans  # noqa: PLC0415 - slow to import

    _, first = np.unique(fcluster(tree, count, "maxclust"), return_inverse=True)
    sums = np.zeros((int(first.max()) + 1, sample.shape[1]))
    np.add.at(sums, first, sample)
    middles = (sums / np.bincount(first)[:, None]).astype(np.float32)
    fitted = KMeans(len(middles), init=middles, n_init=1, max_iter=MOST_ROUNDS).fit(sample)
    lengths = np.linalg.norm(fitted.cluster_centers_, axis=1, keepdims=True)
    return fitted.cluster_centers_ / np.maximum(lengths, 1e-12), fitted.labels_


def _shared_out(vectors: Vectors, centres: Vectors) -> tuple[Labels, Vectors]:
    cosines = vectors @ centres.T
    labels = cosines.argmax(axis=1).astype(np.int32)
    return labels, cosines[np.arange(len(labels)), labels]


def _reference(sample: Vectors, count: int) -> float:
    """The highest mean silhouette of draws with the sample's mean and covariance, in k groups."""
    from sklearn.metrics import silhouette_score  # noqa: PLC0415 - slow to import

    middle = sample.mean(axis=0)
    _, spread, axes = np.linalg.svd(sample - middle, full_matrices=False)
    drawn, reached = np.random.default_rng(0), []
    for _ in range(REFERENCES):
        noise = drawn.standard_normal((len(sample), len(spread))) * spread / len(sample) ** 0.5
        draw = middle + noise @ axes
        draw = (draw / np.linalg.norm(draw, axis=1, keepdims=True)).astype(np.float32)
        labels = _k_means(draw, _tree(draw), count)[1]
        reached.append(silhouette_score(_distances(draw), labels, metric="precomputed"))
    return float(max(reached))


def _resampled(
    sample: Vectors, labels: Labels, count: int
) -> tuple[npt.NDArray[np.float64], tuple[float, ...]]:
    """(k,) mean Jaccard of each group with its best match, and the adjusted Rand indices."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - slow to import

    drawn = np.random.default_rng(0)
    kept = max(int(KEPT * len(sample)), count)
    overlaps, agreement = np.zeros(count), []
    for _ in range(RESAMPLES):
        rows = np.sort(drawn.choice(len(sample), kept, replace=False))
        again = _k_means(sample[rows], _tree(sample[rows]), count)[1]
        overlaps += _best_overlaps(labels[rows], again, count)
        agreement.append(float(adjusted_rand_score(labels[rows], again)))
    return overlaps / RESAMPLES, tuple(agreement)


def _best_overlaps(labels: Labels, again: Labels, count: int) -> npt.NDArray[np.float64]:
    """(k,) of each group the highest Jaccard index with a group of the other labels."""
    both = np.zeros((count, count))
    np.add.at(both, (labels, again), 1.0)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return np.asarray((both / np.maximum(either, 1.0)).max(axis=1))
