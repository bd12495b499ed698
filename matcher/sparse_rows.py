"""Matrices of which most entries are 0, without the library that works with them.

Questions read rows in compiled code. What works tables out, or is seldom asked, takes them as SciPy
has them, which takes a third of a second to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import numpy.typing as npt

from graph.kernels import kernel

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, slots=True, eq=False)
class SparseRows:
    """A matrix (R, width), compressed by rows (CSR).

    Attributes:
        data: (entries,) row after row.
        indices: (entries,) the column of each, ascending in each row.
        indptr: (R + 1,) where the entries of each row begin.
        width: how many columns there are.
    """

    data: npt.NDArray[np.floating[Any]]
    indices: npt.NDArray[np.integer[Any]]
    indptr: npt.NDArray[np.integer[Any]]
    width: int

    @classmethod
    def of(cls, matrix: csr_array) -> Self:
        """That of SciPy, upon the same arrays."""
        return cls(matrix.data, matrix.indices, matrix.indptr, int(matrix.shape[1]))

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.indptr) - 1, self.width

    @property
    def arrays(self) -> tuple[npt.NDArray[Any], npt.NDArray[Any], npt.NDArray[Any]]:
        """What compiled code reads: where rows begin, columns, and values."""
        return self.indptr, self.indices, self.data

    def of_scipy(self) -> csr_array:
        """As SciPy has it, upon the same arrays."""
        from scipy.sparse import csr_array  # noqa: PLC0415 - as the module says

        return csr_array((self.data, self.indices, self.indptr), shape=self.shape)

    def times(self, vector: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """(R,) float32, the matrix of float32 times a vector (width,)."""
        return np.asarray(_times(*self.arrays, vector))


# numba infers the types of the arrays.
@kernel
def _times(begins, columns, values, vector):  # type: ignore[no-untyped-def]
    found = np.empty(len(begins) - 1, dtype=np.float32)
    for row in range(len(found)):
        total = np.float32(0.0)
        for at in range(begins[row], begins[row + 1]):
            total += values[at] * vector[columns[at]]
        found[row] = total
    return found
