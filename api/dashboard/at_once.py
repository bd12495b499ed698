"""What is answered at once if it takes moments only, and is left to a job if it takes longer."""

from __future__ import annotations

from time import monotonic

from graph.progress import Progress

SECONDS = 0.8
"""What takes longer is left to a job."""


class TooLong(Exception):
    """Ends what takes too long to be waited for."""


def within_moments() -> Progress:
    """Ends, by `TooLong`, work that is not done when the moments are over."""
    until = monotonic() + SECONDS

    def look(label: str, done: int, total: int | None) -> None:  # noqa: ARG001 - as Progress has it
        if monotonic() > until:
            raise TooLong

    return look
