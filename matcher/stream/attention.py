"""How much of a member's attention a day's stream may take: a number of entries, or minutes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import InvalidRequest, shortened

DEFAULT_ENTRIES = 7
MOST_ENTRIES = 50
MOST_MINUTES = 240
_FORM = re.compile(r"(\d{1,4})\s*(min)?")


@dataclass(frozen=True, slots=True)
class Attention:
    """A budget: so many entries, and perhaps so many minutes as well.

    Attributes:
        entries: at most so many.
        minutes: about so long in all; None: as long as the entries take.
    """

    entries: int = DEFAULT_ENTRIES
    minutes: int | None = None

    def checked(self) -> Attention:
        """This, or InvalidRequest where it is out of range."""
        if not 1 <= self.entries <= MOST_ENTRIES:
            raise InvalidRequest("attention", f"must be from 1 to {MOST_ENTRIES} entries")
        if self.minutes is not None and not 1 <= self.minutes <= MOST_MINUTES:
            raise InvalidRequest("attention", f"must be from 1min to {MOST_MINUTES}min")
        return self

    def __str__(self) -> str:
        return f"{self.entries} entries" if self.minutes is None else f"{self.minutes} minutes"


def parse_attention(said: str) -> Attention:
    """`7` entries, or `15min`.

    Raises:
        InvalidRequest: it is neither, or out of range.
    """
    found = _FORM.fullmatch(said.strip())
    if found is None:
        raise InvalidRequest(
            "attention",
            f"must be a number of entries or of minutes (7, 15min), not {shortened(said)}",
        )
    number = int(found[1])
    given = Attention(MOST_ENTRIES, number) if found[2] else Attention(number)
    return given.checked()
