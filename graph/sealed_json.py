"""JSON files that end with the checksum of what they say: refused when a byte of it differs."""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
from pathlib import Path
from typing import Any, cast

from graph.snapshot_refusal import Refusal

MOST_BYTES = 1_000_000
"""Bytes that such a file may have: a hundred times what one has."""

_LONGEST = 1 << 62
"""More of anything is in no file."""


def sealed(content: dict[str, Any]) -> bytes:
    """The file's text: JSON with sorted names that ends with the checksum of the rest."""
    body = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    checksum = hashlib.sha256(body.encode()).hexdigest()
    text = json.dumps({**content, "sha256": checksum}, sort_keys=True, ensure_ascii=True, indent=1)
    return text.encode() + b"\n"


def read_sealed(name: str, layout: int, refusal: Refusal) -> dict[str, Any]:
    """What a sealed file says, without its checksum.

    Args:
        name: of the file in the refusal's directory.
        layout: what it must say that its `format` is.
        refusal: makes the errors.

    Raises:
        SnapshotInvalid: it is missing or damaged, or of another format.
    """
    with open_regular(refusal.directory / name, refusal) as file:
        if os.fstat(file.fileno()).st_size > MOST_BYTES:
            raise refusal.of(name, f"is damaged: it has more than {MOST_BYTES:,} bytes")
        raw = file.read(MOST_BYTES)
    content = _parsed(raw)
    if not isinstance(content, dict) or not is_count(content.get("format")):
        raise refusal.of(name, "is damaged")
    found = content["format"]
    if found != layout:
        by = "a newer Kinpath" if found > layout else "an older Kinpath"
        what = f"was written by {by} (format {found}; this one reads {layout})"
        raise refusal.of(name, what)
    content.pop("sha256", None)
    # Written again from what was read, it must be the same to the byte, its checksum included.
    if sealed(content) != raw:
        raise refusal.of(name, "is damaged: its checksum differs")
    return cast("dict[str, Any]", content)


def open_regular(path: Path, refusal: Refusal) -> io.BufferedReader:
    """Open a file for reading; links, folders and pipes are none of ours.

    Raises:
        SnapshotInvalid: it is missing, cannot be read, or is no regular file.
    """
    try:
        # Without a blink: opening a pipe would else wait for somebody to write to it.
        found = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        raise refusal.of(path.name, "is missing") from None
    except OSError as error:
        why = "is no regular file" if path.is_symlink() else f"cannot be read ({error.strerror})"
        raise refusal.of(path.name, why) from error
    if not stat.S_ISREG(os.fstat(found).st_mode):
        os.close(found)
        raise refusal.of(path.name, "is no regular file")
    return os.fdopen(found, "rb")


def is_count(value: object) -> bool:
    """Whether it is a whole number that could count something."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _LONGEST


def _parsed(raw: bytes) -> object:
    """The JSON in `raw`; None for what is none, or is nested so deeply that none can be made."""
    try:
        content: object = json.loads(raw)
        json.dumps(content)
    except (ValueError, RecursionError):
        return None
    return content
