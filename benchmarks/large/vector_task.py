"""The texts that every vector search is measured on, with filters that let some of them through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.large.community import LargeCommunity
from benchmarks.large.contender import DEPTH, Nodes
from graph.snapshot import Snapshot

Vectors = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
SHARES = (1.0, 0.5, 0.1, 0.01)
"""Of the texts that a filter lets through."""


@dataclass(frozen=True, slots=True, eq=False)
class VectorTask:
    """Which texts are nearest to a vector, among those that are allowed?

    Attributes:
        community: whose texts.
        nodes: (M,) the node of each text.
    """

    community: LargeCommunity
    nodes: npt.NDArray[np.int32]

    @classmethod
    def of(cls, community: LargeCommunity) -> VectorTask:
        """The task on all texts of a community."""
        return cls(community, community.vector_nodes)

    @property
    def snapshot(self) -> Snapshot:
        """Whose int8 vectors Kinpath searches."""
        return self.community.snapshot

    def blocks(self) -> Iterator[tuple[int, Vectors]]:
        """The texts' vectors as they were before any quantisation, many at a time."""
        return self.community.meanings.blocks(self.community.abouts)

    def filter(self, share: float) -> Mask:
        """(M,) which texts are allowed: about that share of them, drawn at random."""
        random = np.random.default_rng([self.community.seed, round(1000 * share)])
        return random.random(len(self.nodes)) < share

    def questions(self, count: int) -> list[Vectors]:
        """(D,) unit vectors of texts that are not in the community, each about some skill."""
        random = np.random.default_rng([self.community.seed, count])
        skills = random.integers(self.community.shape.skills, size=count)
        return list(self.community.meanings.texts(skills, stream=1))

    def vectors(self, places: Nodes) -> Vectors:
        """(n, D) those of the texts at these places."""
        found = np.zeros((len(places), self.snapshot.vectors.shape[1]), dtype=np.float32)
        for begin, block in self.blocks():
            here = (places >= begin) & (places < begin + len(block))
            found[here] = block[places[here] - begin]
        return found

    def exact(self, questions: Sequence[Vectors], allowed: Mask, count: int = DEPTH) -> list[Nodes]:
        """The nearest of each question by cosines of floating-point vectors, best first."""
        asked = np.stack(questions)
        scores = np.zeros((len(asked), 0), dtype=np.float32)
        places = np.zeros((len(asked), 0), dtype=np.int64)
        for begin, block in self.blocks():
            cosines = np.where(allowed[begin : begin + len(block)], asked @ block.T, -2.0)
            here = np.broadcast_to(begin + np.arange(len(block)), cosines.shape)
            scores = np.hstack([scores, cosines])
            places = np.hstack([places, here])
            top = np.argsort(-scores, axis=1, kind="stable")[:, :count]
            scores = np.take_along_axis(scores, top, axis=1)
            places = np.take_along_axis(places, top, axis=1)
        return [self.nodes[row].astype(np.int64) for row in places]
