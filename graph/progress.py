"""How long work tells whoever waits that it is getting on."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called from time to time by anything that takes long."""

    def __call__(self, label: str, done: int, total: int | None) -> None:
        """`done` of `total` (None: nobody knows) units of the work called `label` are done."""


def silent(label: str, done: int, total: int | None) -> None:
    """Tell nobody."""
