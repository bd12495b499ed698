"""The flaws of a community's data as a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.data_quality.flaws import DataQuality
from community.data_quality.twins import Twins
from community.figure import Figure, written
from community.phrases import capitalised, numerals, phrase
from community.picture import Picture
from community.reports import Number, Paragraph, Report, Section, Table
from graph.records import EntityId


def data_quality_report(found: DataQuality, picture: Picture) -> Report:
    """The report; `picture` is what it was found in, and knows the names."""
    snapshot = picture.snapshot
    when = "" if picture.now is None else numerals(", {now:%Y-%m-%d}", now=picture.now)
    about = phrase(
        "{community}{when}, revision {revision}",
        community=snapshot.community,
        when=when,
        revision=snapshot.revision,
    )
    figures = found.figures
    behind = {member for figure in figures for member in figure.members}
    behind |= {member for twins in found.twins for member in (twins.one, twins.other)}
    names = {member: snapshot.name(snapshot.node(member)) for member in sorted(behind)}
    sections = (
        Section(phrase("What may be put right"), (_table(figures), *_notes(figures))),
        *_pairs(found.twins, names),
        Section(phrase("How each is worked out"), (_definitions(figures),)),
    )
    return Report(phrase("Data quality"), about, sections, names)


def _table(found: Sequence[Figure]) -> Table:
    rows = tuple(
        (
            figure.name,
            Number(str(figure), figure.members),
            "" if figure.n is None else numerals("{n:,}", n=figure.n),
            figure.action or phrase("Nothing to do."),
        )
        for figure in found
    )
    return Table(
        (phrase("what"), phrase("how many"), phrase("out of"), phrase("what may be done")), rows
    )


def _pairs(found: Sequence[Twins], names: Mapping[EntityId, str]) -> tuple[Section, ...]:
    if not found:
        return ()
    rows = tuple(
        (
            Number(names[twins.one], (twins.one,)),
            Number(names[twins.other], (twins.other,)),
            written(twins.names, "share"),
            phrase("one says nothing") if twins.texts is None else written(twins.texts, "share"),
        )
        for twins in found
    )
    table = Table(
        (phrase("one"), phrase("the other"), phrase("names alike"), phrase("texts alike")), rows
    )
    said = phrase(
        "Nobody is put together by itself: look at both, and delete the one that is left over."
    )
    return (Section(phrase("Who may be here twice"), (Paragraph.of(said), table)),)


def _notes(found: Sequence[Figure]) -> tuple[Paragraph, ...]:
    return tuple(
        Paragraph.of(numerals("{name}: {note}", name=capitalised(figure.name), note=figure.note))
        for figure in found
        if figure.note
    )


def _definitions(found: Sequence[Figure]) -> Table:
    return Table(
        (phrase("what"), phrase("who counts")),
        tuple((each.name, each.definition) for each in found),
    )
