"""The stages of answering a question, told to whoever watches them: usually nobody."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import ParamSpec, TypeVar

Watcher = Callable[[str], AbstractContextManager[object]]
"""Called with the name of a stage; what it returns is entered for as long as the stage takes."""
Given = ParamSpec("Given")
Found = TypeVar("Found")

_watchers: list[Watcher] = []


def watch_stages(watcher: Watcher | None) -> None:
    """Have all stages of this process told to a watcher alone; None: to nobody."""
    _watchers[:] = [] if watcher is None else [watcher]


def stage(name: str) -> Callable[[Callable[Given, Found]], Callable[Given, Found]]:
    """Mark what a function does as a stage."""

    def marked(function: Callable[Given, Found]) -> Callable[Given, Found]:
        @wraps(function)
        def told(*given: Given.args, **named: Given.kwargs) -> Found:
            if not _watchers:
                return function(*given, **named)
            with _watchers[0](name):
                return function(*given, **named)

        return told

    return marked
