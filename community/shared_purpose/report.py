"""Shared purpose as a report for people: five questions, and what follows."""

from __future__ import annotations

from community.alignment.wording import day, figure_cells, quoted, with_names
from community.phrases import Listing, lowered, numerals, phrase
from community.picture import Picture
from community.reports import Chart, Number, Paragraph, Report, Section, Table
from community.reports.document import Block
from community.shared_purpose.measuring import SharedPurpose
from community.shared_purpose.report_tables import (
    across_types,
    features_table,
    gaps_table,
    key_figures_table,
    path_table,
    per_head_table,
    play_table,
    relations_table,
    sought_table,
    types_table,
)
from community.shared_purpose.results import Gap

_HOST = (
    phrase("figure"),
    phrase("value"),
    phrase("95 % interval"),
    phrase("of"),
    phrase("what it means"),
)


def shared_purpose_report(found: SharedPurpose, picture: Picture) -> Report:
    """The answers as a page; `picture` gives the names of the members behind its numbers."""
    sections = (
        Section(phrase("In short"), _short(found)),
        Section(phrase("1. Who is part of this?"), (*_types(found), *_asked(found, 1))),
        Section(phrase("2. What is in it for each?"), (*_wants(found), *_asked(found, 2))),
        Section(phrase("3. What does each contribute?"), (*_gives(found), *_asked(found, 3))),
        Section(phrase("4. How do the types relate?"), (*_between(found), *_asked(found, 4))),
        Section(phrase("5. What is the host's role?"), (*_host(found), *_asked(found, 5))),
        Section(phrase("Proposed key figures"), _key_figures(found)),
        Section(phrase("Proposed journeys"), _paths(found)),
        Section(phrase("Features by priority"), _features(found)),
        *(
            Section(phrase("Playbook: {type}", type=play.type), (play_table(play),))
            for play in found.playbooks
        ),
        Section(phrase("How to read this"), tuple(Paragraph.of(limit) for limit in found.limits)),
    )
    about = phrase(
        "{community}, revision {revision}, as of {day}",
        community=found.community,
        revision=found.revision,
        day=day(found.as_of),
    )
    return with_names(
        Report(phrase("Shared purpose: {name}", name=found.name), about, sections), picture
    )


def _short(found: SharedPurpose) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found.purpose:
        blocks.append(
            Paragraph.of(phrase("What the host wants: {quoted}", quoted=quoted(found.purpose, 300)))
        )
    if found.promise:
        blocks.append(
            Paragraph.of(phrase("What it promises: {quoted}", quoted=quoted(found.promise, 300)))
        )
    parts: list[str | Number] = [
        phrase("{number:,} members: ", number=sum(each.size.count for each in found.types))
    ]
    for each in found.types:
        parts += [
            numerals("{name} ", name=each.name),
            Number(numerals("{number:,}", number=each.size.count), each.members),
            ", ",
        ]
    blocks.append(Paragraph((*parts[:-1], ".")))
    if found.features:
        first = found.features[0]
        who = Number(phrase("{number:,} members", number=first.serves.count), first.members)
        blocks.append(
            Paragraph.of(
                phrase("What would serve most: {feature} (", feature=lowered(first.name)), who, ")."
            )
        )
    blocks += [_behind_target(found)] if found.key_figures else []
    asked = phrase(
        "{gaps} questions are for you: the data does not answer them.", gaps=len(found.gaps)
    )
    return (*blocks, Paragraph.of(asked))


def _behind_target(found: SharedPurpose) -> Paragraph:
    behind = [
        each for each in found.key_figures
        if each.target is not None and each.now.of and each.now.high < each.target
    ]  # fmt: skip
    if not behind:
        return Paragraph.of(phrase("No key figure is clearly below its target now."))
    return Paragraph.of(
        phrase(
            "Clearly below target now: {figures}.",
            figures=Listing.joined("; ", (each.name for each in behind)),
        )
    )


def _types(found: SharedPurpose) -> tuple[Block, ...]:
    told = phrase("The types are those that the members' data states.")
    if not found.types_are_stated:
        told = phrase(
            "No type is stated for anybody, so the types here are read from what members "
            "do: who asked questions, who answered any, who took part in another way, and"
            " who did nothing."
        )
    return Paragraph.of(told), types_table(found.types)


def _wants(found: SharedPurpose) -> tuple[Block, ...]:
    sides = tuple(each.wants for each in found.types)
    if not any(sides):
        return (Paragraph.of(phrase("Nothing is recorded of what members come for.")),)
    sought = (sought_table(found.types),) if any(each.skills for each in found.types) else ()
    return (across_types(found.types, sides), *sought)


def _gives(found: SharedPurpose) -> tuple[Block, ...]:
    sides = tuple(each.gives for each in found.types)
    if not any(sides):
        return (Paragraph.of(phrase("Nothing is recorded of what members contribute.")),)
    return across_types(found.types, sides), per_head_table(found.types, sides)


def _between(found: SharedPurpose) -> tuple[Block, ...]:
    if not found.relations:
        return (Paragraph.of(phrase("Nothing is recorded that one member did for another.")),)
    from community.shared_purpose.pictures import matrix  # noqa: PLC0415 - loads what draws

    what = found.relations[0].what
    words = phrase(
        "Who gives {what} to whom, against chance; the table below says the same.", what=what
    )
    picture = Chart(matrix(found.relations, what), words)
    return picture, relations_table(found.relations)


def _host(found: SharedPurpose) -> tuple[Block, ...]:
    rows = tuple(figure_cells(figure) for figure in found.host if figure.value is not None)
    return (Table(_HOST, rows),) if rows else (Paragraph.of(phrase("Nothing is recorded of it.")),)


def _key_figures(found: SharedPurpose) -> tuple[Block, ...]:
    if not found.key_figures:
        return (Paragraph.of(phrase("Nothing is dated, so nothing can be told by month.")),)
    return (key_figures_table(found.key_figures),)


def _paths(found: SharedPurpose) -> tuple[Block, ...]:
    told: list[Block] = []
    for path in found.paths:
        told.append(path_table(path))
        if path.gap:
            words = phrase(
                "{type}: many never take the step “{gap}”.", type=path.type, gap=path.gap
            )
            told.append(Paragraph.of(words))
    return tuple(told) or (Paragraph.of(phrase("Nothing is recorded that could be a step.")),)


def _features(found: SharedPurpose) -> tuple[Block, ...]:
    if not found.features:
        return (Paragraph.of(phrase("Nothing stands out.")),)
    return (features_table(found.features),)


def _asked(found: SharedPurpose, number: int) -> tuple[Block, ...]:
    asked: tuple[Gap, ...] = tuple(gap for gap in found.gaps if gap.about == number)
    return (gaps_table(asked),) if asked else ()
