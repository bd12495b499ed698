"""An embedder that can be followed by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from graph.progress import Progress, silent


class WordEmbedder:
    """A text's vector counts the words that begin with each of some stems, as a unit vector."""

    def __init__(self, *stems: str) -> None:
        self.stems = stems

    @property
    def name(self) -> str:
        return "words"

    @property
    def dimension(self) -> int:
        return len(self.stems) + 1

    def embed(self, texts: Sequence[str], progress: Progress = silent) -> npt.NDArray[np.float32]:
        rows = np.array([self.vector(text) for text in texts], dtype=np.float32)
        return rows.reshape(len(texts), self.dimension)

    def vector(self, text: str) -> list[float]:
        words = text.lower().split()
        counts = [sum(word.startswith(stem) for word in words) for stem in self.stems]
        row = np.array([*counts, 0.1], dtype=np.float64)
        return list(row / np.linalg.norm(row))
