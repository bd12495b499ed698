"""Weights from examples: a listwise fit and a search, averaged, both held close to the default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

from matcher.learning.examples import Example

DEPTH = 10
GAINS = 1.0 / np.log2(np.arange(DEPTH) + 2)
"""(DEPTH,) what each place of a list counts in its DCG."""
DEFAULT_SHARE = 0.5
"""The listwise fit is held towards this part of the default weights."""
LEAST_RIDGE, RIDGE_BY_COUNT = 0.05, 4.0
"""Strength of that hold: the fewer examples, the stronger."""
TRIED, AVERAGED = 190, 10
"""Random weightings that are tried, and how many of the best are averaged."""
CHOICES = (0.0, 0.25, 0.5, 1.0, 2.0)

Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Prior:
    """What is known of the F weights before anything is learned.

    Attributes:
        default: (F,) the goal's own weights.
        signs: (F,) -1 where a feature speaks against a candidate, so that its weight is never
            positive, else 1.
    """

    default: Weights
    signs: Weights


def fit(examples: Sequence[Example], prior: Prior, seed: int) -> Weights:
    """(F,) weights: the mean of two unit vectors, of the listwise fit and of the search.

    Averaging the two was measured to beat choosing between them. A feature that nothing in the
    examples has keeps its default.
    """
    weights = (_unit(listwise(examples, prior)) + _unit(searched(examples, prior, seed))) / 2
    weights = np.where(prior.signs < 0, np.minimum(weights, 0.0), weights)
    idle = ~np.any([np.any(example.scaled, axis=0) for example in examples], axis=0)
    return np.asarray(np.where(idle, _unit(prior.default), weights))


def listwise(examples: Sequence[Example], prior: Prior) -> Weights:
    """(F,) weights that maximise the likelihood of what was chosen among what could have been.

    The loss is ListNet's top-one cross entropy (Cao et al., ICML 2007), with a ridge towards half
    of the default.
    """
    ridge = max(LEAST_RIDGE, RIDGE_BY_COUNT / max(len(examples), 1))
    center = DEFAULT_SHARE * prior.default
    found = optimize.minimize(
        _loss, center, args=(examples, center, ridge), jac=True, method="L-BFGS-B"
    )
    return np.asarray(found.x, dtype=np.float64)


def _loss(
    weights: Weights, examples: Sequence[Example], center: Weights, ridge: float
) -> tuple[float, Weights]:
    loss, gradient = 0.0, np.zeros(len(weights))
    for example in examples:
        scores = example.scaled @ weights
        highest = scores.max()
        likelihoods = np.exp(scores - highest)
        total = likelihoods.sum()
        chosen = example.positive
        loss -= scores[chosen].mean() - np.log(total) - highest
        gradient -= example.scaled[chosen].mean(axis=0) - (likelihoods / total) @ example.scaled
    count = max(len(examples), 1)
    away = weights - center
    value = float(loss / count + ridge * (away @ away) / 2)
    return value, np.asarray(gradient / count + ridge * away)


def searched(examples: Sequence[Example], prior: Prior, seed: int) -> Weights:
    """(F,) mean of the best of many weightings by nDCG@10: random, each source, the default."""
    random = np.random.default_rng(seed)
    tried = random.choice(CHOICES, size=(TRIED, len(prior.default)))
    tried = np.concatenate([tried[tried.sum(axis=1) > 0], np.eye(len(prior.default))])
    tried = np.concatenate([tried * prior.signs, [prior.default]])
    tried = tried[tried.any(axis=1)]
    units = tried / np.sqrt((tried * tried).sum(axis=1, keepdims=True))
    quality = np.zeros(len(units))
    for example in examples:
        quality += _ndcg_of_each(example, example.scaled @ units.T.astype(np.float32))
    best = np.lexsort((np.arange(len(units)), -quality))[:AVERAGED]
    return np.asarray(units[best].mean(axis=0))


def ndcg_of(example: Example, scores: npt.NDArray[np.floating]) -> float:
    """nDCG@10 of a ranking by `scores` (n,), ties by node."""
    return float(_ndcg_of_each(example, np.asarray(scores).reshape(-1, 1))[0])


def _ndcg_of_each(example: Example, scores: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    """(W,) nDCG@10 of W rankings by the columns of `scores` (n, W)."""
    found = np.zeros(scores.shape[1])
    padded = np.append(GAINS, 0.0)
    for place in np.flatnonzero(example.positive).tolist():
        own = scores[place]
        before = (scores > own).sum(axis=0)
        before += ((scores == own) & (example.nodes < example.nodes[place])[:, None]).sum(axis=0)
        found += padded[np.minimum(before, DEPTH)]
    return np.asarray(found / GAINS[: int(example.positive.sum())].sum())


def length(weights: Weights) -> float:
    """The Euclidean norm of (F,) weights."""
    return float(np.sqrt((weights * weights).sum()))


def _unit(weights: Weights) -> Weights:
    norm = length(weights)
    return weights / norm if norm else weights
