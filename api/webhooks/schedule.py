"""When a message that was not heard is sent again: nine more times within about a day."""

from __future__ import annotations

import random

PAUSES = (5.0, 30.0, 120.0, 600.0, 1_800.0, 7_200.0, 18_000.0, 28_800.0, 28_800.0)
"""Seconds between two attempts."""
JITTER = 0.2
"""Part of a pause that chance takes or adds, so that not all messages come back at once."""
GIVEN_UP_AFTER = 86_400.0
"""Seconds without a single success after which a webhook is switched off."""
LONGEST_ASKED = 86_400.0


def pause_after(attempts: int, asked: float | None = None) -> float | None:
    """Seconds until the next attempt; None: it was the last one.

    Args:
        attempts: how many there were.
        asked: what the receiver asked for (`Retry-After`), if it did; it is never less than that.
    """
    if attempts > len(PAUSES):
        return None
    pause = PAUSES[attempts - 1] * random.uniform(1.0 - JITTER, 1.0 + JITTER)  # noqa: S311 - no secret
    return pause if asked is None else max(pause, min(asked, LONGEST_ASKED))
