"""Where members stand between others: shortest ways that lead over them, and separate circles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import sparse

Shares = npt.NDArray[np.float64]

TIE = 0.25
"""Regard, on either side, from which on two members count as having to do with each other."""
STARTS = 64
"""Members from whom shortest ways are followed; in smaller communities, all."""


def dealings(regard: sparse.csr_array) -> sparse.csr_array:
    """(M, M) float32, 1 where two members have to do with each other, whichever way."""
    either = sparse.csr_array(regard.maximum(regard.T))
    either.data = (either.data >= TIE).astype(np.float32)
    either.eliminate_zeros()
    return either


def betweenness(ties: sparse.csr_array, starts: int = STARTS) -> Shares:
    """(M,) the share of shortest ways between two other members that lead over each, 0 to 1.

    Members without ties are not counted. Counted over the ways from a sample of members to
    everybody (Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical
    Sociology 25, 2001; Brandes and Pich, "Centrality estimation in large networks", 2007); exact
    where there are no more than `starts`.

    Args:
        ties: (M, M), see `dealings`.
        starts: from how many members ways are followed.
    """
    size = ties.shape[0]
    able = np.flatnonzero(np.diff(ties.indptr))
    if len(able) < 3:
        return np.zeros(size)
    chosen = able
    if len(able) > starts:
        chosen = np.sort(np.random.default_rng(0).choice(able, starts, replace=False))
    over = np.zeros(size)
    for block in np.array_split(chosen, -(-len(chosen) // 16)):
        over += _dependencies(ties, block)
    # No way from a member leads over that member.
    starts_elsewhere = len(chosen) - np.isin(np.arange(size), chosen)
    return np.asarray(over / np.maximum(starts_elsewhere, 1) / (len(able) - 2))


def _dependencies(ties: sparse.csr_array, starts: npt.NDArray[np.int64]) -> Shares:
    """(M,) summed over the starts, how much of the ways from there leads over each member."""
    columns = np.arange(len(starts))
    ways = np.zeros((ties.shape[0], len(starts)))
    ways[starts, columns] = 1.0
    layers = [ways]
    seen = ways > 0.0
    while layers[-1].any():
        further = (ties @ layers[-1]) * ~seen
        seen |= further > 0.0
        layers.append(further)
    depends = np.zeros_like(ways)
    for nearer, farther in zip(layers[-2::-1], layers[:0:-1], strict=True):
        passed = np.divide(1.0 + depends, farther, out=np.zeros_like(ways), where=farther > 0.0)
        depends += nearer * (ties @ passed)
    depends[starts, columns] = 0.0
    return np.asarray(depends.sum(axis=1))


def separate_circles(ties: sparse.csr_array) -> Shares:
    """(M,) how many separate ones those come to whom a member has to do with.

    Burt's effective size ("Structural Holes", 1992) as Borgatti put it (Connections 20, 1997): n
    people with t ties between them come to n - 2t/n.
    """
    counts = np.diff(ties.indptr).astype(np.float64)
    between = np.asarray((ties @ ties).multiply(ties).sum(axis=1)).ravel()  # twice the ties t
    return np.asarray(counts - between / np.maximum(counts, 1.0))
