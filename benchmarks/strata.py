"""Queries parted by how much their asker had done before: newcomers are the hard case."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from benchmarks.tasks import Task

EXPERIENCE = {"0": range(1), "1-4": range(1, 5), "5+": range(5, 1 << 62)}
"""Interactions that an asker had before, by the name of the stratum."""


def by_experience(task: Task) -> dict[str, npt.NDArray[np.bool_]]:
    """(Q,) which queries are in each stratum, by its name; strata without queries are left out."""
    strata = {
        name: np.array([query.experience in counts for query in task.queries])
        for name, counts in EXPERIENCE.items()
    }
    return {name: queries for name, queries in strata.items() if queries.any()}
