from __future__ import annotations

import numpy as np
from scipy import sparse

from matcher.sparse_rows import SparseRows
from matcher.sums import row_times


def test_a_row_times_a_matrix_is_that_of_scipy() -> None:
    random = np.random.default_rng(2)
    matrix = sparse.csr_array(sparse.random_array((40, 90), density=0.1, rng=random)).astype(
        np.float32
    )
    for _ in range(2):  # the second time on what the first left behind
        places = np.sort(random.permutation(40)[:6])
        values = random.random(6)
        row = sparse.csr_array((values, (np.zeros(6, dtype=np.int64), places)), shape=(1, 40))
        found = row_times(places, values, SparseRows.of(matrix), 1_000)
        everybody = np.arange(1_000, 1_090, dtype=np.int32)
        np.testing.assert_allclose(found.at(everybody), (row @ matrix).todense()[0], rtol=1e-6)
        assert len(np.unique(found.nodes)) == len(found.nodes)
