"""Whom figures may name."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from graph.records import EntityId

MOST_NAMED = 50
"""Members behind a figure that are named; all of them are counted."""


def named(picture: Picture, places: npt.NDArray[np.int64]) -> tuple[EntityId, ...]:
    """The first of these members (n,), in their order, who consent to being named.

    Minors are counted, and never named.
    """
    places = places[picture.nameable[places]][:MOST_NAMED]
    return picture.ids(picture.members[places])
