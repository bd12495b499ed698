"""Themes among statements, with directions that other texts can be compared with."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.alignment.chance import Vectors
from community.purpose.clusters import clustered
from community.purpose.theme_names import names_of_themes

Labels = npt.NDArray[np.int64]

FEWEST_STATEMENTS = 12
"""Statements below which there are no themes, only statements."""


@dataclass(frozen=True, eq=False)
class Themes:
    """T themes.

    Attributes:
        centres: (T, D) unit vectors, the middle of each theme's statements.
        names: T names, words that their statements use and others do not.
        silhouette: how well they keep apart, -1 to 1 (Rousseeuw 1987); by it their number was
            chosen.
    """

    centres: Vectors
    names: tuple[str, ...]
    silhouette: float

    def nearest(self, vectors: Vectors) -> Labels:
        """(n,) the theme nearest to each vector (n, D)."""
        return np.asarray((vectors @ self.centres.T).argmax(axis=1))


def find_themes(vectors: Vectors, texts: tuple[str, ...]) -> Themes | None:
    """The themes of statements (n, D) with their n texts, as `kinpath purpose themes` groups them.

    None where there are too few statements, or where no groups stand out from chance.
    """
    found = clustered(vectors) if len(vectors) >= FEWEST_STATEMENTS else None
    if found is None:
        return None
    members = np.eye(int(found.labels.max()) + 1, dtype=np.float32)[found.labels]
    centres = members.T @ vectors
    lengths = np.linalg.norm(centres, axis=1, keepdims=True)
    phrases = names_of_themes(texts, found.labels, found.closeness)
    names = tuple(", ".join(each) or f"theme {place}" for place, each in enumerate(phrases, 1))
    return Themes(centres / np.maximum(lengths, 1e-9), names, found.silhouette)
