"""The map of themes: how many aspire to each, how close the host is, and whether that changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from community.alignment.chance import ALIGNED, BY_CHANCE, Shares, Yardstick, made_by
from community.alignment.ground import Ground, Places, estimate, mean_estimate, share
from community.alignment.intervals import slope_interval
from community.alignment.quarters import years
from community.alignment.results import Direction, Estimate, Share, Theme, Voice
from community.alignment.themes import Themes, find_themes
from graph.packing import NO_TIME

_FEWEST_FOR_TREND = 8
_SHORTEST_FOR_TREND = 0.5
"""Years between the first and the last statement of a theme."""
NO_THEME = -1
NOT_KNOWN = Estimate(None, None, None)


@dataclass(frozen=True, eq=False)
class ThemeMap:
    """Themes among the statements held now.

    Attributes:
        themes: they.
        labels: (S,) the nearest theme of every statement.
        said: (S,) closeness of every statement to anything the host says.
        staff_labels: (c,) the theme that each text of staff is about; NO_THEME where it is closer
            to none than 95 of 100 other texts.
    """

    themes: Themes
    labels: npt.NDArray[np.int64]
    said: Shares
    staff_labels: npt.NDArray[np.int64]


def map_of(ground: Ground) -> ThemeMap | None:
    """None where too few members state a purpose."""
    stances, held = ground.stances, ground.held
    themes = find_themes(stances.vectors[held], tuple(stances.texts[row] for row in held.tolist()))
    if themes is None:
        return None
    words = np.concatenate([ground.versions[-1:], ground.claim_vectors])
    said = Yardstick(words, ground.chance).closeness(stances.vectors)
    return ThemeMap(themes, themes.nearest(stances.vectors), said, _staff_themes(ground, themes))


def _staff_themes(ground: Ground, themes: Themes) -> npt.NDArray[np.int64]:
    vectors = staff_texts(ground)[1]
    close = [
        Yardstick(themes.centres[number : number + 1], ground.chance).closeness(vectors)
        for number in range(len(themes.names))
    ]
    return np.where(np.max(close, axis=0) >= ALIGNED, np.argmax(close, axis=0), NO_THEME)


def staff_texts(ground: Ground) -> tuple[Places, npt.NDArray[np.float32], npt.NDArray[np.int32]]:
    """What staff wrote, lead and host: whose it is (places), its vectors (c, D) and its times."""
    picture = ground.picture
    made = made_by(picture, ground.staff)
    made = made.where(picture.snapshot.vector_rows[made.targets] >= 0)
    places = np.searchsorted(picture.members, made.sources)
    return places, picture.vectors(made.targets), made.times


def themes_of(ground: Ground, found: ThemeMap) -> tuple[Theme, ...]:
    """What is told of each theme, the largest first."""
    told = [_theme(ground, found, number) for number in range(len(found.themes.names))]
    return tuple(sorted(told, key=lambda theme: (-theme.size.count, theme.name)))


def voices_of(ground: Ground, found: ThemeMap) -> tuple[tuple[Voice, str], ...]:
    """By label: where the host speaks of each theme, and an example of its statements."""
    return tuple(_told_in_short(ground, found, label) for label in range(len(found.themes.names)))


def _told_in_short(ground: Ground, found: ThemeMap, number: int) -> tuple[Voice, str]:
    held = _held(ground, found, number)
    example = _example(ground, held, found.themes.centres[number])
    return _voice(*_shares(ground, found, number)), example


def _held(ground: Ground, found: ThemeMap, number: int) -> Places:
    """(n,) the statements of a theme that are held now."""
    return np.asarray(ground.held[found.labels[ground.held] == number])


def _shares(ground: Ground, found: ThemeMap, number: int) -> tuple[Share, Share, Share]:
    """Of a theme: who is close to the host, what staff made that is about it, and who holds it."""
    held = _held(ground, found, number)
    return (
        share(int((found.said[held] >= ALIGNED).sum()), len(held)),
        share(int((found.staff_labels == number).sum()), len(found.staff_labels)),
        share(len(held), len(ground.held)),
    )


def _theme(ground: Ground, found: ThemeMap, number: int) -> Theme:
    held = _held(ground, found, number)
    places, said = ground.stances.places[held], found.said[held]
    aligned, staff, size = _shares(ground, found, number)
    trend, (early, late) = _movement(ground, found.labels == number)
    return Theme(
        name=found.themes.names[number],
        example=_example(ground, held, found.themes.centres[number]),
        size=size,
        aligned=aligned,
        closeness=mean_estimate(places, said),
        early=early,
        late=late,
        trend=trend,
        direction=direction_of(trend),
        staff=staff,
        spoken_of=_voice(aligned, staff, size),
        members=ground.named(places),
    )


def _voice(aligned: Share, staff: Share, size: Share) -> Voice:
    """Where the host speaks of a theme, see `Theme.spoken_of`."""
    if aligned.low > BY_CHANCE:
        return "words"
    return "deeds" if staff.count and staff.high >= size.low else "nowhere"


def _movement(
    ground: Ground, of_theme: npt.NDArray[np.bool_]
) -> tuple[Estimate, tuple[float | None, float | None]]:
    """How the closeness of the theme's statements to the host of their time changed."""
    rows = np.flatnonzero(of_theme & ground.usable & (ground.stances.times != NO_TIME))
    close = ground.to_host_then[rows]
    when = years(ground.stances.times[rows])
    if len(rows) < _FEWEST_FOR_TREND or np.ptp(when) < _SHORTEST_FOR_TREND:
        return NOT_KNOWN, (None, None)
    trend = estimate(slope_interval(ground.stances.places[rows], when, close))
    later = when > np.median(when)
    return trend, (float(close[~later].mean()), float(close[later].mean()) if later.any() else None)


def direction_of(trend: Estimate) -> Direction:
    """Toward or away only where the interval leaves out no change."""
    if trend.low is None or trend.high is None or trend.low <= 0 <= trend.high:
        return "unclear"
    return "toward" if trend.low > 0 else "away"


def _example(ground: Ground, held: Places, centre: npt.NDArray[np.float32]) -> str:
    """The most typical statement of an adult who may be named; nobody else is quoted."""
    places = ground.stances.places[held]
    quoted = held[ground.picture.nameable[places]]
    if not len(quoted):
        return ""
    best = quoted[int((ground.stances.vectors[quoted] @ centre).argmax())]
    return " ".join(ground.stances.texts[int(best)].split())[:200]
