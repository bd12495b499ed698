"""The last map of each kind, kept as a file in the cache, so that there is one to look at."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from api.whole_files import writing
from community.areas import Grouping
from community.areas.dividing import NOWHERE
from community.areas.grouping import GroupTheme
from graph.records import EntityId
from graph.store import GraphStore

_FORMAT = 1
_PLACES = ("labels", "pairs", "bridges", "alone")
_NONE = np.zeros((0, 0), np.float32)
_LOOKED_FOR_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class KeptMap:
    """Who belonged together when a map was made.

    Attributes:
        ids: (M,) of all members in sight then.
        grouping: of them.
        stamp: of the store at that time.
        day: that ages were counted from, ISO.
        made_at: seconds since 1970.
    """

    ids: tuple[EntityId, ...]
    grouping: Grouping
    stamp: str
    day: str
    made_at: float


class MapShelf:
    """The last maps of one community.

    Args:
        cache: folder of everything that can be made again.
        store: of the community.
        model: by whose vectors members belong together.
    """

    def __init__(self, cache: Path, store: GraphStore, model: str) -> None:
        identity = "\x1f".join((store.url, model))
        self._folder = folder_of(cache, store.community) / _hashed(identity)
        self._store = store

    def mark(self, side: str) -> int:
        """Tells a file from those before it; 0: there is none."""
        try:
            return self._path(side).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def keep(self, side: str, made: KeptMap) -> None:
        """Keep a map in place of the last one; without groups there is nothing to look at.

        Nor is one kept of which somebody was deleted while it was made: it would hold their id.
        """
        path = self._path(side)
        if made.grouping.labels.max(initial=NOWHERE) == NOWHERE:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with writing(path) as file:
            np.savez(file, allow_pickle=False, **_arrays(made))
        # Only now: who is deleted later goes from the file as well, see `api.forgetting`.
        if not self._holds(made.ids):
            path.unlink(missing_ok=True)

    def last(self, side: str) -> KeptMap | None:
        """The last map; None where there is none that can be read."""
        try:
            content = io.BytesIO(self._path(side).read_bytes())
            with np.load(content, allow_pickle=False) as found:
                return _read(found)
        except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
            return None

    def _holds(self, ids: Sequence[EntityId]) -> bool:
        """Whether the community holds all of these."""
        parts = (
            ids[at : at + _LOOKED_FOR_AT_ONCE] for at in range(0, len(ids), _LOOKED_FOR_AT_ONCE)
        )
        return all(len(self._store.existing(part)) == len(part) for part in parts)

    def _path(self, side: str) -> Path:
        return self._folder / f"{side}.npz"


def folder_of(cache: Path, community: str) -> Path:
    """Where the maps of a community lie, of whatever store."""
    return cache / "maps" / _hashed(community)


def forget_maps(cache: Path, community: str) -> None:
    """Delete what is kept of a community's maps."""
    for path in folder_of(cache, community).glob("*/*"):
        path.unlink(missing_ok=True)


def _arrays(made: KeptMap) -> dict[str, npt.NDArray[Any]]:
    """Nothing of it is packed: an erasure finds in the file what it looks for."""
    grouping = made.grouping
    said = {
        "format": _FORMAT,
        "stamp": made.stamp,
        "day": made.day,
        "made_at": made.made_at,
        "themes": [asdict(each) for each in grouping.themes],
        "ids": list(made.ids),
    }
    return {
        "said": np.frombuffer(json.dumps(said).encode(), np.uint8),
        "near": _NONE if grouping.near is None else grouping.near,
        "close": grouping.close,
        **{name: getattr(grouping, name).astype(np.int32) for name in _PLACES},
    }


def _read(found: Any) -> KeptMap:
    said = json.loads(found["said"].tobytes())
    if said["format"] != _FORMAT:
        raise ValueError("it is of another version of Kinpath")
    grouping = Grouping(
        **{name: found[name].astype(np.int64) for name in _PLACES},
        themes=tuple(GroupTheme(**each) for each in said["themes"]),
        near=found["near"] if found["near"].size else None,
        close=found["close"],
    )
    ids = tuple(map(EntityId, said["ids"]))
    return KeptMap(ids, grouping, said["stamp"], said["day"], said["made_at"])


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
