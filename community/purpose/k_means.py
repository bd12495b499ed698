"""k-means on unit vectors, from the groups of a hierarchical clustering: the same every time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

MOST_ROUNDS = 30
"""Of k-means, which begins near its end."""

Vectors = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int32]


def distances_between(sample: Vectors) -> Vectors:
    """(s, s) of unit vectors, 1 - cosine."""
    distances = np.clip(1.0 - sample @ sample.T, 0.0, 2.0)
    np.fill_diagonal(distances, 0.0)
    return np.asarray(distances, dtype=np.float32)


def tree_of(sample: Vectors) -> Any:
    """Who is put together with whom first (Ward, J. Am. Stat. Assoc. 58, 1963)."""
    from scipy.cluster.hierarchy import linkage  # noqa: PLC0415 - slow to import
    from scipy.spatial.distance import squareform  # noqa: PLC0415 - slow to import

    lengths = np.sqrt(2.0 * distances_between(sample).astype(np.float64))
    return linkage(squareform(lengths, checks=False), "ward")


def k_means(sample: Vectors, tree: Any, count: int) -> tuple[Vectors, Labels]:
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


def shared_out(vectors: Vectors, centres: Vectors) -> tuple[Labels, Vectors]:
    """(n,) the nearest centre of each vector (n, D), and (n,) the cosine with it."""
    cosines = vectors @ centres.T
    labels = cosines.argmax(axis=1).astype(np.int32)
    return labels, cosines[np.arange(len(labels)), labels]
