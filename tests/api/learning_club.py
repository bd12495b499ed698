"""A club in a store of its own, the weights that may be learned for it, and both doors to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from api.settings import Settings
from graph.store import open_store
from matcher.model_shelf import ModelShelf
from matcher.models import Learned, Model
from tests.api.conftest import CommandLine, environment
from tests.matcher.learning.club import club

CLUB = "club"


@dataclass(frozen=True, slots=True)
class Club:
    """Where the club lies, and `kinpath` upon it."""

    settings: Settings
    kinpath: CommandLine

    def add(self, **weights: float) -> int:
        """Keep weights for peers as if they had been learned; their version."""
        with open_store(self.settings.store, CLUB) as store:
            shelf = ModelShelf(self.settings.models, store)
            return shelf.add(Model(CLUB, 1, {"peers/member": Learned(weights, 40, {}, None)}))

    def file(self, version: int) -> Path:
        """The file of a version."""
        with open_store(self.settings.store, CLUB) as store:
            return ModelShelf(self.settings.models, store).path(version)


def founded(folder: Path, meetings: int) -> Club:
    """A club with so many meetings, in files below `folder`."""
    url = f"sqlite:///{folder / 'club.db'}"
    with open_store(url, CLUB) as store:
        store.write(club("popular", meetings=meetings))
    settings = Settings(store=url, cache=folder / "cache", data=folder / "data")
    said = {"KINPATH_DATA": str(settings.data), "TERMINAL_WIDTH": "140"}
    return Club(settings, CommandLine({**environment(settings), **said}))
