"""When two members are close and when far, in what they are for and in what they can do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

FEWEST_MEMBERS = 8
"""With fewer there is nothing to tell close from far by."""
CLOSE, FAR = 0.95, 0.5
"""Quantiles over pairs of members from which on two are close, and up to which they are far."""
LEAST_CLOSE = 0.4
"""Cosine that two must have in any case to be close: in a community of many causes and crafts, one
pair in twenty may still have little in common."""
_ROWS = 512


class Reason(StrEnum):
    """Why two members may want to meet."""

    SHARED_CAUSE = "shared cause, different craft"
    SAME_CRAFT = "same craft, different cause"


@dataclass(frozen=True, slots=True)
class Bounds:
    """What counts as close and far here: quantiles CLOSE and FAR over all pairs compared.

    Close is LEAST_CLOSE at least.
    """

    close_purposes: float
    far_purposes: float
    close_crafts: float
    far_crafts: float


def bounds_of(purposes: npt.NDArray[np.float32], skills: Any) -> Bounds | None:
    """The quantiles over pairs of up to _ROWS members with all others."""
    count = len(purposes)
    if count < FEWEST_MEMBERS:
        return None
    rows = np.linspace(0, count - 1, min(count, _ROWS)).astype(np.int64)
    others = rows[:, None] != np.arange(count)
    cosines = (purposes[rows] @ purposes.T)[others]
    shared = (skills[rows] @ skills.T).toarray()[others]
    close_purposes, far_purposes = np.quantile(cosines, [CLOSE, FAR]).tolist()
    close_crafts, far_crafts = np.quantile(shared, [CLOSE, FAR]).tolist()
    close_purposes, close_crafts = max(close_purposes, LEAST_CLOSE), max(close_crafts, LEAST_CLOSE)
    return Bounds(close_purposes, far_purposes, close_crafts, far_crafts)


def strengths_of(
    bounds: Bounds, purposes: npt.NDArray[np.float32], skills: npt.NDArray[np.float64]
) -> dict[Reason, npt.NDArray[np.float64]]:
    """(r, n) how strongly each reason holds for each pair: the difference of both; 0: not."""
    apart = purposes - skills
    cause = (purposes >= bounds.close_purposes) & (skills <= bounds.far_crafts) & (apart > 0)
    craft = (skills >= bounds.close_crafts) & (purposes <= bounds.far_purposes) & (apart < 0)
    return {
        Reason.SHARED_CAUSE: np.where(cause, apart, 0.0),
        Reason.SAME_CRAFT: np.where(craft, -apart, 0.0),
    }


def highest(strength: npt.NDArray[np.float64], most: int) -> Iterator[tuple[int, int]]:
    """Row and column of the `most` highest above 0, highest first; ties in their order."""
    flat = strength.ravel()
    most = min(most, len(flat))
    least = np.partition(flat, -most)[-most] if most else np.inf
    places = np.flatnonzero((flat >= least) & (flat > 0))
    for place in places[np.argsort(-flat[places], kind="stable")][:most].tolist():
        yield divmod(place, strength.shape[1])
