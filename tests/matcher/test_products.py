from __future__ import annotations

import numpy as np
import pytest

from matcher.products import product


@pytest.mark.parametrize("dimensions", [1, 2, 63, 64, 65, 128, 200, 384, 1_000])
def test_a_product_of_whole_numbers_is_exact(dimensions: int) -> None:
    random = np.random.default_rng(dimensions)
    vectors = random.integers(-127, 128, (5, dimensions), dtype=np.int8)
    parts = random.integers(-8_191, 8_192, (3, dimensions)).astype(np.int16)
    expected = vectors.astype(np.int64) @ parts.T.astype(np.int64)
    found = [[product(vectors, row, parts, part) for part in range(3)] for row in range(5)]
    assert found == expected.tolist()


def test_a_product_by_hand() -> None:
    vectors = np.array([[0, 0], [3, -4]], dtype=np.int8)
    parts = np.array([[8_191, 2]], dtype=np.int16)
    assert product(vectors, 1, parts, 0) == 3 * 8_191 - 8
    longest = np.full((1, 384), -127, dtype=np.int8), np.full((1, 384), 8_191, dtype=np.int16)
    assert product(*longest[:1], 0, longest[1], 0) == -127 * 8_191 * 384


def test_rows_that_nobody_may_write_are_read_as_well() -> None:
    vectors = np.ones((1, 130), dtype=np.int8)
    vectors.flags.writeable = False
    assert product(vectors, 0, np.full((1, 130), 2, dtype=np.int16), 0) == 260
