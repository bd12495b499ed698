"""A forward push that counts the edges it touches: the twin of `matcher.pagerank.pagerank`."""

from __future__ import annotations

import numba
import numpy as np
import numpy.typing as npt

from matcher.walks import WalkGraph


def counted_push(
    graph: WalkGraph, seed: int, restart: float, threshold: float
) -> tuple[npt.NDArray[np.float64], int]:
    """(N,) scores of a walk from `seed`, and how many edges were followed for them.

    Nodes are pushed first in, first out, while their residual exceeds `threshold` per neighbour
    (Andersen, Chung, Lang 2006).
    """
    arrays = (graph.spans, graph.neighbours, graph.probabilities)
    scores, touched = _push(*arrays, seed, restart, threshold)
    return scores, int(touched)


@numba.njit(cache=True)
def _push(spans, neighbours, probabilities, seed, restart, threshold):  # type: ignore[no-untyped-def]  # numba infers them
    size = len(spans)
    kept = np.zeros(size)
    residual = np.zeros(size)
    queued = np.zeros(size, dtype=np.bool_)
    queue = [seed]
    residual[seed] = 1.0
    queued[seed] = True
    head, touched = 0, 0
    while head < len(queue):
        node = queue[head]
        head += 1
        queued[node] = False
        begin, end = spans[node, 0], spans[node, 1]
        amount = residual[node]
        if end == begin:
            kept[node] += amount
            residual[node] = 0.0
            continue
        if amount <= threshold * (end - begin):
            continue
        kept[node] += restart * amount
        residual[node] = 0.0
        touched += end - begin
        for at in range(begin, end):
            neighbour = neighbours[at]
            residual[neighbour] += (1.0 - restart) * amount * probabilities[at]
            degree = max(spans[neighbour, 1] - spans[neighbour, 0], 1)
            if not queued[neighbour] and residual[neighbour] > threshold * degree:
                queued[neighbour] = True
                queue.append(neighbour)
    return kept + restart * residual, touched
