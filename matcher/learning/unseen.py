"""For each question of the past what was fitted to other parts of it, so that it can be judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from matcher.learning.examples import Example
from matcher.learning.fitting import Prior, Weights, fit, ndcg_of

FOLDS = 4

Numbers = npt.NDArray[np.int64]


def unseen_weights(
    examples: Sequence[Example],
    prior: Prior,
    seed: int,
    among: npt.NDArray[np.bool_] | None = None,
) -> list[Weights]:
    """For each of Q examples, weights fitted without its part of them.

    Args:
        examples: in the order of their times, so that questions of one time stay together.
        prior: what is known before.
        seed: of what is drawn.
        among: (Q,) those that may be fitted to; None: all.
    """
    weights: list[Weights] = [prior.default] * len(examples)
    usable = np.ones(len(examples), dtype=np.bool_) if among is None else among
    for held_out, rest in _folds(len(examples)):
        fitted = fit([examples[place] for place in rest if usable[place]], prior, seed)
        for place in held_out.tolist():
            weights[place] = fitted
    return weights


def unseen_singles(examples: Sequence[Example], prior: Prior) -> list[int]:
    """For each of the examples, the single feature that is best without its part of them."""
    singles = [0] * len(examples)
    signs = prior.signs
    quality = np.array(
        [
            [ndcg_of(e, signs[column] * e.scaled[:, column]) for column in range(len(signs))]
            for e in examples
        ]
    )
    for held_out, rest in _folds(len(examples)):
        best = int(np.argmax(quality[rest].mean(axis=0)))
        for place in held_out.tolist():
            singles[place] = best
    return singles


def _folds(count: int) -> Iterator[tuple[Numbers, Numbers]]:
    """Contiguous parts, each with all that is not in it."""
    for held_out in np.array_split(np.arange(count), min(FOLDS, count)):
        yield held_out, np.setdiff1d(np.arange(count), held_out)
