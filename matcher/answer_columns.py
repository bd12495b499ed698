"""An answer in columns: all that is said of its results as numbers, before anybody reads texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from matcher.member_facts import MemberFacts
from matcher.object_facts import ObjectFacts
from matcher.paths import FoundPaths

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class AnswerColumns:
    """K results, best first: what objects (`recommendations`) and JSON (`results_json`) are from.

    Attributes:
        nodes: (K,) int32, what is recommended.
        scores: (K,) float64.
        fits: (K,) float64.
        probabilities: (K,) float64; (0,) where the community's past does not tell any.
        features: names of the F features in the score.
        shares: (K, F) float64, what each adds to the score.
        pieces: (K, P) int32 pieces of evidence, what counts most first; -1 for no more.
        worth: (K, P) float64, of each of these.
        paths: to each result.
        facts: what reasons are made of, K of them.
        named: nodes that reasons may name, with -1 among them.
    """

    nodes: npt.NDArray[np.int32]
    scores: Values
    fits: Values
    probabilities: Values
    features: tuple[str, ...]
    shares: Values
    pieces: npt.NDArray[np.int32]
    worth: Values
    paths: FoundPaths
    facts: Sequence[MemberFacts | ObjectFacts]
    named: list[int]
