"""Alignment as a report for people."""

from __future__ import annotations

from community.alignment.chance import BY_CHANCE
from community.alignment.overall import MEANING
from community.alignment.report_tables import (
    claims_table,
    figures_table,
    groups_table,
    themes_table,
    values_table,
    versions_table,
)
from community.alignment.results import Alignment
from community.alignment.wording import day, percent, points, quoted, with_names
from community.phrases import Listing, numerals, phrase
from community.picture import Picture
from community.reports import Chart, Number, Paragraph, Report, Section
from community.reports.document import Block


def alignment_report(found: Alignment, picture: Picture) -> Report:
    """The comparison as a page; `picture` gives the names of the members behind its numbers."""
    sections = (
        Section(phrase("In short"), _short(found)),
        Section(phrase("Who is aligned"), _who(found)),
        Section(phrase("Themes: what members aspire to"), _themes(found)),
        Section(phrase("What the host says, and who carries it"), _claims(found)),
        Section(phrase("Values, both ways"), _values(found)),
        Section(phrase("How the host moved"), _host(found)),
        Section(
            phrase("What is missing"), _listed(found.missing) or (Paragraph.of(phrase("Nothing.")),)
        ),
        Section(phrase("How to read this"), (Paragraph.of(MEANING), *_listed(found.limits))),
    )
    about = phrase(
        "{community}, revision {revision}, as of {day}",
        community=found.community,
        revision=found.revision,
        day=day(found.as_of),
    )
    kept = tuple(section for section in sections if section.blocks)
    return with_names(
        Report(phrase("Alignment: {name} and its members", name=found.name), about, kept), picture
    )


def _short(found: Alignment) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if found.purpose:
        blocks.append(
            Paragraph.of(phrase("The host says: {quoted}", quoted=quoted(found.purpose, 300)))
        )
    told = found.figures[1]
    if told.value is not None:
        who = Number(
            phrase("{percent} of {n:,} members", percent=percent(told.value), n=told.n),
            told.members,
        )
        words = phrase(
            " have a purpose that is aligned with it; by chance it would be {percent}.",
            percent=percent(BY_CHANCE),
        )
        blocks.append(Paragraph.of(who, words))
    blocks += [_unspoken(found)] if found.themes else []
    blocks += [_uncarried(found)] if found.claims else []
    return (*blocks, figures_table(found.figures))


def _unspoken(found: Alignment) -> Paragraph:
    silent = [theme for theme in found.themes if theme.spoken_of == "nowhere"]
    if not silent:
        return Paragraph.of(phrase("The host speaks of every theme that its members aspire to."))
    parts: list[str | Number] = [phrase("Members aspire to what the host does not speak of: ")]
    for theme in silent:
        who = Number(phrase("{number:,} members", number=theme.size.count), theme.members)
        parts += [numerals("“{name}” (", name=theme.name), who, "), "]
    return Paragraph((*parts[:-1], ")."))


def _uncarried(found: Alignment) -> Paragraph:
    empty = [claim for claim in found.claims if not claim.is_carried]
    if not empty:
        return Paragraph.of(
            phrase("Whatever the host says is carried by more members than chance gives.")
        )
    told = "; ".join(quoted(claim.text) for claim in empty)
    return Paragraph.of(
        phrase("The host says what no more members carry than chance gives: {told}.", told=told)
    )


def _who(found: Alignment) -> tuple[Block, ...]:
    if not found.kinds:
        return ()
    blocks: list[Block] = [groups_table(phrase("stakeholder type"), found.kinds)]
    if len(found.quarters) > 1:
        from community.alignment.pictures import over_time  # noqa: PLC0415 - loads what draws

        words = phrase("Share of aligned statements by quarter; the table below says the same.")
        blocks += [
            Chart(over_time(found), words),
            groups_table(phrase("stated in"), found.quarters),
        ]
    return tuple(blocks)


def _themes(found: Alignment) -> tuple[Block, ...]:
    if not found.themes:
        return ()
    from community.alignment.pictures import theme_map  # noqa: PLC0415 - loads what draws

    told = phrase(
        "Each dot is a theme, the larger the more members hold it. Orange ones are "
        "those that the host does not speak of. Where newer statements of a theme are"
        " closer to the host's words of their time than older ones were, or farther "
        "away, by more than chance, an arrow shows by how much: to the right is "
        "toward the host."
    )
    words = phrase("Themes by closeness to the host's words; the table below says the same.")
    chart = Chart(theme_map(found.themes), words)
    apart = phrase(
        "How well the themes keep apart: {silhouette:.2f} (0 not at all, 1 wholly).",
        silhouette=found.silhouette,
    )
    return Paragraph.of(told), chart, themes_table(found.themes), Paragraph.of(apart)


def _claims(found: Alignment) -> tuple[Block, ...]:
    return (claims_table(found.claims),) if found.claims else ()


def _values(found: Alignment) -> tuple[Block, ...]:
    if not found.held_values:
        return ()
    return (*_only_one_side(found), values_table(found.held_values))


def _only_one_side(found: Alignment) -> tuple[Paragraph, ...]:
    ours = [each.value for each in found.held_values if each.of_host and not each.named.count]
    theirs = [
        (each.value, each)
        for each in found.held_values
        if not each.of_host and each.named.low > BY_CHANCE
    ]
    told: list[Paragraph] = []
    if ours:
        told.append(
            Paragraph.of(
                phrase(
                    "Named by the host, and by no member: {names}.",
                    names=Listing.joined(", ", ours),
                )
            )
        )
    for value, each in theirs[:5]:
        who = Number(
            phrase("{number:,} of {of:,} members", number=each.named.count, of=each.named.of),
            each.members,
        )
        told.append(
            Paragraph.of(who, phrase(" name “{value}”, which the host does not.", value=value))
        )
    return tuple(told)


def _host(found: Alignment) -> tuple[Block, ...]:
    if not found.versions:
        return ()
    blocks: list[Block] = [versions_table(found.versions)]
    if found.staff_quarters:
        told = {
            "toward": phrase("What staff make and lead has come closer to members' themes"),
            "away": phrase("What staff make and lead has moved away from members' themes"),
            "unclear": phrase("It cannot be told whether what staff make and lead has moved"),
        }[found.staff_direction]
        blocks.append(
            Paragraph.of(
                phrase("{told}: {points} a year.", told=told, points=points(found.staff_trend))
            )
        )
        blocks.append(groups_table(phrase("staff made it in"), found.staff_quarters, what="texts"))
    return tuple(blocks)


def _listed(sentences: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Paragraph.of(sentence) for sentence in sentences)
