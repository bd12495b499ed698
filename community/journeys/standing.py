"""Where each member stands in a journey: by their own word, and by what they did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.journeys.evidence import Asked, Confidence, confidence, done_of, known_of
from community.journeys.factors import Factors
from community.journeys.reached import Reached
from community.journeys.silence import Deeds, Silence
from community.picture import Picture

PROBABLE = 0.5
"""Confidence from which on evidence alone places a member at a stage."""
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Standings:
    """Where each of M members stands in a journey of S stages.

    Attributes:
        declared: (M,) place of the stage where they stand by their own word, NOWHERE without one.
        by_evidence: (M,) place of the furthest stage that they probably reached by what they did,
            NOWHERE where evidence places them nowhere.
        confidences: of each of the S stages.
        done: (S, M) how much of what tells of a stage they did.
        silent: (M,) whether they are silent for so long that they count as fallen off.
    """

    declared: npt.NDArray[np.int64]
    by_evidence: npt.NDArray[np.int64]
    confidences: tuple[Confidence, ...]
    done: npt.NDArray[np.int64]
    silent: npt.NDArray[np.bool_]

    @property
    def places(self) -> npt.NDArray[np.int64]:
        """(M,) where they stand: by their own word, else by evidence; NOWHERE where by neither."""
        return np.where(self.declared != NOWHERE, self.declared, self.by_evidence)


def standings(
    picture: Picture,
    told: Reached,
    asked: Sequence[Asked],
    factors: Factors,
    deeds: Deeds,
    silence: Silence,
) -> Standings:
    """Where every member stands.

    Evidence places a member at the furthest stage of which they did something, and which they
    reached with a confidence of at least one half. Where nobody's progress is known there is
    nothing to learn from: then evidence places nobody.
    """
    known, furthest = known_of(picture, told)
    done = np.stack([done_of(picture, each, factors) for each in asked])
    confidences = tuple(
        confidence(done[place], known, furthest >= place) for place in range(len(asked))
    )
    by_evidence = np.full(len(picture.members), NOWHERE, dtype=np.int64)
    if known.any():
        for place, (each, sure) in enumerate(zip(done, confidences, strict=True)):
            by_evidence[(each > 0) & (sure.value >= PROBABLE)] = place
    declared = np.full(len(picture.members), NOWHERE, dtype=np.int64)
    declared[known] = told.standing
    return Standings(declared, by_evidence, confidences, done, _silent(picture, deeds, silence))


def _silent(picture: Picture, deeds: Deeds, silence: Silence) -> npt.NDArray[np.bool_]:
    """(M,) who did nothing for so long, up to now."""
    _, came = deeds.pauses()
    ended = np.isin(deeds.keys, deeds.silent_from(silence)) & ~came
    return np.isin(picture.members, deeds.members[ended])
