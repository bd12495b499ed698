"""Whether every byte of a snapshot is as it was written: thoroughly once, and then faster."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from graph.checksums import ShortOnes, checksums_of, short_ones
from graph.errors import SnapshotInvalid
from graph.prepared_files import PREPARED
from graph.progress import Progress
from graph.sealed_json import read_sealed, sealed
from graph.snapshot_array_files import MEGABYTE, file_name
from graph.snapshot_manifest import Files
from graph.snapshot_origin import origin_of
from graph.snapshot_refusal import Refusal

FORMAT = 1
"""Version of the file of short checksums; others are not read."""
SHORT = "checksums.json"


def verify_files(
    files: Files,
    refusal: Refusal,
    progress: Progress,
    check_contents: Callable[[], None],
    *,
    thorough: bool,
) -> None:
    """Compare every file's checksum, and check the contents unless the same bytes were before.

    Once every SHA-256 was right, and the contents possible, the CRC-32 of each file is kept beside
    the snapshot and compared from then on. It tells damage as surely (but no malice, which could
    forge both), and is computed more than twice as fast: with a million members that is two seconds
    of the time that a process needs to start.

    Args:
        files: what the manifest says of them.
        refusal: makes the errors, and says where they are.
        progress: told the megabytes that are verified.
        check_contents: raises SnapshotInvalid where they are impossible.
        thorough: compare the SHA-256 and check the contents, whatever is kept.

    Raises:
        SnapshotInvalid: one of them differs.
    """
    entries = {file_name(name): entry for name, entry in files.items()}
    sizes = {name: entry.bytes for name, entry in entries.items()}
    origin = origin_of(refusal.directory)
    seal = "" if origin is None else origin.seal
    short = None if thorough else _kept(refusal.directory, seal, set(entries))
    found: ShortOnes = {}
    done = 0
    for name, checksums in checksums_of(sizes, refusal, with_long=short is None):
        found[name] = checksums.short
        if short is None and checksums.long != entries[name].sha256:
            raise refusal.of(name, "is damaged: its checksum differs")
        if short is not None and checksums.short != short[name]:
            raise refusal.of(name, "is damaged: its checksum differs")
        done += sizes[name]
        progress("megabytes verified", done // MEGABYTE, sum(sizes.values()) // MEGABYTE)
    if short is None:
        check_contents()
        _keep(refusal.directory, seal, found)


def _kept(directory: Path, seal: str, names: set[str]) -> ShortOnes | None:
    """What was kept when these files were verified; None where nothing was."""
    folder = directory / PREPARED
    if not (folder / SHORT).exists():
        return None
    try:
        content = read_sealed(SHORT, FORMAT, Refusal(folder, None))
    except SnapshotInvalid:
        return None
    return short_ones(content.get("files"), names) if content.get("of") == seal else None


def _keep(directory: Path, seal: str, checksums: ShortOnes) -> None:
    """Keep them for the next process; where nothing can be written it does without."""
    unfinished = directory / PREPARED / f".unfinished-{secrets.token_hex(8)}"
    with suppress(OSError):
        unfinished.parent.mkdir(exist_ok=True)
        unfinished.write_bytes(sealed({"format": FORMAT, "of": seal, "files": checksums}))
        unfinished.replace(unfinished.with_name(SHORT))
