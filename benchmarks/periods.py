"""Which part of a history is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

KNOWN_SHARE = 0.8
"""What precedes this share of all that was asked, or came of it, is known at the cutoff."""
INNER_KNOWN_SHARE = 0.75
"""The same of what is left for validation: the 60th percentile of everything."""


class NothingToAsk(ValueError):
    """A community's history holds nothing that could be asked for."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `begin` on and before `end` (None: for ever), in seconds since 2000.

    What came of a question at `end` or later does not count.
    """

    begin: int
    end: int | None = None

    def holds(self, second: int) -> bool:
        """Whether a second lies in it."""
        return self.begin <= second and (self.end is None or second < self.end)


def last_part(times: Sequence[int], share: float = KNOWN_SHARE, end: int | None = None) -> Period:
    """The period that begins with the time at `share` of all times before `end`.

    Args:
        times: ascending, in seconds since 2000.
        share: of them that lies before the period, 0-1.
        end: of the period.

    Raises:
        NothingToAsk: there are no times before the end.
    """
    before = [time for time in times if end is None or time < end]
    if not before:
        raise NothingToAsk("nothing that was asked or chosen has a time")
    return Period(int(before[int(share * len(before))]), end)


def evidence_name(*, frozen: bool) -> str:
    """How reports say what is known of the period itself."""
    return "evidence frozen at the cutoff" if frozen else "evidence up to each question's moment"
