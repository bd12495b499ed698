"""How far each member is trusted by those who have nothing to do with them."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import sparse

Shares = npt.NDArray[np.float32]

VIEWPOINTS = 128
"""Members from whom trust is looked at; in smaller communities, all who have regard for anybody."""
FEWEST_STEPS = 4
"""So that in a small community, too, walks come to those who are known to a few only."""
REACHED, OF_MEMBERS = 0.5, 1 / 3
"""Walks end once this share of members has this much of what they would have in the end."""


def standing(regard: sparse.csr_array) -> npt.NDArray[np.float64]:
    """(M,) how much each member's word counts, 0 to 1.

    From each of some members a walk sets out: at each step half of it stays, and half goes on to
    those whom the member has regard for, in proportion. How much of it is with somebody, per regard
    shown to them, tells how far the member where it set out may trust them; the *median* over all
    these viewpoints is what counts. A circle whose members praise each other is entered only over
    the regard that others have for it; from its own viewpoints it looks trusted, and these are
    outvoted as long as they are fewer than half.

    Short walks that end early, and trust per tie, are those of SybilRank (Cao, Sirivianos, Yang
    and Pregueiro, "Aiding the detection of fake accounts in large scale social online services",
    NSDI 2012); that each looks for themselves, those of SybilLimit (Yu, Gibbons, Kaminsky and
    Xiao, IEEE S&P 2008). Nobody has to be named as trusted beforehand.

    Args:
        regard: (M, M), see `community.reputation.regard`.

    Returns:
        The best third of those for whom anybody has regard has 1; who is shown none has 0.
    """
    shown = np.asarray(regard.sum(axis=0)).ravel()
    found = np.zeros(regard.shape[0])
    known = shown > 0.0
    if not known.any():
        return found
    seen = _seen(regard, shown, known)
    best = _upper(seen)
    if best > 0.0:
        found[known] = np.minimum(1.0, seen / best)
    return found


def _seen(
    regard: sparse.csr_array, shown: npt.NDArray[np.float64], known: npt.NDArray[np.bool_]
) -> npt.NDArray[np.float64]:
    """What the median viewpoint sees of each who is known, 1 for what there is in the end."""
    given = np.asarray(regard.sum(axis=1)).ravel()
    views = _viewpoints(given)
    columns = np.arange(len(views))
    onward = _onward(regard, given)
    nowhere = np.flatnonzero(given == 0.0)
    share = (shown / shown.sum())[known]
    walks = np.zeros((len(given), len(views)), dtype=np.float32)
    walks[views, columns] = 1.0
    seen = np.zeros(len(share))
    for step in range(1, _most_steps(len(given)) + 1):
        moved = onward @ walks
        # Whoever has regard for nobody passes nothing on: it goes home.
        moved[views, columns] += walks[nowhere].sum(axis=0)
        walks = (walks + moved) / np.float32(2.0)
        seen = np.median(walks[known], axis=1) / share
        if step >= FEWEST_STEPS and _upper(seen) >= REACHED:
            break
    return seen


def _viewpoints(given: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Places of those from whom trust is looked at; always the same of the same community."""
    able = np.flatnonzero(given > 0.0)
    if len(able) <= VIEWPOINTS:
        return able
    return np.sort(np.random.default_rng(0).choice(able, VIEWPOINTS, replace=False))


def _onward(regard: sparse.csr_array, given: npt.NDArray[np.float64]) -> sparse.csr_array:
    """(M, M) what share of a member's walk (column) goes on to each other (row)."""
    scale = sparse.diags_array(1.0 / np.where(given > 0.0, given, 1.0))
    return sparse.csr_array((scale @ regard).T.astype(np.float32))


def _upper(seen: npt.NDArray[np.float64]) -> float:
    return float(np.quantile(seen, 1.0 - OF_MEMBERS))


def _most_steps(members: int) -> int:
    """Enough to come anywhere in a community without closed circles, and no more than that."""
    return max(FEWEST_STEPS, math.ceil(2.0 * math.log2(members)))
