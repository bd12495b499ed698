"""How a snapshot that cannot be used is refused: by file, reason and the command that mends it."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SnapshotInvalid

_ON_A_SHELF = re.compile(r"[0-9a-f]{32}/\d+-[^/]+")
"""The end of a path in the cache, as `graph.snapshot_cache` names its folders."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Makes the errors of one snapshot.

    Attributes:
        directory: where the snapshot is.
        community: whose it should be; None: whoever's.
    """

    directory: Path
    community: str | None

    def of(self, file: str, what: str) -> SnapshotInvalid:
        """The error that names a file, what is wrong with it, and the command that mends it."""
        return SnapshotInvalid(
            f"snapshot file {self.directory / file} {what}; `{self.command}` makes it anew"
        )

    @property
    def command(self) -> str:
        """Takes the snapshot anew: to the same directory, or to the cache if it is there."""
        words = ["kinpath", "snapshot", "build"]
        if self.community is not None:
            words += ["--community", self.community]
        if not _ON_A_SHELF.fullmatch("/".join(self.directory.parts[-2:])):
            words += ["--directory", str(self.directory)]
        return shlex.join(words)
