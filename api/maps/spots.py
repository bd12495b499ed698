"""The maps of a community, each worked out once for as long as the community stays as it is."""

from __future__ import annotations

import time
from dataclasses import dataclass

from starlette.exceptions import HTTPException

from api.engine import Engine
from api.kept import KEPT
from api.worklist import now
from community.areas import Area, AreaMap, Dots, by_purpose, by_ties, within
from community.picture import Picture
from graph.errors import EntityNotFound

SIDES = ("purpose", "ties")
"""What a map may be of."""
DEEPEST = 6
"""Areas within areas that a map leads to."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the maps: one of SIDES, and the areas that lead to it from the whole."""

    side: str
    path: tuple[int, ...] = ()

    @classmethod
    def of(cls, side: str, path: str) -> Spot:
        """As addresses say it: `purpose` and `3-1`.

        Raises:
            HTTPException: there can be no such place.
        """
        steps = path.split("-") if path else []
        sound = all(step.isascii() and step.isdigit() and len(step) < 4 for step in steps)
        if side not in SIDES or not sound or len(steps) > DEEPEST:
            raise HTTPException(404)
        return cls(side, tuple(map(int, steps)))

    @property
    def inside(self) -> str:
        """The way from the whole, as addresses say it."""
        return "-".join(map(str, self.path))

    @property
    def whole(self) -> Spot:
        """The map that it is on."""
        return Spot(self.side)

    @property
    def above(self) -> Spot:
        """The place that it is a part of."""
        return Spot(self.side, self.path[:-1])

    def at(self, number: int) -> Spot:
        """An area of what is here."""
        return Spot(self.side, (*self.path, number))


def is_at_hand(engine: Engine, spot: Spot) -> bool:
    """Whether the whole map that it is on need not be worked out."""
    return KEPT.has(engine.picture(), _question(spot.whole))


def found_at(engine: Engine, spot: Spot) -> AreaMap | Dots:
    """What is at a place.

    Raises:
        EntityNotFound: there is no such place any more.
    """
    picture = engine.picture()
    if not spot.path:
        return KEPT.get(picture, _question(spot), lambda: _whole(engine, picture, spot))
    above = _map_with(engine, spot)
    return KEPT.get(picture, _question(spot), lambda: within(picture, above, spot.path[-1]))


def map_at(engine: Engine, spot: Spot) -> AreaMap:
    """The same where there must be areas."""
    found = found_at(engine, spot)
    if isinstance(found, Dots):
        raise EntityNotFound(f"area within {spot.inside} of the map", engine.store.community)
    return found


def area_at(engine: Engine, spot: Spot) -> Area | None:
    """The area that a place is; None: it is the whole."""
    return _map_with(engine, spot).areas[spot.path[-1]] if spot.path else None


def made_at(engine: Engine, spot: Spot) -> float:
    """When the map that a place is on was worked out, in seconds since 1970."""
    found_at(engine, spot.whole)
    return KEPT.get(engine.picture(), _made(spot), time.time)


def _map_with(engine: Engine, spot: Spot) -> AreaMap:
    """The map that holds the area at a place below the whole."""
    above = map_at(engine, spot.above)
    if spot.path[-1] >= len(above.areas):
        raise EntityNotFound(f"area {spot.inside} of the map", engine.store.community)
    return above


def _whole(engine: Engine, picture: Picture, spot: Spot) -> AreaMap:
    if spot.side == "ties":
        found = by_ties(picture, now())
    else:
        found = by_purpose(picture, engine.embedder, now())
    KEPT.get(picture, _made(spot), time.time)
    return found


def _question(spot: Spot) -> object:
    return "map", spot, now().date()


def _made(spot: Spot) -> object:
    return "map made", spot.whole, now().date()
