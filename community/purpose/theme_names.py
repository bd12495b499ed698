"""Names of groups of statements, out of the statements' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from community.purpose.parts import READ_LENGTH

MOST_WORDS = 3
"""Words of a phrase."""
PHRASES = 3
"""Phrases of a name."""
READ = 300
"""Statements of each group that its name is taken from: those at its middle."""
FEWEST_SPEAKERS = 2
"""Statements that a phrase must stand in, so that nobody is named by their own words alone."""
LONGER = 0.5
"""What each further word of a phrase adds to its weight: two words tell more than one."""
LEAST = 0.4
"""Share of the heaviest phrase's weight that the others of a name must have."""
LIFT = 2.0
"""How many times as often as in the other groups, on average, a phrase must stand in its own."""
TELLING = frozenset(
    {
        "alone", "bill", "bottom", "call", "cry", "detail", "empty", "fill", "find", "fire",
        "front", "give", "keep", "made", "mill", "move", "serious", "show", "side", "system",
        "together",
    }
)  # fmt: skip
"""Words that scikit-learn's list of stop words holds, and that tell something of a purpose."""
_WORD = re.compile(r"[^\W\d_][\w'’-]*|[.,;:!?]")


def names_of_themes(
    texts: Sequence[str], labels: npt.NDArray[np.int32], closeness: npt.NDArray[np.float32]
) -> list[tuple[str, ...]]:
    """Up to PHRASES phrases for each group, the most telling first.

    Class-based TF-IDF (Grootendorst, arXiv 2203.05794, 2022): a phrase of group c weighs
    `t log(1 + A / f)`, where t is the share of the statements of c that it stands in, f the sum of
    these shares over all groups, and A their mean number of phrases. A phrase is 1 to MOST_WORDS
    words that stand side by side and neither begin nor end with a word such as `the`.

    Args:
        texts: n statements.
        labels: (n,) the group of each, 0 to k - 1.
        closeness: (n,) to the middle of the group.
    """
    from sklearn.feature_extraction.text import (  # noqa: PLC0415 - slow to import
        CountVectorizer,
    )

    rows = [_middle(labels, closeness, group) for group in range(int(labels.max()) + 1)]
    counting = CountVectorizer(analyzer=_phrases, binary=True)
    counts = counting.fit_transform([texts[row] for each in rows for row in each])
    sizes = np.array([len(each) for each in rows])
    groups = np.repeat(np.arange(len(rows)), sizes)
    found = [np.asarray(counts[groups == group].sum(axis=0)) for group in range(len(rows))]
    speakers = np.vstack(found)
    weights = _weights(speakers, sizes) * (speakers >= FEWEST_SPEAKERS)
    words = counting.get_feature_names_out()
    return [_named(words, weights[group]) for group in range(len(rows))]


def _middle(
    labels: npt.NDArray[np.int32], closeness: npt.NDArray[np.float32], group: int
) -> npt.NDArray[np.int64]:
    own = np.flatnonzero(labels == group)
    return own[np.argsort(-closeness[own], kind="stable")][:READ]


def _weights(
    speakers: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """(k, P) of each phrase in each group; 0 where it stands in the others about as often."""
    shares = speakers / np.maximum(sizes, 1)[:, None]
    mean, total = float(shares.sum() / len(shares)), shares.sum(axis=0)
    elsewhere = (total - shares) / max(len(shares) - 1, 1)
    weights = shares * np.log1p(mean / np.maximum(total, 1e-12))
    return np.asarray(weights * (shares >= LIFT * elsewhere))


def _named(words: npt.NDArray[np.object_], weights: npt.NDArray[np.float64]) -> tuple[str, ...]:
    """The heaviest phrases that share no word with a heavier one."""
    lengths = np.array([phrase.count(" ") for phrase in words])
    heavy = weights * (1.0 + LONGER * lengths)
    chosen: list[str] = []
    used: set[str] = set()
    for place in np.argsort(-heavy, kind="stable").tolist():
        phrase = str(words[place])
        if heavy[place] < max(LEAST * heavy.max(), 1e-12) or len(chosen) == PHRASES:
            break
        if used.isdisjoint(phrase.split()):
            chosen.append(phrase)
            used.update(phrase.split())
    return tuple(chosen)


def _phrases(text: str) -> Iterator[str]:
    from sklearn.feature_extraction.text import (  # noqa: PLC0415 - slow to import
        ENGLISH_STOP_WORDS,
    )

    silent = ENGLISH_STOP_WORDS - TELLING
    words = _WORD.findall(text[:READ_LENGTH].lower())
    ends = [word not in silent and word[0].isalpha() for word in words]
    for begin in range(len(words)):
        for end in range(begin, min(begin + MOST_WORDS, len(words))):
            if not words[end][0].isalpha():
                break
            if ends[begin] and ends[end]:
                yield " ".join(words[begin : end + 1])
