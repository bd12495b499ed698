"""The stages in which a purpose is found and lived, and how a member moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Stage(StrEnum):
    """The process that members go through, in order; anybody may go back (`move`)."""

    REFLECT = "reflect"
    CONNECT = "connect"
    EXPLORE = "explore"
    CHOOSE = "choose"
    REPACK = "repack"
    ACT = "act"

    @property
    def place(self) -> int:
        """1 to 6."""
        return _PLACES[self]


_PLACES: Mapping[Stage, int] = {stage: place for place, stage in enumerate(Stage, start=1)}

OLDER_STAGES: Mapping[str, Stage] = {
    "discover": Stage.REFLECT,
    "refine": Stage.CHOOSE,
    "express": Stage.ACT,
}
"""Words of bundles that know three stages: each stands for the first stage that it covers.

Discovering covers reflect, connect and explore; refining covers choose and repack; expressing is
to act. The first one claims least of how far somebody is.
"""
STAGE_WORDS: frozenset[str] = frozenset({*Stage, *OLDER_STAGES})
"""All that is understood in the column `stage`, whatever its case."""


def stage_of(word: object) -> Stage | None:
    """The stage that a word names; None for an unknown word, or none."""
    said = str(word).strip().lower() if isinstance(word, str) else ""
    if said in OLDER_STAGES:
        return OLDER_STAGES[said]
    return Stage(said) if said in STAGE_WORDS else None


def move(before: Stage | None, after: Stage | None) -> str:
    """`forward`, `back` or `stays`; empty where either stage is not known."""
    if before is None or after is None:
        return ""
    if after.place == before.place:
        return "stays"
    return "forward" if after.place > before.place else "back"
