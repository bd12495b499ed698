"""What stands out on a map: who is cut off, what hangs on one member, who could meet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from community.areas import AreaMap, Link

MOST = 3
"""Of a kind that are told."""
_ALIKE = 0.9
"""Part of all pairs of areas that are less alike in meaning than those that are told of."""
_FEWER = 1 / 3
"""Of the ties that two areas would have if all areas had as many."""
_STRANGERS = 2 / 3
"""Share of an area's members who know nobody in it, from which on it is told of."""
_FEWEST = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that stands out.

    Attributes:
        kind: which; templates have the words.
        areas: places of the areas that it is about.
        count: members whom it is about.
        who: as the page of members calls them.
        link: the link that hangs on one member.
    """

    kind: str
    areas: tuple[int, ...] = ()
    count: int = 0
    who: str = ""
    link: Link | None = None


def findings(found: AreaMap) -> tuple[Finding, ...]:
    """What stands out, the gravest first."""
    by_meaning = found.near is not None
    told = _of_purpose(found) if by_meaning else _of_ties(found)
    return tuple(told)


def unsaid(found: AreaMap) -> tuple[int, ...]:
    """Places of the areas whose theme the host speaks of nowhere."""
    themes = [(number, area.theme) for number, area in enumerate(found.areas)]
    return tuple(at for at, theme in themes if theme and theme.spoken_of == "nowhere")


def strangers(found: AreaMap) -> tuple[int, ...]:
    """Places of the areas most of whose members know nobody in them."""
    return tuple(
        number
        for number, area in enumerate(found.areas)
        if len(area.places) >= _FEWEST and len(area.alone) >= _STRANGERS * len(area.places)
    )


def _of_ties(found: AreaMap) -> Iterator[Finding]:
    islands = tuple(number for number, area in enumerate(found.areas) if area.is_island)
    if islands:
        count = sum(len(found.areas[at].places) for at in islands)
        yield Finding("islands", islands[:MOST], count, "islands")
    if len(found.apart):
        yield Finding("apart", count=len(found.apart), who="apart")
    bridges = sum(len(area.bridges) for area in found.areas)
    if bridges:
        yield Finding("bridges", count=bridges, who="bridges")
    thin = [link for link in found.links if len(link.carriers) == 1]
    weight = [min(len(found.areas[end].places) for end in (link.one, link.other)) for link in thin]
    for at in np.argsort(-np.array(weight), kind="stable")[:MOST].tolist() if thin else ():
        yield Finding("thin", (thin[at].one, thin[at].other), 1, link=thin[at])


def _of_purpose(found: AreaMap) -> Iterator[Finding]:
    silent = unsaid(found)
    if silent:
        count = sum(len(found.areas[at].places) for at in silent)
        yield Finding("unsaid", silent[:MOST], count, "unsaid")
    for pair in _who_could_meet(found)[:MOST]:
        yield Finding("strangers", pair)
    alone = strangers(found)
    if alone:
        count = sum(len(found.areas[at].alone) for at in alone)
        yield Finding("alone", alone[:MOST], count, "strangers")


def _who_could_meet(found: AreaMap) -> list[tuple[int, int]]:
    """Pairs of areas that mean alike and have hardly a tie, the most alike first."""
    if found.near is None or len(found.areas) < 3:
        return []
    one, other = np.triu_indices(len(found.areas), 1)
    near = found.near[one, other]
    sizes = np.array([len(area.places) for area in found.areas], dtype=float)
    ties = np.zeros((len(sizes), len(sizes)))
    for link in found.links:
        ties[link.one, link.other] = link.ties
    possible = sizes[one] * sizes[other]
    usual = ties[one, other].sum() / max(possible.sum(), 1.0) * possible
    fits = (near >= np.quantile(near, _ALIKE)) & (ties[one, other] <= usual * _FEWER)
    order = np.argsort(-near, kind="stable")
    return [(int(one[at]), int(other[at])) for at in order.tolist() if fits[at]]
