"""How the host moved toward its members: what it says, and what its staff do."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from community.alignment.chance import ALIGNED, Shares, Yardstick
from community.alignment.ground import Ground, Places, estimate, mean_estimate, share
from community.alignment.intervals import slope_interval
from community.alignment.quarters import UNKNOWN, named, quarters, years
from community.alignment.results import Estimate, Group, Share, Version
from community.alignment.theme_map import NOT_KNOWN, staff_texts
from community.alignment.themes import Themes
from graph.packing import NO_TIME, moment_of
from graph.records import isoformat

_FEWEST_FOR_TREND = 8


def versions_of(ground: Ground) -> tuple[Version, ...]:
    """The host's statements, each against what its members then held, and hold now."""
    return tuple(_version(ground, number) for number in range(len(ground.versions)))


def _version(ground: Ground, number: int) -> Version:
    since = int(ground.host.since[number])
    then = _held_at(ground, since)
    close = ground.to_version(number).closeness(ground.stances.vectors[then])
    moved = NOT_KNOWN
    if number and len(then):
        before = ground.to_version(number - 1).closeness(ground.stances.vectors[then])
        moved = mean_estimate(ground.stances.places[then], close - before)
    now = ground.to_version(number).closeness(ground.stances.vectors[ground.held])
    moment = isoformat(moment_of(since))
    return Version(ground.host.texts[number], moment, _aligned(close), _aligned(now), moved)


def _aligned(close: Shares) -> Share:
    return share(int((close >= ALIGNED).sum()), len(close))


def _held_at(ground: Ground, second: int) -> Places:
    """The last usable statement of each member that was stated by then."""
    stated = np.flatnonzero(ground.usable & (ground.stances.times <= second))
    stated = stated[np.argsort(ground.stances.times[stated], kind="stable")]
    latest: dict[int, int] = dict(
        zip(ground.stances.places[stated].tolist(), stated.tolist(), strict=True)
    )
    return np.array(sorted(latest.values()), dtype=np.int64)


def staff_by_quarter(ground: Ground, themes: Themes) -> tuple[tuple[Group, ...], Estimate]:
    """What staff made in each quarter against members' themes, and its trend in a year.

    Closeness is that to the nearest theme; 0.5: as close as what everybody else makes. Intervals
    come from drawing texts, not the few people who made them.
    """
    places, vectors, times = staff_texts(ground)
    close = Yardstick(themes.centres, ground.chance).closeness(vectors)
    made = quarters(times)
    groups = tuple(
        _staff_group(ground, named(quarter), places[made == quarter], close[made == quarter])
        for quarter in np.unique(made).tolist()
        if quarter != UNKNOWN
    )
    return groups, _trend(close, times)


def _staff_group(ground: Ground, name: str, places: Places, close: Shares) -> Group:
    return Group(name, _aligned(close), mean_estimate(_texts(close), close), ground.named(places))


def _trend(close: Shares, times: npt.NDArray[np.int32]) -> Estimate:
    dated = times != NO_TIME
    if dated.sum() < _FEWEST_FOR_TREND:
        return NOT_KNOWN
    return estimate(slope_interval(_texts(close[dated]), years(times[dated]), close[dated]))


def _texts(close: Shares) -> Places:
    """Each text for itself."""
    return np.arange(len(close))
