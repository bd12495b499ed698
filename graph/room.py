"""Arrays with room behind them, so that rows can be added without copying what is there."""

from __future__ import annotations

import ctypes
import mmap
from typing import IO, Any

import numpy as np
import numpy.typing as npt

SPARE_BYTES = 1 << 20
TIMES = 2
"""Room behind an array that is mapped from a file: so often its own length, and SPARE_BYTES."""

_MAP_FIXED = 0x10
"""The same on Linux and macOS; Python's `mmap` does not name it."""
_NO_RESERVE = getattr(mmap, "MAP_NORESERVE", 0)


class Mapped(mmap.mmap):
    """A file mapped privately at the front of a larger range of addresses.

    Processes that map the same file share its pages. The range behind it costs no memory before
    it is written, and nothing that is written reaches the file.

    Attributes:
        is_taken: whether somebody writes behind the file already.
    """

    is_taken: bool = False

    @property
    def address(self) -> int:
        """Where it begins in memory."""
        return int(np.frombuffer(self, dtype=np.uint8, count=1).ctypes.data)


def mapped_with_room(file: IO[bytes], length: int) -> Mapped | None:
    """The first `length` bytes of a file, and room behind; None where this system cannot do so.

    Raises:
        OSError: the file cannot be mapped.
    """
    if not hasattr(mmap, "MAP_ANONYMOUS"):
        return None
    whole = _whole_pages(length) + _whole_pages(TIMES * length + SPARE_BYTES)
    flags = mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | _NO_RESERVE
    try:
        reserved = Mapped(-1, whole, flags=flags, prot=mmap.PROT_READ | mmap.PROT_WRITE)
    except OSError:  # so many addresses are not allowed
        return None
    _map_over(reserved.address, length, file.fileno())
    return reserved


def with_room(array: npt.NDArray[Any], rows: int) -> npt.NDArray[Any]:
    """A writable array of so many rows that begins with `array`.

    Where the array is mapped by `mapped_with_room`, and nobody has this room yet, its memory is
    the same, and only what lies behind it may be written; else it is copied.
    """
    room = _room_behind(array)
    row = array.itemsize * int(np.prod(array.shape[1:]))
    if room is not None:
        start = array.ctypes.data - room.address
        if rows * row <= len(room) - start and not room.is_taken:
            room.is_taken = True
            return np.ndarray((rows, *array.shape[1:]), array.dtype, buffer=room, offset=start)
    grown = np.empty((rows, *array.shape[1:]), dtype=array.dtype)
    grown[: len(array)] = array
    return grown


def _room_behind(array: npt.NDArray[Any]) -> Mapped | None:
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    return base if isinstance(base, Mapped) and array.flags.c_contiguous else None


def _whole_pages(length: int) -> int:
    return -(-length // mmap.PAGESIZE) * mmap.PAGESIZE


def _map_over(address: int, length: int, file: int) -> None:
    """Map the beginning of a file to that very address, in place of what is there."""
    libc = ctypes.CDLL(None, use_errno=True)
    numbers = [ctypes.c_int] * 3
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, *numbers, ctypes.c_long]
    libc.mmap.restype = ctypes.c_void_p
    protection = mmap.PROT_READ | mmap.PROT_WRITE
    found = libc.mmap(address, length, protection, mmap.MAP_PRIVATE | _MAP_FIXED, file, 0)
    if found != address:
        number = ctypes.get_errno()
        raise OSError(number, "the file cannot be mapped")
