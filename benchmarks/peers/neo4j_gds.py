"""Node embeddings by Neo4j's Graph Data Science library, compared by their cosine."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

import neo4j
import numpy as np
import numpy.typing as npt

from benchmarks.peers.neo4j_session import connected
from benchmarks.peers.ties import scored_in_batches, ties_of
from benchmarks.rival import Fitted, Scores, Settings
from benchmarks.tasks import Past, Query
from graph.neo4j_address import parse_address

Floats = npt.NDArray[np.float64]
Algorithm = Literal["fastRP", "node2vec"]
DIMENSIONS = 256

_NAMES: Mapping[Algorithm, str] = {
    "fastRP": "FastRP (Neo4j GDS)",
    "node2vec": "node2vec (Neo4j GDS)",
}
_GRIDS: Mapping[Algorithm, Sequence[Settings]] = {
    "fastRP": ({"normalizationStrength": 0.0}, {"normalizationStrength": -0.5}),
    "node2vec": ({"returnFactor": 1.0, "inOutFactor": 1.0},),
}
_FIXED: Mapping[Algorithm, Mapping[str, Any]] = {
    "fastRP": {"iterationWeights": [0.0, 1.0, 1.0, 1.0]},
    "node2vec": {"walkLength": 20, "walksPerNode": 5},
}
_PROJECT = """
UNWIND range(0, size($low) - 1) AS place
WITH $low[place] AS source, $high[place] AS target
RETURN gds.graph.project($graph, source, target, {}, {undirectedRelationshipTypes: ['*']})"""
_EMBED = {
    algorithm: f"CALL gds.{algorithm}.stream($graph, $configuration) YIELD nodeId, embedding"
    for algorithm in _NAMES
}
_DROP = "CALL gds.graph.drop($graph, false) YIELD graphName"


class GraphEmbedding:
    """A target scores the cosine of its vector with the mean vector of what a query starts from.

    fastRP: Chen, Sultan, Tian, Chen, Skiena: Fast and accurate network embeddings via very sparse
    random projection, CIKM 2019. node2vec: Grover, Leskovec: node2vec: Scalable feature learning
    for networks, KDD 2016. The graph is that of all ties, undirected. It is handed to the library's
    catalogue in memory and dropped from there afterwards: the database itself is not touched.
    """

    is_quick = False

    def __init__(self, url: str, password: str | None, algorithm: Algorithm = "fastRP") -> None:
        """Where a Neo4j with the library answers, as `open_store` takes it."""
        self._address, self._algorithm = parse_address(url, password), algorithm

    @property
    def name(self) -> str:
        return _NAMES[self._algorithm]

    @property
    def grid(self) -> Sequence[Settings]:
        return _GRIDS[self._algorithm]

    def suits(self, past: Past, /) -> bool:
        return len(ties_of(past).low) > 0

    def fit(self, past: Past, settings: Settings, seed: int, /) -> Fitted:
        configuration = {
            **_FIXED[self._algorithm],
            **settings,
            "embeddingDimension": DIMENSIONS,
            "randomSeed": seed,
            "concurrency": 1,  # several threads would make each run different
        }
        vectors = np.zeros((past.snapshot.size, DIMENSIONS))
        with connected(self._address) as session, _projected(session, past) as graph:
            found = session.run(_EMBED[self._algorithm], graph=graph, configuration=configuration)
            for node, vector in found:
                vectors[node] = vector
        return GraphVectors(past, vectors)


@contextmanager
def _projected(session: neo4j.Session, past: Past) -> Iterator[str]:
    """The name of a graph in the library's catalogue, for as long as the block lasts."""
    ties = ties_of(past)
    graph = f"kinpath-{secrets.token_hex(8)}"
    try:
        ends = {"low": ties.low.tolist(), "high": ties.high.tolist()}
        session.run(_PROJECT, graph=graph, **ends).consume()
        yield graph
    finally:
        session.run(_DROP, graph=graph).consume()


@dataclass(frozen=True, slots=True, eq=False)
class GraphVectors:
    """The (N, D) vectors of one past's nodes, zeros for those without ties."""

    past: Past
    vectors: Floats

    def score(self, queries: Sequence[Query], /) -> Scores:
        return scored_in_batches(self.past, queries, self._of_nodes)

    def _of_nodes(self, starts: Floats) -> Floats:
        # The sum points where the mean points.
        return unit(self.vectors) @ unit(starts.T @ self.vectors).T


def unit(vectors: Floats) -> Floats:
    """The rows (n, D) at length one; zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1.0)
