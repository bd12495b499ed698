"""Relationships of a large community, packed as stores pack them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.large.drawing import Numbers
from graph.packing import NO_TIME
from graph.schema import ENGAGEMENT_STRENGTH, RELATIONSHIP_CODES, VERB_CODES, RelationshipKind


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """E relationships: the numbers of their ends, and what `pack_relationship` says of each."""

    sources: Numbers
    targets: Numbers
    facts: Numbers

    def __len__(self) -> int:
        return len(self.sources)

    def where(self, kept: npt.NDArray[np.bool_]) -> Edges:
        """Those where `kept` (E,) is true."""
        return Edges(self.sources[kept], self.targets[kept], self.facts[kept])


def edges(
    kind: RelationshipKind, sources: Numbers, targets: Numbers, times: Numbers | None = None
) -> Edges:
    """Relationships of one kind and full strength; without times they always were."""
    when = np.full(len(sources), NO_TIME) if times is None else times
    return Edges(sources, targets, packed(when, np.ones(len(sources)), 0, kind))


def engagements(sources: Numbers, targets: Numbers, times: Numbers, verb: str) -> Edges:
    """What members did with content by a verb of `ENGAGEMENT_STRENGTH`."""
    strengths = np.full(len(sources), ENGAGEMENT_STRENGTH[verb])
    facts = packed(times, strengths, VERB_CODES[verb], RelationshipKind.ENGAGED)
    return Edges(sources, targets, facts)


def packed(
    times: Numbers, strengths: npt.NDArray[np.float64], verb: int, kind: RelationshipKind
) -> Numbers:
    """`graph.packing.pack_relationship` of many at a time."""
    halves = strengths.astype(np.float16).view(np.uint16).astype(np.int64)
    code = RELATIONSHIP_CODES[kind]
    return (times.astype(np.int64) << 32) | (halves << 16) | (verb << 8) | code


def joined(parts: Iterable[Edges]) -> Edges:
    """All of them, one part after the other."""
    every = list(parts)
    return Edges(
        np.concatenate([part.sources for part in every]),
        np.concatenate([part.targets for part in every]),
        np.concatenate([part.facts for part in every]),
    )
