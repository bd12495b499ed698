"""Which loader reads a path: one line for each kind of source."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from graph.errors import UnknownSource
from loaders.bundle import recognise_bundle
from loaders.source import Source
from loaders.stack_exchange import recognise_stack_exchange

LOADERS: dict[str, Callable[[Path], Source | None]] = {
    "a bundle: a folder with members.csv, .jsonl or .parquet (also .csv.gz, .jsonl.zst, …)": (
        recognise_bundle
    ),
    "a Stack Exchange dump: a folder with Posts.xml (also .gz, .xz, .zst), or a .7z archive": (
        recognise_stack_exchange
    ),
}
"""What each loader reads, in words, and the function that says whether a path is that."""


def recognise(path: Path) -> Source:
    """The source at `path`.

    Raises:
        UnknownSource: there is nothing, or nothing that a loader reads.
        LoadError: it is recognised, but as a whole cannot be read.
    """
    if not path.exists():
        raise UnknownSource(f"there is no {path}")
    for recognised in LOADERS.values():
        source = recognised(path)
        if source is not None:
            return source
    known = "".join(f"\n  {words}" for words in LOADERS)
    raise UnknownSource(f"{path} is nothing that can be loaded; these are:{known}")


def community_of(path: Path) -> str:
    """The id of the community that the source at `path` names. Raises as `recognise` does."""
    return recognise(path).community
