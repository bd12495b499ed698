"""Closeness means the same for every wording: a place among other texts."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from community.alignment.chance import Vectors, Yardstick


def unit(rows: npt.ArrayLike) -> Vectors:
    vectors: Vectors = np.asarray(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def test_closeness_is_the_share_of_other_texts_that_are_farther() -> None:
    chance = unit([[1, 9], [1, 4], [1, 1], [4, 1]])
    yardstick = Yardstick(unit([[1, 0]]), chance)
    found = yardstick.closeness(unit([[9, 1], [1, 2], [0, 1]]))
    assert found.tolist() == [1.0, 0.5, 0.0]


@pytest.mark.parametrize("words", [1, 2, 7])
def test_as_many_random_texts_are_aligned_however_much_the_host_says(words: int) -> None:
    random = np.random.default_rng(5)
    chance, texts = (unit(random.normal(size=(4_000, 16))) for _ in range(2))
    found = Yardstick(unit(random.normal(size=(words, 16))), chance).closeness(texts)
    assert found.mean() == pytest.approx(0.5, abs=0.02)
    assert (found >= 0.95).mean() == pytest.approx(0.05, abs=0.015)


def test_more_words_bring_those_closer_who_are_close_to_any_of_them() -> None:
    random = np.random.default_rng(6)
    chance = unit(random.normal(size=(500, 16)))
    words = unit(random.normal(size=(3, 16)))
    near = unit(words + 0.05 * random.normal(size=(3, 16)))
    assert (Yardstick(words, chance).closeness(near) == 1.0).all()
