"""A new snapshot, taken in the background by one process of a machine at a time."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock, Thread
from time import monotonic

from graph.errors import KinpathError
from matcher import Matcher

PAUSE = 1.0
"""Seconds to wait after a renewal before the next, or as long as the renewal took if longer."""


class Renewal:
    """Makes a new matcher while the present one goes on answering.

    Args:
        make: makes it, and waits while another process of the machine is at it.
        hand_over: called with what was made.
    """

    def __init__(self, make: Callable[[], Matcher], hand_over: Callable[[Matcher], None]) -> None:
        self._make, self._hand_over = make, hand_over
        self._lock = Lock()
        self._thread: Thread | None = None
        self._not_before = 0.0
        self._is_closed = False

    def begin(self) -> None:
        """Begin, unless one is being made, or was made just now."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            if not busy and not self._is_closed and monotonic() >= self._not_before:
                self._thread = Thread(target=self._run, name="kinpath-renewal", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Wait for what is being made; nothing is begun any more."""
        with self._lock:
            self._is_closed = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        began = monotonic()
        try:
            self._hand_over(self._make())
        except KinpathError:
            pass  # the present matcher goes on; whoever asks later has it tried again
        finally:
            self._not_before = monotonic() + max(PAUSE, monotonic() - began)
