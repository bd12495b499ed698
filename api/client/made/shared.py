"""Made by `make client`: what several operations tell."""

from __future__ import annotations

from api.client.told import Told


class CountedMembers(Told):
    """Members, some of whom are named, as far as they may be."""

    count: int
    named: tuple[NamedOne, ...]
    """The first twenty; of a link on the map, three."""


class FigureTold(Told):
    """A number that can be read without its source."""

    name: str
    value: float | None
    """null where it cannot be told; `note` says why."""
    unit: str
    definition: str
    low: float | None
    """Lower end of the 95 % interval."""
    high: float | None
    n: int | None
    """From how many it was worked out."""
    note: str
    action: str
    members: tuple[str, ...]
    """Whom it is about, as far as they may be named."""


class NamedOne(Told):
    """Somebody or something."""

    id: str
    name: str
