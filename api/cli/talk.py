"""What `kinpath` says to the person at the terminal: on stderr, so that stdout is only data."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as ProgressBars,
)
from rich.text import Text

from graph.progress import Progress

SECONDS_BETWEEN_LINES = 10.0
"""How often long work says a line when there is no terminal that could show a bar."""
WIDTH_OF_FILES = 100
"""Columns of tables that do not go to a terminal."""

_DIRECTION_MARKS = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def talk() -> Console:
    """The console for talk."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


def output() -> Console:
    """The console for tables on stdout, never wider than people like to read."""
    console = Console(highlight=False)
    console.width = min(console.width, WIDTH_OF_FILES) if console.is_terminal else WIDTH_OF_FILES
    return console


def say(message: str, style: str = "") -> None:
    """One line of talk; nothing in it is taken for markup."""
    talk().print(Text(plain(message), style=style))


def plain(text: str) -> str:
    """`text` without what could steer a terminal: control characters and direction marks."""
    if text.isascii() and text.isprintable():
        return text
    kept = (
        " " if unicodedata.category(letter) in ("Cc", "Cs") else letter
        for letter in text
        if letter not in _DIRECTION_MARKS
    )
    return "".join(kept)


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """A `Progress` that draws bars on a terminal, and else says a line from time to time."""
    console = talk()
    if not console.is_terminal:
        yield ProgressLines()
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with ProgressBars(*columns, console=console, transient=True) as bars:
        yield _Bars(bars)


class _Bars:
    """One bar per label."""

    def __init__(self, bars: ProgressBars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, label: str, done: int, total: int | None) -> None:
        if label not in self._tasks:
            self._tasks[label] = self._bars.add_task(plain(label), total=total)
        self._bars.update(self._tasks[label], completed=done, total=total)


class ProgressLines:
    """A line per label at most every few seconds; nothing for work that is quickly done."""

    def __init__(self, seconds: float = SECONDS_BETWEEN_LINES) -> None:
        self._seconds = seconds
        self._last = time.monotonic()

    def __call__(self, label: str, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last >= self._seconds:
            self._last = now
            say(f"{label}: {done:,}" + (f" of {total:,}" if total is not None else ""))


@contextmanager
def timed(step: str) -> Iterator[None]:
    """Say how long a step took, once it is done."""
    begun = time.perf_counter()
    yield
    say(f"{step}: {time.perf_counter() - begun:.1f} s", "dim")
