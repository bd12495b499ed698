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
from community.reports import Table
from community.reports.document import Cell


def figures_table(figures: tuple[Figure, ...]) -> Table:
    """Name, value, interval, how many and meaning of each."""
    columns = ("figure", "value", "95 % interval", "of", "what it means")
    return Table(columns, tuple(figure_cells(figure) for figure in figures))


def groups_table(name: str, groups: tuple[Group, ...], what: str = "statements") -> Table:
    """Aligned ones and closeness of each group."""
    columns = (name, f"aligned {what}", "share", "95 % interval", "mean closeness (50 % is chance)")
    rows = tuple(
        (group.name, *share_cells(group.aligned, group.members), estimate_text(group.closeness))
        for group in groups
    )
    return Table(columns, rows)


def themes_table(themes: tuple[Theme, ...]) -> Table:
    """Size, closeness, direction and what staff give to each."""
    columns = (
        "theme", "for example", "members", "aligned with what the host says",
        "change in a year", "direction", "of what staff make", "host speaks of it",
    )  # fmt: skip
    return Table(columns, tuple(_theme_row(theme) for theme in themes))


def _theme_row(theme: Theme) -> tuple[Cell, ...]:
    direction = {"toward": "toward", "away": "away", "unclear": "no clear one"}[theme.direction]
    return (
        theme.name,
        quoted(theme.example) if theme.example else "–",
        counted(theme.size, theme.members),
        f"{percent(theme.aligned.value)} (at least {percent(theme.aligned.low)})",
        points(theme.trend),
        direction,
        percent(theme.staff.value) if theme.staff.of else "no staff known",
        {"words": "in words", "deeds": "in deeds", "nowhere": "no"}[theme.spoken_of],
    )


def claims_table(claims: tuple[Claim, ...]) -> Table:
    """Each part of what the host says, and its carriers."""
    columns = (
        "the host says",
        "in its",
        "carried by",
        "share",
        "95 % interval",
        "above chance (5 %)",
    )
    rows = tuple(
        (quoted(claim.text), claim.source, *share_cells(claim.carried, claim.members),
         "yes" if claim.is_carried else "no")
        for claim in claims
    )  # fmt: skip
    return Table(columns, rows)


def values_table(values: tuple[ValueHeld, ...]) -> Table:
    """Each value, whether the host names it, and the members who do."""
    columns = ("value", "the host names it", "members who name it", "share", "95 % interval")
    rows = tuple(
        (each.value, "yes" if each.of_host else "no", *share_cells(each.named, each.members))
        for each in values
    )
    return Table(columns, rows)


def versions_table(versions: tuple[Version, ...]) -> Table:
    """The host's statements, and how members stood to each."""
    columns = (
        "the host's words", "since", "members aligned then", "of those of today",
        "closer than the words before",
    )  # fmt: skip
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
    return f"{percent(share.value)} of {share.of:,}" if share.of else "nobody yet"


def _moved(version: Version, number: int) -> str:
    return points(version.moved) if number else "the first"
