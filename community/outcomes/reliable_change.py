"""Who improved and who worsened by more than the instrument's own error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.outcomes.cells import kept_back
from community.outcomes.instruments import Instrument
from community.outcomes.pairs import Values
from community.proportions import wilson

_CRITICAL = 1.96


@dataclass(frozen=True, slots=True)
class Share:
    """Part of the members, with Wilson's 95 % interval (1927); value None where it is kept back."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ReliableChange:
    """How many changed by more than error.

    Attributes:
        points: the change from which on it counts.
        reliability: of the instrument, and where that figure is from.
        improved, worsened, neither: shares of the members with both scores.
    """

    points: float
    reliability: float
    origin: str
    improved: Share
    worsened: Share
    neither: Share


def reliable_change(
    instrument: Instrument,
    before: Values,
    after: Values,
    alpha: float | None,
    spread: float | None = None,
) -> ReliableChange | None:
    """Shares whose change exceeds 1.96 S sqrt(2) sqrt(1 - r); Jacobson and Truax 1991.

    S is the standard deviation before, r the reliability: as published, else Cronbach's alpha of
    these members' items.

    Args:
        instrument: what was measured.
        before: (n,) scores.
        after: (n,) scores.
        alpha: of these members; None where items were not compared.
        spread: S, where it is that of more members than these; None: of these.

    Returns:
        None where the reliability is not known, where nothing varies, or where neither way of
        changing is better.
    """
    published = instrument.reliability is not None
    reliability = instrument.reliability if published else alpha
    if spread is None:
        spread = float(before.std(ddof=1)) if len(before) > 1 else 0.0
    if reliability is None or not 0 < reliability < 1 or spread == 0 or instrument.sign == 0:
        return None
    points = _CRITICAL * spread * float(np.sqrt(2 * (1 - reliability)))
    gains = (after - before) * instrument.sign
    counts = int((gains > points).sum()), int((gains < -points).sum())
    told = kept_back([*counts, len(gains) - sum(counts)], spare=2)
    shares = [_share(count, len(gains)) for count in told]
    origin = "as published" if published else "alpha of these members"
    return ReliableChange(points, reliability, origin, *shares)


def _share(count: int | None, n: int) -> Share:
    if count is None:
        return Share(None)
    return Share(count / n, *wilson(count, n))
