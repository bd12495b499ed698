"""Maps to look at: the present one, or the last one while that is being made."""

from __future__ import annotations

import time
from dataclasses import dataclass

from api.engine import Engine
from api.kept import KEPT
from api.maps.shelf import KeptMap, MapShelf
from api.maps.spots import Spot
from api.worklist import now
from community.areas import (
    Area,
    AreaMap,
    Dots,
    grouped_by_purpose,
    grouped_by_ties,
    within,
)
from community.picture import Picture
from graph.errors import EntityNotFound
from graph.progress import Progress, silent
from graph.store import revision_in


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A map, and when it was made.

    Attributes:
        whole: it.
        revision: of the community, when it was made.
        at: seconds since 1970.
        is_present: whether the community is still as it was.
    """

    whole: AreaMap
    revision: int
    at: float
    is_present: bool


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """A map with what is within its areas. Whoever it shows is in sight now.

    Attributes:
        picture: of the community as it is now.
        side: which map.
        made: it.
    """

    picture: Picture
    side: str
    made: Made

    def found_at(self, spot: Spot) -> AreaMap | Dots:
        """What is at a place.

        Raises:
            EntityNotFound: there is no such place.
        """
        if not spot.path:
            return self.made.whole
        above, question = self._above(spot), ("within", spot, self.made.at)
        return KEPT.get(self.picture, question, lambda: within(self.picture, above, spot.path[-1]))

    def map_at(self, spot: Spot) -> AreaMap:
        """The same where there must be areas."""
        found = self.found_at(spot)
        if isinstance(found, Dots):
            raise EntityNotFound(f"area within {spot.inside} of the map", self._community)
        return found

    def area_at(self, spot: Spot) -> Area | None:
        """The area that a place is; None: it is the whole."""
        return self._above(spot).areas[spot.path[-1]] if spot.path else None

    def _above(self, spot: Spot) -> AreaMap:
        """The map that holds the area at a place below the whole."""
        above = self.map_at(spot.above)
        if spot.path[-1] >= len(above.areas):
            raise EntityNotFound(f"area {spot.inside} of the map", self._community)
        return above

    @property
    def _community(self) -> str:
        return self.picture.store.community


def present_sheet(engine: Engine, side: str, progress: Progress = silent) -> Sheet:
    """The map of the community as it is, made now if it is not at hand."""
    picture = engine.picture()
    made = KEPT.get(picture, _question(side), lambda: _present(engine, picture, side, progress))
    return Sheet(picture, side, made)


def sheet_at_hand(engine: Engine, side: str) -> Sheet | None:
    """The present map, else the last one with those alone who are in sight now.

    None: there is neither, and the first one has to be made.
    """
    picture = engine.picture()
    if KEPT.has(picture, _question(side)):
        return present_sheet(engine, side)
    shelf = shelf_of(engine)
    mark = shelf.mark(side)
    made = KEPT.get(picture, ("last map", side, mark), lambda: _last(engine, picture, side))
    return None if made is None else Sheet(picture, side, made)


def shelf_of(engine: Engine) -> MapShelf:
    """Where the last maps of a community are kept."""
    return MapShelf(engine.settings.cache, engine.store, engine.embedder.name)


def _present(engine: Engine, picture: Picture, side: str, progress: Progress) -> Made:
    """That of the shelf if another process made it, else a new one."""
    shelf, stamp, today = shelf_of(engine), engine.store.stamp(), now()
    kept = shelf.last(side)
    if kept is not None and _is_present(engine, picture, kept):
        return _carried(picture, kept, is_present=True)
    if side == "ties":
        grouping = grouped_by_ties(picture, today, progress)
    else:
        grouping = grouped_by_purpose(picture, engine.embedder, today, progress)
    revision = picture.snapshot.revision
    if revision_in(stamp) != revision:  # the picture is behind, and nobody can tell its stamp
        stamp = f"{revision}-"
    kept = KeptMap(
        picture.ids(picture.members), grouping, stamp, today.date().isoformat(), time.time()
    )
    shelf.keep(side, kept)
    return Made(grouping.drawn(picture), revision, kept.made_at, is_present=True)


def _last(engine: Engine, picture: Picture, side: str) -> Made | None:
    kept = shelf_of(engine).last(side)
    if kept is None:
        return None
    return _carried(picture, kept, is_present=_is_present(engine, picture, kept))


def _carried(picture: Picture, kept: KeptMap, *, is_present: bool) -> Made:
    grouping = kept.grouping.carried_to(picture, kept.ids)
    if not is_present:
        grouping = grouping.unquoted()
    return Made(grouping.drawn(picture), revision_in(kept.stamp), kept.made_at, is_present)


def _is_present(engine: Engine, picture: Picture, kept: KeptMap) -> bool:
    """Whether it was made of the community as it is in a picture, today."""
    is_same = kept.stamp == engine.store.stamp()
    is_of_today = kept.day == now().date().isoformat()
    return is_same and is_of_today and revision_in(kept.stamp) == picture.snapshot.revision


def _question(side: str) -> object:
    return "map", side, now().date()
