"""Places on the maps of a community, as addresses say them."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException

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
