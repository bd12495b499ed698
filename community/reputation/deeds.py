"""Deeds as columns: who did what for whom, about what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.reputation.kinds import KIND_CODES, DeedKind
from graph.packing import NO_TIME

Nodes = npt.NDArray[np.int32]
NOTHING = -1
"""The thing of a deed that is about none."""


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """D deeds, in the order of who did them.

    Attributes:
        doers, beneficiaries: (D,) int32 nodes of members, never the same of one deed.
        kinds: (D,) uint8, `KIND_CODES`.
        things: (D,) int32, the content or activity it was done with, NOTHING where there is none.
        times: (D,) int32, seconds since 2000, NO_TIME where it is not known.
    """

    doers: Nodes
    beneficiaries: Nodes
    kinds: npt.NDArray[np.uint8]
    things: Nodes
    times: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.doers)

    @classmethod
    def of(
        cls,
        kind: DeedKind,
        doers: Nodes,
        beneficiaries: Nodes,
        times: npt.NDArray[np.int32],
        things: Nodes | None = None,
    ) -> Deeds:
        """Deeds of one kind; what somebody did for themselves is none."""
        others = (doers != beneficiaries) & (doers >= 0) & (beneficiaries >= 0)
        about = np.full(len(doers), NOTHING, dtype=np.int32) if things is None else things
        codes = np.full(len(doers), KIND_CODES[kind], dtype=np.uint8)
        return cls(doers, beneficiaries, codes, about, times).where(others)

    def where(self, kept: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Deeds:
        """Those that are kept: a mask (D,) or places."""
        return Deeds(
            self.doers[kept],
            self.beneficiaries[kept],
            self.kinds[kept],
            self.things[kept],
            self.times[kept],
        )

    def by(self, doer: int) -> npt.NDArray[np.int64]:
        """Places of the deeds of one member."""
        begin, end = np.searchsorted(self.doers, [doer, doer + 1])
        return np.arange(begin, end)


def joined(parts: Iterable[Deeds]) -> Deeds:
    """All of them, in the order of who did them, for whom, of which kind, when and with what."""
    every = list(parts)
    together = Deeds(
        np.concatenate([part.doers for part in every]).astype(np.int32),
        np.concatenate([part.beneficiaries for part in every]).astype(np.int32),
        np.concatenate([part.kinds for part in every]).astype(np.uint8),
        np.concatenate([part.things for part in every]).astype(np.int32),
        np.concatenate([part.times for part in every]).astype(np.int32),
    )
    columns = (
        together.things, together.times, together.kinds, together.beneficiaries, together.doers,
    )  # fmt: skip
    return together.where(np.lexsort(columns))


def dated(times: npt.NDArray[np.int32], otherwise: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Times, and where they are not known those of the thing."""
    return np.where(times == NO_TIME, otherwise, times).astype(np.int32)
