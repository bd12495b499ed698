"""The files that were brought, until they are written or a day has gone."""

from __future__ import annotations

import hashlib
import shutil
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path

from api.imports.refusals import ImportConflict
from api.resources.bulk import BodyTooLarge
from graph.errors import InvalidRequest
from graph.packing import DAY
from graph.store import GraphStore
from loaders.bundle import MANIFEST
from loaders.bundle_tables import TABLES
from loaders.table_files import holds_table

_FILE = "file"
_TABLES = "tables"
_PIECE = 1 << 16
_UNPACKED = 20
"""How many times as large as what is sent an archive may become."""


class Uploads:
    """The files of one community's imports. `root` holds those of all stores and communities."""

    def __init__(self, root: Path, store: GraphStore) -> None:
        identity = "\x1f".join((store.url, store.community))
        self.folder = root / hashlib.sha256(identity.encode()).hexdigest()[:32]

    async def receive(self, id_: str, pieces: AsyncIterator[bytes], limit: int) -> Path:
        """Put what comes into a file, so that its length takes no memory.

        Raises:
            BodyTooLarge: it is longer than the limit, in bytes.
            InvalidRequest: nothing comes.
        """
        place = self._new(id_)
        length = 0
        try:
            with (place / _FILE).open("wb") as file:
                async for piece in pieces:
                    length += len(piece)
                    if length > limit:
                        raise BodyTooLarge(limit)
                    file.write(piece)
            if not length:
                raise InvalidRequest("file", "is empty")
        except BaseException:
            self.remove(id_)
            raise
        return place / _FILE

    def file(self, id_: str) -> Path:
        """The file. Raises ImportConflict: it is here no more."""
        path = self.folder / id_ / _FILE
        if not path.is_file():
            raise ImportConflict("the file of this import is not here any more; bring it again")
        return path

    def tables(self, id_: str, limit: int) -> Path:
        """The folder of tables that the file holds as a zip, unpacked once.

        Raises:
            InvalidRequest: it is no zip, or holds no table.
            BodyTooLarge: unpacked it would be far larger than what may be sent.
        """
        path = self.file(id_)
        folder = path.with_name(_TABLES)
        if folder.is_dir():
            return folder
        unfinished = path.with_name(f"{_TABLES}.partial")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir()
        try:
            with zipfile.ZipFile(path) as archive:
                _unpack(archive, unfinished, limit * _UNPACKED)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise InvalidRequest("file", f"is no zip that can be read: {error}") from None
        unfinished.rename(folder)
        return folder

    def remove(self, id_: str) -> None:
        """Delete the file of an import."""
        shutil.rmtree(self.folder / id_, ignore_errors=True)

    def erase(self) -> int:
        """Delete all of them; how many that were."""
        found = list(self._every())
        for place in found:
            shutil.rmtree(place, ignore_errors=True)
        return len(found)

    def _new(self, id_: str) -> Path:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        oldest = time.time() - DAY
        for place in self._every():
            with suppress(FileNotFoundError):
                if place.stat().st_mtime < oldest:
                    shutil.rmtree(place, ignore_errors=True)
        place = self.folder / id_
        place.mkdir()
        return place

    def _every(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from self.folder.iterdir()


def _unpack(archive: zipfile.ZipFile, folder: Path, limit: int) -> None:
    """The tables in an archive, wherever in it they lie, and the manifest that an export has.

    Nothing else of it, and nothing beyond the folder.
    """
    left = limit
    for entry in archive.infolist():
        name = Path(entry.filename.replace("\\", "/")).name
        if entry.is_dir() or not (name == MANIFEST or holds_table(name)):
            continue
        if (folder / name).exists():
            raise InvalidRequest("file", f"holds {name} twice")
        with archive.open(entry) as packed, (folder / name).open("xb") as file:
            while piece := packed.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise BodyTooLarge(limit)
                file.write(piece)
    if all(path.name == MANIFEST for path in folder.iterdir()):
        raise InvalidRequest(
            "file", f"holds no table of a bundle, such as {next(iter(TABLES))}.csv"
        )
