"""Searching files for what was erased, and taking it out of those that may be changed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path

from api.nightly.folder import RunFolder
from api.rights.erasure.sought import Needles
from api.whole_files import writing
from graph.snapshot_files import MANIFEST, remove_directory
from loaders.compressed import SUFFIXES, open_bytes

LINES = (".jsonl", ".ndjson", ".log")
"""Endings of files of lines that each stand for themselves."""


def files_below(folder: Path) -> Iterator[Path]:
    """Every file in a folder, or the file itself; links are not followed out of it."""
    if folder.is_file():
        yield folder
        return
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield path


def holding(paths: Iterator[Path], needles: Needles) -> list[Path]:
    """Those of the files that hold anything that is sought."""
    return [path for path in paths if _holds(path, needles)]


def _holds(path: Path, needles: Needles) -> bool:
    if not needles.sought:
        return False
    pattern = needles.pattern()
    try:
        if path.suffix in (".parquet", ".zip", *SUFFIXES[1:]):
            return any(pattern.search(each) for each in _unpacked(path))
        if not path.stat().st_size:
            return False
        with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
            return pattern.search(data) is not None
    except FileNotFoundError:
        return False  # another process deleted it meanwhile


def _unpacked(path: Path) -> Iterator[bytes]:
    """What a file says that is compressed; of a zip that cannot be read, its bytes."""
    if path.suffix == ".parquet":
        yield _parquet(path)
    elif path.suffix == ".zip":
        yield from _of_zip(path)
    else:
        with open_bytes(path) as opened:
            yield opened.content.read()


def _of_zip(path: Path) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                said = archive.read(name)
                yield _parquet(BytesIO(said)) if name.endswith(".parquet") else said
    except zipfile.BadZipFile:
        yield path.read_bytes()


def _parquet(file: Path | BytesIO) -> bytes:
    import polars as pl  # noqa: PLC0415 - a server start does not need it

    return pl.read_parquet(file).write_json().encode()


def clean_cache(cache: Path, needles: Needles) -> int:
    """Delete what in the cache holds anything that is sought: it can be made again.

    Returns how many snapshots and files went.
    """
    doomed: set[Path] = set()
    for path in holding(files_below(cache), needles):
        beside = path.parent / MANIFEST
        doomed.add(path.parent if beside.exists() and path.parent != cache else path)
    for path in doomed:
        if path.is_dir():
            remove_directory(path)
        else:
            path.unlink(missing_ok=True)
    return len(doomed)


def clean_file(path: Path, needles: Needles) -> bool:
    """Take what is sought out of a file that is known how; whether it is out now.

    A nightly run is cleared whole, to be run again; of files of lines the lines go that hold it.
    """
    if path.suffix in LINES:
        _without_lines(path, needles)
        return True
    for folder in (path.parent, path.parent.parent):
        run = RunFolder(folder)
        if path in (run.manifest, run.askers, *run.parts()) or path.parent == run.snapshot:
            run.clear()
            return True
    return False


def _without_lines(path: Path, needles: Needles) -> None:
    pattern = needles.pattern()
    with path.open("rb") as lines, writing(path) as kept:
        kept.writelines(line for line in lines if not pattern.search(line))
