"""Whether groups are more than chance, and whether they are found again without some of it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.purpose.k_means import Labels, Vectors, distances_between, k_means, tree_of

RESAMPLES = 10
KEPT = 0.8
"""Share of the sample that each resample keeps."""
REFERENCES = 3
"""Draws without groups that the silhouette is compared with."""


def chance_silhouette(sample: Vectors, count: int) -> float:
    """The highest mean silhouette of draws with the sample's mean and covariance, in k groups."""
    from sklearn.metrics import silhouette_score  # noqa: PLC0415 - slow to import

    middle = sample.mean(axis=0)
    _, spread, axes = np.linalg.svd(sample - middle, full_matrices=False)
    drawn, reached = np.random.default_rng(0), []
    for _ in range(REFERENCES):
        noise = drawn.standard_normal((len(sample), len(spread))) * spread / len(sample) ** 0.5
        draw = middle + noise @ axes
        draw = (draw / np.linalg.norm(draw, axis=1, keepdims=True)).astype(np.float32)
        labels = k_means(draw, tree_of(draw), count)[1]
        reached.append(silhouette_score(distances_between(draw), labels, metric="precomputed"))
    return float(max(reached))


def found_again(
    sample: Vectors, labels: Labels, count: int
) -> tuple[npt.NDArray[np.float64], tuple[float, ...]]:
    """(k,) mean Jaccard of each group with its best match, and the adjusted Rand indices."""
    from sklearn.metrics import adjusted_rand_score  # noqa: PLC0415 - slow to import

    drawn = np.random.default_rng(0)
    kept = max(int(KEPT * len(sample)), count)
    overlaps, agreement = np.zeros(count), []
    for _ in range(RESAMPLES):
        rows = np.sort(drawn.choice(len(sample), kept, replace=False))
        again = k_means(sample[rows], tree_of(sample[rows]), count)[1]
        overlaps += _best_overlaps(labels[rows], again, count)
        agreement.append(float(adjusted_rand_score(labels[rows], again)))
    return overlaps / RESAMPLES, tuple(agreement)


def _best_overlaps(labels: Labels, again: Labels, count: int) -> npt.NDArray[np.float64]:
    """(k,) of each group the highest Jaccard index with a group of the other labels."""
    both = np.zeros((count, count))
    np.add.at(both, (labels, again), 1.0)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return np.asarray((both / np.maximum(either, 1.0)).max(axis=1))
