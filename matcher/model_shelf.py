"""Where learned weights lie: one file a version, and which of them is in use."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

from graph.durable import flush
from graph.errors import WeightsInvalid
from graph.store import GraphStore
from matcher.models import DEFAULT, Model, read_model, to_text

_CHOICE = "in_use"


class ModelShelf:
    """The versions of one community's learned weights, numbered from 1."""

    def __init__(self, root: Path, store: GraphStore) -> None:
        """`root` holds the shelves of all stores and communities."""
        identity = "\x1f".join((store.url, store.community))
        self.folder = root / hashlib.sha256(identity.encode()).hexdigest()[:32]
        self._choice = str(self.folder / _CHOICE)
        self._community = store.community

    def versions(self) -> list[int]:
        """The versions there are, ascending."""
        if not self.folder.is_dir():
            return []
        names = (path.stem for path in self.folder.glob("*.json"))
        return sorted(int(name) for name in names if name.isdecimal())

    def add(self, model: Model) -> int:
        """Keep a model as the next version, and use it from now on."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = _unfinished(self.folder, to_text(model))
        version = self._next(unfinished)
        unfinished.unlink()
        self.use(version)
        return version

    def _next(self, finished: Path) -> int:
        """Give the file the next free version, also where others add theirs at the same time."""
        while True:
            version = max(self.versions(), default=0) + 1
            try:
                os.link(finished, self.path(version))
            except FileExistsError:
                continue
            return version

    def use(self, version: int | None) -> None:
        """Use this version from now on; None: the default weights.

        Raises:
            WeightsInvalid: there is no such version, or it is damaged.
        """
        if version is not None:
            self.read(version)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / _CHOICE, f"{DEFAULT if version is None else version}\n")

    def version_in_use(self) -> int | None:
        """The version in use; None: the default weights. Raises WeightsInvalid."""
        try:
            with open(self._choice, "rb", buffering=0) as file:  # noqa: PTH123 - for each question
                choice = file.read().strip()
        except FileNotFoundError:
            return None
        if choice == DEFAULT.encode():
            return None
        if not choice.isdigit():
            raise WeightsInvalid(
                Path(self._choice), "does not say which version is in use; choose one again"
            )
        return int(choice)

    def in_use(self) -> Model | None:
        """The model in use; None: the default weights. Raises WeightsInvalid."""
        version = self.version_in_use()
        return None if version is None else self.read(version)

    def read(self, version: int) -> Model:
        """The model of a version. Raises WeightsInvalid."""
        return self.check(read_model(self.path(version)), self.path(version))

    def check(self, model: Model, where: Path) -> Model:
        """The model itself; WeightsInvalid when it was learned from another community."""
        if model.community != self._community:
            raise WeightsInvalid(where, f"belong to the community {model.community!r}")
        return model

    def path(self, version: int) -> Path:
        """The file of a version."""
        return self.folder / f"{version:04d}.json"


def _write(path: Path, text: str) -> None:
    """The file appears whole or not at all."""
    _unfinished(path.parent, text).replace(path)
    flush(path.parent)


def _unfinished(folder: Path, text: str) -> Path:
    """The text in a file of its own, whose name is nobody else's."""
    path = folder / f".{secrets.token_hex(8)}"
    path.write_text(text, encoding="utf-8")
    flush(path)
    return path
