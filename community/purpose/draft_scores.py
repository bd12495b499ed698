"""How well each sentence of a member would do as a draft of their purpose."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from community.picture import Picture
from community.purpose.clauses import PURPOSEFUL, Clause
from community.purpose.doings import doings_of
from community.purpose.sources import OF_THEMSELVES
from graph.packing import DAY, EPOCH
from graph.schema import EntityKind

MOST_DRAFTS = 3
SAME_MEANING = 0.7
"""Cosine from which two sentences say the same, so that only the better one is offered."""
RECENCY_HALVES = 365.0
"""Days after which a text counts half as recent."""
WEIGHTS = {"closeness": 0.5, "wording": 0.35, "recency": 0.15}
"""What the parts of a draft's score count; they are set by hand, not learned."""
ABOUT = 0.25
"""Closeness to what they did from which a sentence is about it, and not about something aside."""
UNDATED = 0.5
"""How recent a text without a date is taken to be."""
Vectors = npt.NDArray[np.float32]


class Tier(IntEnum):
    """What is offered first: each kind of sentence before the next."""

    PURPOSE = 0
    """It sounds like a purpose, and is about what they do, or about themselves."""
    THEMSELVES = 1
    """They say it of themselves, and it is about what they do."""
    NAME = 2
    REST = 3


def shares_of(
    picture: Picture, member: int, clauses: Sequence[Clause], vectors: Vectors
) -> dict[str, npt.NDArray[np.float64]]:
    """(C,) of each part of the score, weighted."""
    parts = {
        "closeness": np.clip(vectors @ _centre(picture, member, vectors), 0.0, 1.0),
        "wording": np.array([clause.wording for clause in clauses]),
        "recency": _recency(picture, clauses),
    }
    return {name: WEIGHTS[name] * part.astype(np.float64) for name, part in parts.items()}


def _centre(picture: Picture, member: int, clauses: Vectors) -> npt.NDArray[np.float32]:
    """(D,) the direction of all that they did; where that has no vectors, of their sentences."""
    done = [doing.node for doing in doings_of(picture, member) if doing.kind != EntityKind.MEMBER]
    nodes = np.array([member, *done], dtype=np.int32)
    vectors = picture.vectors(nodes)
    if vectors.shape[1] != clauses.shape[1] or not vectors.any():
        vectors = clauses
    centre = vectors.sum(axis=0)
    length = float(np.linalg.norm(centre))
    return np.asarray(centre / length if length else centre, dtype=np.float32)


def _recency(picture: Picture, clauses: Sequence[Clause]) -> npt.NDArray[np.float64]:
    now = picture.last_second
    ages = [
        np.nan if clause.at is None else (now - (clause.at - EPOCH).total_seconds()) / DAY
        for clause in clauses
    ]
    halved = 0.5 ** (np.maximum(np.array(ages), 0.0) / RECENCY_HALVES)
    return np.where(np.isnan(halved), UNDATED, halved)


def tier_of(clause: Clause, closeness: float) -> Tier:
    """What a sentence is to a draft, by its wording and its closeness to what the member did."""
    is_own = clause.source.where in OF_THEMSELVES
    if clause.wording >= PURPOSEFUL and (is_own or closeness >= ABOUT):
        return Tier.PURPOSE
    if is_own and closeness >= ABOUT:
        return Tier.THEMSELVES
    return Tier.NAME if clause.source.is_name else Tier.REST


def best_of(tiers: Sequence[Tier], scores: npt.NDArray[np.float64], vectors: Vectors) -> list[int]:
    """The best places, tier by tier, none of which means the same as a better one.

    One name at most; one other sentence only for want of all else.
    """
    chosen: list[int] = []
    for place in np.lexsort((-scores, np.array(tiers))).tolist():
        if len(chosen) == MOST_DRAFTS or (chosen and tiers[place] is Tier.REST):
            break
        if tiers[place] is Tier.NAME and any(tiers[other] is Tier.NAME for other in chosen):
            continue
        if all(float(vectors[place] @ vectors[other]) < SAME_MEANING for other in chosen):
            chosen.append(place)
    return chosen
