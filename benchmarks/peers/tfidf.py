"""The vote of the questions that share the most telling words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer

from benchmarks.method import Ranking
from benchmarks.peers.nearest_questions import answered_questions, vote
from benchmarks.replay import Answered, Query


class Tfidf:
    """Cosine of tf-idf vectors (sublinear tf, words in two questions or more)."""

    name = "tf-idf"

    def rank(self, query: Query, known: Sequence[Answered], /) -> Ranking:
        questions = answered_questions(known)
        words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2)
        past = words.fit_transform([question.text for question in questions])
        asked = words.transform([query.question.text])
        similarities = np.asarray((past @ asked.T).todense(), dtype=np.float64).ravel()
        return vote(query, known, questions, similarities)
