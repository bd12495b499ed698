"""Themes of a community as a report for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from community.figure import Figure
from community.phrases import Listing, capitalised, numerals, phrase
from community.purpose.close_and_far import Reason
from community.purpose.meetings import Meeting
from community.purpose.themes import DEFINITION, STEADY, Theme, Themes
from community.reports import Chart, Number, Paragraph, Report, Section, Table, svg
from graph.records import EntityId

_SHOWN = 20
"""Themes in the picture."""
_LONG, _SKILLS = 160, 4
"""Characters of a statement, and skills, that are shown of each of a pair."""
_NAMES: Mapping[Reason, str] = {
    Reason.SHARED_CAUSE: phrase("Shared cause, different craft"),
    Reason.SAME_CRAFT: phrase("Same craft, different cause"),
}
_MEANS: Mapping[Reason, str] = {
    Reason.SHARED_CAUSE: phrase(
        "They are for much the same and can do different things: together they can do"
        " what neither could alone."
    ),
    Reason.SAME_CRAFT: phrase(
        "They can do much the same and are for different things: they can learn from "
        "how the other one uses it."
    ),
}


def themes_report(
    found: Themes, meetings: Sequence[Meeting], names: Mapping[EntityId, str], about: str
) -> Report:
    """What members are for, who is behind each theme, and who may want to meet."""
    sections = [Section(phrase("What members are for"), _themes(found))]
    sections += [Section(_NAMES[reason], _pairs(reason, meetings, names)) for reason in Reason]
    sections.append(Section(phrase("How this was worked out"), _method(found)))
    return Report(phrase("What members are for"), about, tuple(sections), names)


def _themes(found: Themes) -> tuple[Paragraph | Table | Chart, ...]:
    if not found.themes:
        return tuple(Paragraph.of(_sentence(note)) for note in found.notes)
    rows = tuple(_row(theme) for theme in found.themes)
    columns = (
        phrase("theme, in members' own words"),
        phrase("members"),
        phrase("found again"),
        phrase("an example"),
    )
    return (_chart(found.themes[:_SHOWN]), Table(columns, rows))


def _row(theme: Theme) -> tuple[str | Number, ...]:
    unsure = "" if theme.stability >= STEADY else phrase(" (may be chance)")
    behind = Number(numerals("{size:,}", size=theme.size), theme.members)
    example = theme.examples[0][:200] if theme.examples else ""
    return (
        theme.name,
        behind,
        numerals("{stability:.0f} %{unsure}", stability=100 * theme.stability, unsure=unsure),
        example,
    )


def _chart(themes: Sequence[Theme]) -> Chart:
    def draw(axes: Axes) -> None:
        labels = [theme.name[:48] for theme in reversed(themes)]
        axes.barh(range(len(themes)), [theme.size for theme in reversed(themes)])
        axes.set_yticks(range(len(themes)), labels)
        axes.set_xlabel(phrase("members"))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.grid(axis="x")

    picture = svg(phrase("Members behind each theme"), draw, height=1.0 + 0.28 * len(themes))
    largest = phrase("largest: {name}, {size} members", name=themes[0].name, size=themes[0].size)
    return Chart(
        picture,
        phrase("bars of how many members are behind each theme; {largest}", largest=largest),
    )


def _pairs(
    reason: Reason, meetings: Sequence[Meeting], names: Mapping[EntityId, str]
) -> tuple[Paragraph | Table, ...]:
    pairs = [each for each in meetings if each.reason is reason]
    if not pairs:
        return (Paragraph.of(phrase("No such pair was found, or too few members state both.")),)
    rows = tuple(_pair(each, names) for each in pairs)
    columns = (
        phrase("who"),
        phrase("the first"),
        phrase("the second"),
        phrase("purposes"),
        phrase("skills"),
    )
    closeness = phrase(" Closeness of purposes and of skills: 1 is the same, 0 nothing in common.")
    return (Paragraph.of(_MEANS[reason], closeness), Table(columns, rows))


def _pair(each: Meeting, names: Mapping[EntityId, str]) -> tuple[str | Number, ...]:
    both = (each.one, each.other)
    who = Number(Listing.joined(" and ", [names.get(member, member) for member in both]), both)
    first, second = map(_told, each.statements, each.skills)
    return (
        who,
        first,
        second,
        numerals("{purposes:.2f}", purposes=each.purposes),
        numerals("{crafts:.2f}", crafts=each.crafts),
    )


def _told(statement: str, skills: Sequence[str]) -> str:
    return phrase(
        "“{statement}” Can do: {skills}",
        statement=statement[:_LONG],
        skills=Listing.joined(", ", skills[:_SKILLS]),
    )


def _method(found: Themes) -> tuple[Paragraph | Table, ...]:
    rows = tuple((each.name, str(each), _known(each), each.definition) for each in found.figures)
    limits = phrase(
        " A theme is named by phrases that its statements have and others lack. Members who did "
        "not consent to matching, and minors, are counted and not named, so that a number may "
        "lead to fewer names. Themes are found again (third column above) when a fifth of the "
        "statements is left out at random; below {steady:.0f} % a theme may be chance.",
        steady=100 * STEADY,
    )
    notes = tuple(Paragraph.of(_sentence(note)) for note in found.notes)
    table = Table(
        (phrase("figure"), phrase("value [95 % interval]"), phrase("to know"), phrase("how")), rows
    )
    return (Paragraph.of(_sentence(DEFINITION), limits), *notes, table)


def _known(figure: Figure) -> str:
    of = numerals("n = {n:,}", n=figure.n) if figure.n else ""
    return numerals("{0}; {1}", of, figure.note) if of and figure.note else of or figure.note


def _sentence(text: str) -> str:
    if text.endswith("."):
        return capitalised(text)
    return numerals("{0}.", capitalised(text))
