"""Files that may be compressed, read as bytes in constant memory, and how far one has got."""

from __future__ import annotations

import gzip
import io
import lzma
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

import zstandard

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SUFFIXES = ("", ".gz", ".zst", ".xz")
"""What may follow the name of a text file."""

DAMAGE = (EOFError, OSError, zlib.error, lzma.LZMAError, zstandard.ZstdError)
"""What reading a damaged file raises."""

_PACKED_CHUNK = 16 * 1024
_PLAIN_CHUNK = 128 * 1024


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file that is being read: its plain bytes, and where its packed bytes stand."""

    content: BinaryIO
    packed: BinaryIO
    size: int

    def position(self) -> int:
        """How many of the `size` bytes on disk have been read."""
        return self.packed.tell()


@contextmanager
def open_bytes(path: Path) -> Iterator[OpenFile]:
    """Open `path` by its suffix: plain, gzip, Zstandard or xz."""
    with ExitStack() as stack:
        packed = stack.enter_context(path.open("rb"))
        content: BinaryIO = packed
        match path.suffix:
            case ".gz":
                content = cast("BinaryIO", stack.enter_context(gzip.open(packed)))
            case ".xz":
                content = cast("BinaryIO", stack.enter_context(lzma.open(packed)))
            case ".zst":
                reader = io.BufferedReader(_Zstandard(packed), _PLAIN_CHUNK)
                content = cast("BinaryIO", stack.enter_context(reader))
        yield OpenFile(content, packed, path.stat().st_size)


class _Zstandard(io.RawIOBase):
    """Frames one after the other; unlike the package's own reader it notices a missing end."""

    def __init__(self, packed: BinaryIO) -> None:
        self._packed = packed
        self._decoder = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False
        self._plain = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        while not self._plain:
            chunk = b""
            if self._decoder.eof:
                chunk = self._decoder.unused_data
                self._decoder = zstandard.ZstdDecompressor().decompressobj()
                self._begun = False
            chunk = chunk or self._packed.read(_PACKED_CHUNK)
            if not chunk:
                if self._begun:
                    raise EOFError("the compressed data ends in the middle")
                return 0
            self._begun = True
            self._plain = memoryview(self._decoder.decompress(chunk))
        target = memoryview(buffer).cast("B")
        count = min(len(target), len(self._plain))
        target[:count] = self._plain[:count]
        self._plain = self._plain[count:]
        return count
