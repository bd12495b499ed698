"""The tables of the report on alignment."""

from __future__ import annotations

from community.alignment.results import Claim, Group, Share, Theme, ValueHeld, Version
from community.alignment.wording import (
    counted,
    day,
    estimate_text,
    figure_cells,
    percent,
    points,
    quoted,
    share_cells,
)
from community.figure import Figure
from community.phrases import phrase
from community.reports import Table
from community.reports.document import Cell

_YES, _NO = phrase("yes"), phrase("no")
_DIRECTIONS = {
    "toward": phrase("toward"), "away": phrase("away"), "unclear": phrase("no clear one"),
}  # fmt: skip
_SOURCES: dict[str, str] = {"purpose": phrase("purpose"), "promise": phrase("promise")}
_SPOKEN_OF = {"words": phrase("in words"), "deeds": phrase("in deeds"), "nowhere": _NO}


def figures_table(figures: tuple[Figure, ...]) -> Table:
    """Name, value, interval, how many and meaning of each."""
    columns = (
        phrase("figure"),
        phrase("value"),
        phrase("95 % interval"),
        phrase("of"),
        phrase("what it means"),
    )
    return Table(columns, tuple(figure_cells(figure) for figure in figures))


def groups_table(name: str, groups: tuple[Group, ...], what: str = "statements") -> Table:
    """Aligned ones and closeness of each group."""
    columns = (
        name,
        phrase("aligned {what}", what=what),
        phrase("share"),
        phrase("95 % interval"),
        phrase("mean closeness (50 % is chance)"),
    )
    rows = tuple(
        (group.name, *share_cells(group.aligned, group.members), estimate_text(group.closeness))
        for group in groups
    )
    return Table(columns, rows)


def themes_table(themes: tuple[Theme, ...]) -> Table:
    """Size, closeness, direction and what staff give to each."""
    columns = (
        phrase("theme"),
        phrase("for example"),
        phrase("members"),
        phrase("aligned with what the host says"),
        phrase("change in a year"),
        phrase("direction"),
        phrase("of what staff make"),
        phrase("host speaks of it"),
    )
    return Table(columns, tuple(_theme_row(theme) for theme in themes))


def _theme_row(theme: Theme) -> tuple[Cell, ...]:
    direction = _DIRECTIONS[theme.direction]
    return (
        theme.name,
        quoted(theme.example) if theme.example else "–",
        counted(theme.size, theme.members),
        phrase(
            "{percent} (at least {percent_2})",
            percent=percent(theme.aligned.value),
            percent_2=percent(theme.aligned.low),
        ),
        points(theme.trend),
        direction,
        percent(theme.staff.value) if theme.staff.of else phrase("no staff known"),
        _SPOKEN_OF[theme.spoken_of],
    )


def claims_table(claims: tuple[Claim, ...]) -> Table:
    """Each part of what the host says, and its carriers."""
    columns = (
        phrase("the host says"),
        phrase("in its"),
        phrase("carried by"),
        phrase("share"),
        phrase("95 % interval"),
        phrase("above chance (5 %)"),
    )
    rows = tuple(
        (quoted(claim.text), _SOURCES.get(claim.source, claim.source),
         *share_cells(claim.carried, claim.members),
         _YES if claim.is_carried else _NO)
        for claim in claims
    )  # fmt: skip
    return Table(columns, rows)


def values_table(values: tuple[ValueHeld, ...]) -> Table:
    """Each value, whether the host names it, and the members who do."""
    columns = (
        phrase("value"),
        phrase("the host names it"),
        phrase("members who name it"),
        phrase("share"),
        phrase("95 % interval"),
    )
    rows = tuple(
        (each.value, _YES if each.of_host else _NO, *share_cells(each.named, each.members))
        for each in values
    )
    return Table(columns, rows)


def versions_table(versions: tuple[Version, ...]) -> Table:
    """The host's statements, and how members stood to each."""
    columns = (
        phrase("the host's words"),
        phrase("since"),
        phrase("members aligned then"),
        phrase("of those of today"),
        phrase("closer than the words before"),
    )
    rows = tuple(
        (
            quoted(each.text, 200),
            day(each.since),
            _share(each.then),
            _share(each.now),
            _moved(each, n),
        )
        for n, each in enumerate(versions)
    )
    return Table(columns, rows)


def _share(share: Share) -> str:
    return (
        phrase("{percent} of {of:,}", percent=percent(share.value), of=share.of)
        if share.of
        else phrase("nobody yet")
    )


def _moved(version: Version, number: int) -> str:
    return points(version.moved) if number else phrase("the first")
