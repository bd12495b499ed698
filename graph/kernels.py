"""Compiled functions, kept on disk for as long as the sources stay as they are.

numba itself notices when the file of a compiled function changed, but not when that of another one
did which it calls: after an update it would go on with half of the old code. So what it compiled
lies in a folder that is named by all sources of compiled code.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numba
from platformdirs import user_cache_path

_HERE = Path(__file__).parent
SOURCES = (_HERE, _HERE.parent / "matcher")
"""Folders with compiled functions, and all that these call."""
_COMPILED = re.compile(rb"^(import|from) (numba|graph\.kernels)\b", re.MULTILINE)
_IMPORT = re.compile(rb"^from ([\w.]+) import (\([^)]*\)|.*)", re.MULTILINE)
_CONSTANT = re.compile(rb"\b_?[A-Z][A-Z0-9_]+\b")
_PREFIX = "kernels-"
_DAYS_KEPT = 30
"""How long code of other sources is kept, for whoever goes back to them."""


def kernel(function: Callable[..., Any]) -> Any:
    """The function compiled for each combination of types that it is called with."""
    return _compiled(function)


def unlocked_kernel(function: Callable[..., Any]) -> Any:
    """The same without the interpreter's lock: for what takes long, and changes nothing shared."""
    return _compiled(function, nogil=True)


def inlined_kernel(function: Callable[..., Any]) -> Any:
    """The same, written into each that calls it: for what takes less long than a call."""
    return _compiled(function, forceinline=True)


def _compiled(
    function: Callable[..., Any], *, nogil: bool = False, forceinline: bool = False
) -> Any:
    with _in_folder_of_sources():
        return numba.njit(cache=True, nogil=nogil, forceinline=forceinline)(function)


def digest_of(folders: tuple[Path, ...]) -> str:
    """What tells apart any two states of the compiled code in the Python files of these folders.

    Files that have no compiled code, and no constants for any, do not count.
    """
    contents = {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts): path.read_bytes()
        for folder in folders
        for path in sorted(folder.rglob("*.py"))
    }
    compiled = {name for name, content in contents.items() if _COMPILED.search(content)}
    counting = compiled.union(*(_with_constants_for(contents[name]) for name in compiled))
    digest = blake2b(digest_size=8)
    for name in sorted(counting.intersection(contents)):
        digest.update(f"{name} {len(contents[name])} ".encode())
        digest.update(contents[name])
    return digest.hexdigest()


def _with_constants_for(content: bytes) -> set[str]:
    """The modules from which that of this content takes constants, which compiling fixes."""
    imports = _IMPORT.findall(content)
    return {module.decode() for module, names in imports if _CONSTANT.search(names)}


@contextmanager
def _in_folder_of_sources() -> Iterator[None]:
    """While a function is decorated: numba asks then where its compiled code is to lie."""
    config: Any = numba.config
    chosen: str = config.CACHE_DIR
    config.CACHE_DIR = str(_folder(chosen))
    try:
        yield
    finally:
        config.CACHE_DIR = chosen


@cache
def _folder(chosen: str) -> Path:
    """Where compiled code lies: where NUMBA_CACHE_DIR says, beside the sources, or the user's."""
    beside = _HERE / "__pycache__"
    if chosen:
        parent = Path(chosen)
    elif os.access(beside if beside.exists() else _HERE, os.W_OK):
        parent = beside
    else:
        parent = user_cache_path("kinpath")
    folder = parent / f"{_PREFIX}{digest_of(SOURCES)}"
    if not folder.exists():
        _tidy(parent)
    return folder


def _tidy(parent: Path) -> None:
    """Remove what was compiled from other sources and has not been added to for long."""
    long_ago = time.time() - _DAYS_KEPT * 86_400
    for other in parent.glob(f"{_PREFIX}*"):
        if other.stat().st_mtime < long_ago:
            shutil.rmtree(other, ignore_errors=True)
