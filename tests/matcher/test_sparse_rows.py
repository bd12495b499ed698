from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse

from matcher.sparse_rows import SparseRows

pytestmark = pytest.mark.large


def test_it_is_the_matrix_that_it_was_made_of() -> None:
    random = np.random.default_rng(5)
    matrix = sparse.csr_array(sparse.random_array((30, 50), density=0.1, rng=random))
    matrix = matrix.astype(np.float32)
    rows = SparseRows.of(matrix)
    assert rows.shape == (30, 50)
    assert (rows.of_scipy() != matrix).nnz == 0
    assert np.shares_memory(rows.of_scipy().data, matrix.data)
    vector = random.random(50).astype(np.float32)
    np.testing.assert_allclose(rows.times(vector), matrix @ vector, rtol=1e-5)


def test_whoever_only_asks_does_not_wait_for_scipy() -> None:
    program = "import sys, matcher; sys.exit('scipy.sparse' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
