"""Tags of forums, which become skills: what of them may be an id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.new_ids import without_faults


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one thing.

    Attributes:
        names: what becomes of them, each once.
        changed: those, as the forum says them, that had to be changed or left out.
    """

    names: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


def read_tags(said: Iterable[str]) -> Tags:
    """Without control characters and outer blanks, and without what is empty then."""
    found = {tag: without_faults(tag) for tag in said}
    names = dict.fromkeys(name for name in found.values() if name)
    return Tags(tuple(names), tuple(tag for tag, name in found.items() if tag != name))
