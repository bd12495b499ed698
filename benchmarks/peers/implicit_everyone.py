"""Recommendations for everybody by matrix factorisation with `implicit`."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from benchmarks.bench_extra import from_bench_extra
from benchmarks.large.contender import DEPTH
from benchmarks.large.everyone_task import Everyone, EveryoneTask, Pairs

FACTORS, TURNS = 64, 10
SEED = 1


def implicit_everyone(task: EveryoneTask) -> Sequence[Everyone]:
    """Alternating least squares on who has to do with whom. Raises ImportError: what to install.

    A member's row is that of the walk's graph among members (Hu, Koren and Volinsky, ICDM 2008).
    """
    library = from_bench_extra("implicit.cpu.als")
    begin, end = task.walk.begin, task.walk.end
    ties = sparse.csr_matrix(task.walk.transitions()[begin:end, begin:end], dtype=np.float32)
    ties.data[:] = 1.0
    everyone = np.arange(end - begin)

    def pairs() -> Pairs:
        model = library.AlternatingLeastSquares(
            factors=FACTORS, iterations=TURNS, num_threads=1, random_state=SEED
        )
        model.fit(ties, show_progress=False)
        # One more, as members may be like themselves.
        found, _ = model.recommend(everyone, ties, N=DEPTH + 1, filter_already_liked_items=True)
        return np.repeat(begin + everyone, found.shape[1]), begin + found.ravel().astype(np.int64)

    return [Everyone("implicit ALS, ties alone", pairs, task.count)]
