"""The whole comparison of a host with its members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from community.alignment.chance import ALIGNED
from community.alignment.claims import claims_carried, values_held
from community.alignment.ground import Ground
from community.alignment.groups import by_kind, by_quarter
from community.alignment.missing import LIMITS, what_is_missing
from community.alignment.movement import staff_by_quarter, versions_of
from community.alignment.overall import figures_of
from community.alignment.results import Alignment, Claim, Estimate, Group, MemberAlignment, Version
from community.alignment.theme_map import NOT_KNOWN, ThemeMap, direction_of, map_of, themes_of
from community.picture import Picture
from graph.embeddings import Embedder
from graph.progress import Progress, silent
from graph.records import isoformat

_LABEL = "comparing host and members"
_STEPS = 5


def alignment(
    picture: Picture, embedder: Embedder | None = None, progress: Progress = silent
) -> Alignment:
    """Compare what the host says and does with what its members are for, both ways.

    Args:
        picture: of the community.
        embedder: for the parts of the host's purpose and promise; without it they are left out,
            and `missing` says so. It must be the one that made the picture's vectors.
        progress: told the steps.
    """
    progress(_LABEL, 0, _STEPS)
    ground = Ground.of(picture, embedder)
    progress(_LABEL, 1, _STEPS)
    found = _compared(ground, progress) if ground.can_compare and len(ground.held) else _Compared()
    themes = () if found.map is None else themes_of(ground, found.map)
    progress(_LABEL, _STEPS, _STEPS)
    host = ground.host
    return Alignment(
        community=picture.snapshot.community,
        name=host.name,
        revision=picture.snapshot.revision,
        as_of=isoformat(picture.now),
        purpose=host.texts[-1] if host.texts else "",
        promise=host.promise,
        values=host.values,
        figures=figures_of(ground, themes),
        kinds=found.kinds,
        quarters=found.quarters,
        themes=themes,
        claims=found.claims,
        held_values=values_held(ground),
        versions=found.versions,
        staff_quarters=found.staff,
        staff_trend=found.staff_trend,
        staff_direction=direction_of(found.staff_trend),
        silhouette=None if found.map is None else found.map.themes.silhouette,
        each=found.each,
        missing=what_is_missing(ground, has_embedder=embedder is not None),
        limits=LIMITS,
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """What needs a purpose of the host, statements of members and other texts; else nothing."""

    kinds: tuple[Group, ...] = ()
    quarters: tuple[Group, ...] = ()
    claims: tuple[Claim, ...] = ()
    versions: tuple[Version, ...] = ()
    map: ThemeMap | None = None
    staff: tuple[Group, ...] = ()
    staff_trend: Estimate = NOT_KNOWN
    each: tuple[MemberAlignment, ...] = ()


def _compared(ground: Ground, progress: Progress) -> _Compared:
    kinds, quarters = by_kind(ground), by_quarter(ground)
    progress(_LABEL, 2, _STEPS)
    claims, versions = claims_carried(ground), versions_of(ground)
    progress(_LABEL, 3, _STEPS)
    found = map_of(ground)
    progress(_LABEL, 4, _STEPS)
    staff: tuple[tuple[Group, ...], Estimate] = ((), NOT_KNOWN)
    if found is not None and len(found.staff_labels):
        staff = staff_by_quarter(ground, found.themes)
    each = _each(ground, found)
    return _Compared(kinds, quarters, claims, versions, found, *staff, each)


def _each(ground: Ground, found: ThemeMap | None) -> tuple[MemberAlignment, ...]:
    """Those who state a purpose and may be named; staff among them, without a theme."""
    stances, picture = ground.stances, ground.picture
    rows = np.flatnonzero(stances.readable & stances.current)
    rows = rows[picture.nameable[stances.places[rows]]]
    of_host = {value.casefold() for value in ground.host.values}
    themes = {row: found.themes.names[found.labels[row]] for row in ground.held} if found else {}
    ids = picture.ids(picture.members[stances.places[rows]])
    close = ground.to_host_now
    return tuple(
        MemberAlignment(
            member=member,
            kind=str(ground.kinds[stances.places[row]]),
            closeness=float(close[row]),
            aligned=bool(close[row] >= ALIGNED),
            theme=themes.get(row, ""),
            values=tuple(value for value in stances.values[row] if value in of_host),
        )
        for member, row in zip(ids, rows.tolist(), strict=True)
    )
