"""The flaws of a community's data as a report."""

from __future__ import annotations

from collections.abc import Sequence

from community.figure import Figure
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table


def data_quality_report(found: Sequence[Figure], picture: Picture) -> Report:
    """The report; `picture` is what the flaws were found in, and knows the names."""
    snapshot = picture.snapshot
    when = "" if picture.now is None else f", {picture.now:%Y-%m-%d}"
    about = f"{snapshot.community}{when}, revision {snapshot.revision}"
    behind = {member for figure in found for member in figure.members}
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(behind)}
    sections = (
        Section("What may be put right", (_table(found), *_notes(found))),
        Section("How each is worked out", (_definitions(found),)),
    )
    return Report("Data quality", about, sections, names)


def _table(found: Sequence[Figure]) -> Table:
    rows = tuple(
        (
            figure.name,
            Number(str(figure), figure.members),
            "" if figure.n is None else f"{figure.n:,}",
            figure.action or "Nothing to do.",
        )
        for figure in found
    )
    return Table(("what", "how many", "out of", "what may be done"), rows)


def _notes(found: Sequence[Figure]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph.of(f"{figure.name.capitalize()}: {figure.note}")
        for figure in found
        if figure.note
    )


def _definitions(found: Sequence[Figure]) -> Table:
    return Table(("what", "who counts"), tuple((each.name, each.definition) for each in found))
