"""What a member asks of their own answers: without a profile of what they did, or weighed anew."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graph.errors import InvalidRequest

GROUPS: tuple[str, ...] = (
    "meaning", "paths", "people", "likeness", "activity", "conduct", "journey", "variety",
)  # fmt: skip
"""Groups of what answers are made of, each with a factor of its own; append only, nine at most.

`docs/rights.md` says in plain words what each of them is.
"""
STEP, MOST, USUAL = 0.25, 2.0, 1.0
"""Factors are multiples of STEP from 0 to MOST; whoever says nothing has the usual one."""
NONE_STATED = -(1 << 31)
"""What is packed of a member who states no factor; it is `graph.packing.NO_TIME`."""
PROFILING, FACTORS = "profiling", "preferences"
"""The properties of a member that hold them: `off`, and words such as `meaning=1.5`."""
_LEVELS = int(MOST / STEP) + 1
_USUAL_LEVEL = int(USUAL / STEP)
_NOTHING: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a member asks of their own answers.

    Attributes:
        profiling: whether what they did may count, in their own answers and in those of others.
        factors: by group, what its weights are multiplied by; 1 where nothing is said.
    """

    profiling: bool = True
    factors: Mapping[str, float] = field(default_factory=lambda: _NOTHING)

    def properties(self) -> dict[str, str | tuple[str, ...]]:
        """The properties of a member that say so; nothing where it is the usual."""
        stated = {name: each for name, each in self.factors.items() if each != USUAL}
        words = tuple(f"{name}={stated[name]:g}" for name in GROUPS if name in stated)
        return ({} if self.profiling else {PROFILING: "off"}) | ({FACTORS: words} if words else {})


def preferences_of(said: Mapping[str, object]) -> Preferences:
    """What the properties of a member say; a word that is not understood says nothing."""
    factors: dict[str, float] = {}
    for word in _words(said.get(FACTORS)):
        try:
            name, factor = read_factor(word)
        except InvalidRequest:
            continue
        factors[name] = factor
    return Preferences(profiling=said.get(PROFILING) not in ("off", False), factors=factors)


def read_factor(word: str) -> tuple[str, float]:
    """`meaning=1.5` as the group and its factor.

    Raises:
        InvalidRequest: there is no such group, or the factor is not one of those there are.
    """
    name, _, value = word.partition("=")
    try:
        factor = float(value)
    except ValueError:
        factor = math.nan
    return name.strip(), checked_factor(name.strip(), factor)


def checked_factor(name: str, factor: float) -> float:
    """The factor of a group, if there are such. Raises InvalidRequest."""
    if name not in GROUPS:
        raise InvalidRequest(f"factors.{name}", f"is not one of {', '.join(GROUPS)}")
    if not (0.0 <= factor <= MOST and (factor / STEP).is_integer()):
        raise InvalidRequest(f"factors.{name}", f"must be 0 to {MOST:g} in steps of {STEP:g}")
    return factor


def pack_factors(said: Mapping[str, object]) -> int:
    """The factors in 31 bits, a digit a group; NONE_STATED where all of them are the usual."""
    factors = preferences_of(said).factors
    if all(factor == USUAL for factor in factors.values()):
        return NONE_STATED
    packed = 0
    for name in reversed(GROUPS):
        packed = packed * _LEVELS + round(factors.get(name, USUAL) / STEP)
    return packed


def unpack_factors(packed: int) -> dict[str, float]:
    """The factors, by group, that are not the usual one."""
    found: dict[str, float] = {}
    for name in GROUPS if packed >= 0 else ():
        packed, level = divmod(packed, _LEVELS)
        if level != _USUAL_LEVEL:
            found[name] = level * STEP
    return found


def _words(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.split("|")) if value else ()
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
