"""The draw that leaves some proposals undone, so that the effect of the others can be measured."""

from __future__ import annotations

import hashlib
from datetime import date

from graph.errors import InvalidRequest
from graph.records import EntityId

_ALL = 1 << 64
MOST_HELD_OUT = 0.5
"""Beyond half of all proposals the list would rather withhold than help."""


def entry_id(day: date, member: EntityId, target: EntityId) -> str:
    """The same proposal on the same day has the same id: ten hexadecimal digits."""
    return _digest("entry", day, member, target).hex()[:10]


def is_held_out(day: date, member: EntityId, target: EntityId, share: float) -> bool:
    """Whether this pair is drawn on this day; of many pairs, `share` of them are.

    Drawn from a hash: asking again draws the same, and neither who they are nor what speaks for
    them plays a part.
    """
    drawn = int.from_bytes(_digest("hold-out", day, member, target)[:8], "big")
    return drawn < share * _ALL


def check_hold_out(share: float) -> float:
    """The share as it is; InvalidRequest when it is not from 0 to MOST_HELD_OUT."""
    if not 0.0 <= share <= MOST_HELD_OUT:
        raise InvalidRequest("hold_out", f"must be from 0 to {MOST_HELD_OUT}")
    return share


def _digest(what: str, day: date, member: EntityId, target: EntityId) -> bytes:
    return hashlib.sha256("\x1f".join((what, day.isoformat(), member, target)).encode()).digest()
