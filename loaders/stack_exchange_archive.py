"""Dumps as the Internet Archive hands them out: `.7z` archives, unpacked for as long as needed."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from graph.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Collection


@contextmanager
def unpacked(archive: Path, wanted: Collection[str]) -> Iterator[Path]:
    """A temporary folder with those files of the archive that have one of the wanted names.

    Raises:
        LoadError: py7zr is missing, the archive is damaged, locked, hostile, or does not fit.
    """
    try:
        py7zr = import_module("py7zr")
    except ImportError:
        raise LoadError(
            f"{archive} is a 7z archive, which needs the extra '7z': pip install 'kinpath[7z]'; "
            "or unpack it yourself and load the folder"
        ) from None
    with tempfile.TemporaryDirectory(prefix="kinpath-") as temporary:
        folder = Path(temporary)
        try:
            with py7zr.SevenZipFile(archive) as opened:
                members = _wanted_members(archive, opened, wanted)
                _check_room(archive, opened, folder)
                opened.extract(folder, targets=list(members))
        # The archive's bytes decide which of its libraries fails, and with what.
        except (py7zr.exceptions.ArchiveError, OSError, EOFError, ValueError, KeyError) as error:
            raise LoadError(
                f"{archive} cannot be unpacked: {error or type(error).__name__}"
            ) from None
        flat = folder / "tables"
        flat.mkdir()
        for member, name in members.items():
            extracted = folder / member
            if extracted.is_symlink() or not extracted.is_file():
                raise LoadError(f"{archive} holds {member}, which is not a plain file")
            extracted.replace(flat / name)
        yield flat


def _wanted_members(archive: Path, opened: Any, wanted: Collection[str]) -> dict[str, str]:
    members: dict[str, str] = {}
    for member in opened.getnames():
        path = PurePosixPath(str(member).replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            raise LoadError(f"{archive} holds {member!r}, which leads out of its folder; refused")
        if path.name in wanted:
            if path.name in members.values():
                raise LoadError(f"{archive} holds {path.name} twice; unpack the one you mean")
            members[str(member)] = path.name
    return members


def _check_room(archive: Path, opened: Any, folder: Path) -> None:
    needed = int(opened.archiveinfo().uncompressed)
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise LoadError(
            f"{archive} unpacks to {needed} bytes, and {folder.parent} has room for {free}; "
            "set TMPDIR to a larger disk"
        )
