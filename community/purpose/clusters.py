"""Statements grouped by meaning: how many groups, how far they stand out, and how stable."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.figure import Figure
from community.phrases import phrase
from community.purpose.group_checks import KEPT, RESAMPLES, chance_silhouette, found_again
from community.purpose.k_means import (
    Labels,
    Vectors,
    distances_between,
    k_means,
    shared_out,
    tree_of,
)
from graph.progress import Progress, silent

SAMPLE = 1_500
"""Statements from which groups are learned; in larger communities the others join the nearest."""
FEWEST_A_GROUP = 3
"""Statements that a group must have on average."""
COUNTS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24, 27, 30, 35, 40)
"""Numbers of groups that are tried."""
_LABEL = phrase("grouping statements")


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
                phrase("how far themes stand out"),
                self.silhouette,
                phrase("silhouette, -1 to 1"),
                phrase(
                    "how much closer statements are to their own theme than to the next one, by "
                    "cosine (Rousseeuw 1987)"
                ),
                self.silhouette - reach,
                self.silhouette + reach,
                min(len(self.labels), SAMPLE),
                phrase(
                    "statements of the same spread without groups reach {reference:.2f}",
                    reference=self.reference,
                ),
            ),
            Figure(
                phrase("how stable themes are"),
                float(np.mean(self.agreement)),
                phrase("adjusted Rand index"),
                phrase(
                    "agreement with the themes found in {resamples} random parts of the "
                    "statements ({kept:.0f} % each); 1 is the same, 0 is chance",
                    resamples=RESAMPLES,
                    kept=100 * KEPT,
                ),
                low,
                high,
                min(len(self.labels), SAMPLE),
            ),
        )


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
    chance = chance_silhouette(sample, count)
    if each.mean() <= chance:
        return None
    every, closeness = shared_out(vectors, centres)
    by_size = np.argsort(-np.bincount(every, minlength=count), kind="stable")
    place = np.argsort(by_size)
    stability, agreement = found_again(sample, labels, count)
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

    distances = distances_between(sample)
    different = len(np.unique(sample.round(4), axis=0))
    most = min(len(sample) // FEWEST_A_GROUP, different)
    counts = [count for count in COUNTS if count <= most]
    tree = tree_of(sample) if counts else None
    found: _Tried = {}
    for done, count in enumerate(counts, start=1):
        centres, labels = k_means(sample, tree, count)
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
