"""BM25, as search engines rank texts by the words they share with a query."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import bm25s
import numpy as np

from benchmarks.peers.nearest_contexts import Floats
from benchmarks.peers.word_matching import WORD_GRID, fit_to_words, has_words
from benchmarks.rival import Fitted, Settings
from benchmarks.tasks import Past


class Bm25:
    """The library bm25s with Lucene's formula, k1 = 1.5 and b = 0.75 (its defaults).

    Lù: BM25S: Orders of magnitude faster lexical search via eager sparse scoring, 2024.
    """

    name = "BM25"
    grid = WORD_GRID
    is_quick = True

    def suits(self, past: Past, /) -> bool:
        return has_words(past)

    def fit(self, past: Past, settings: Settings, _seed: int, /) -> Fitted:
        return fit_to_words(past, settings, bm25_index)


def bm25_index(documents: Sequence[str]) -> Callable[[str], Floats]:
    """BM25 score of each document, (documents,) float64, 0 where it shares no word with a text."""
    tokens = _words(documents)
    nothing = np.zeros(len(documents))
    if not any(tokens):
        return lambda _text: nothing.copy()
    index = bm25s.BM25()
    index.index(tokens, show_progress=False)

    def compare(text: str) -> Floats:
        # The library cannot take a query without words.
        words = _words([text])[0]
        return np.asarray(index.get_scores(words), np.float64) if words else nothing.copy()

    return compare


def _words(texts: Sequence[str]) -> list[list[str]]:
    words: list[list[str]] = bm25s.tokenize(
        list(texts), stopwords="english", return_ids=False, show_progress=False
    )
    return words
