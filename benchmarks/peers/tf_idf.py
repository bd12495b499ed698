"""Cosine of tf-idf vectors: the texts that share the most telling words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.peers.nearest_contexts import Floats
from benchmarks.peers.word_matching import WORD_GRID, fit_to_words, has_words
from benchmarks.rival import Fitted, Settings
from benchmarks.tasks import Past


class TfIdf:
    """scikit-learn's tf-idf: sublinear tf, no English stop words, words in two texts or more."""

    name = "tf-idf"
    grid = WORD_GRID
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return has_words(past)

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        return fit_to_words(past, settings, tf_idf_index)


def tf_idf_index(documents: Sequence[str]) -> Callable[[str], Floats]:
    """Cosine of each document with a text, (documents,) float64, 0 where they share no word."""
    words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2)
    try:
        vectors = words.fit_transform(documents)
    except ValueError:  # no word stands in two of them
        return lambda _text: np.zeros(len(documents))

    def compare(text: str) -> Floats:
        cosines: Floats = (vectors @ words.transform([text]).T).toarray().ravel()
        return cosines

    return compare
