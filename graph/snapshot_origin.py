"""Which files a snapshot was opened from, so that what comes of it can lie beside them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SnapshotInvalid
from graph.prepared_files import PREPARED
from graph.sealed_json import MOST_BYTES, open_regular
from graph.snapshot_manifest import MANIFEST
from graph.snapshot_refusal import Refusal


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a snapshot was opened.

    Attributes:
        directory: of its files.
        seal: the checksum of its manifest, which holds those of all files.
    """

    directory: Path
    seal: str

    @property
    def prepared(self) -> Path:
        """The folder for what is worked out from it."""
        return self.directory / PREPARED


def origin_of(directory: Path) -> Origin | None:
    """Of the snapshot in a directory; None where there is none."""
    try:
        with open_regular(directory / MANIFEST, Refusal(directory, None)) as file:
            return Origin(directory, hashlib.sha256(file.read(MOST_BYTES)).hexdigest())
    except (SnapshotInvalid, OSError):
        return None
