"""The worklist as a page for people."""

from __future__ import annotations

from community.reports.document import Cell, Number, Paragraph, Report, Section, Table
from graph.records import EntityId, kind_of
from graph.schema import EntityKind
from matcher.worklist.entries import Cause, Entry, Worklist

CAUSE_WORDS = {
    Cause.UNANSWERED: "a newcomer's question is unanswered",
    Cause.NO_TIE: "a newcomer knows nobody",
    Cause.ISOLATED: "active, and knows nobody",
    Cause.LEAVING: "about to leave",
    Cause.MENTOR: "seeks a mentor",
    Cause.MUTUAL: "suit each other",
}
"""Each cause as a manager reads it."""
FIRST_REASONS = 2
"""So many reasons are told of each side; JSON has all."""


def worklist_report(worklist: Worklist) -> Report:
    """The list, what may be expected of it, and whom it was made from."""
    day = f"{worklist.at:%Y-%m-%d}"
    return Report(
        f"Introductions for {day}",
        f"{worklist.community}, {day}, revision {worklist.revision}",
        (_today(worklist), _expected(worklist), _waiting(worklist), _how(worklist)),
        _names(worklist),
    )


def because(entry: Entry) -> str:
    """The first reasons of both sides, as whoever is named would read them."""
    reader = entry.served or entry.member
    return " ".join(
        f"{name} would read: {'; '.join(reasons[:FIRST_REASONS])}."
        for name, reasons in (
            (reader.name, entry.reasons),
            (entry.target.name, entry.reasons_back),
        )
        if reasons
    )


def _today(worklist: Worklist) -> Section:
    if not worklist.entries:
        return Section("Today", (Paragraph.of("There is nobody to introduce today."),))
    rows: list[tuple[Cell, ...]] = [
        (Number(entry.line, _people(entry)), entry.why_now, because(entry), entry.id)
        for entry in worklist.entries
    ]
    return Section("Today", (Table(("do this", "why now", "why it suits", "id"), tuple(rows)),))


def _expected(worklist: Worklist) -> Section:
    figures = {entry.cause: entry.expected for entry in worklist.entries}
    rows = [
        (CAUSE_WORDS[cause], str(figure), figure.definition, figure.note)
        for cause, figure in figures.items()
    ]
    table = Table(("where", "expected [95 % interval]", "what that is", "note"), tuple(rows))
    return Section("What may be expected", (table,))


def _waiting(worklist: Worklist) -> Section:
    rows = [
        (CAUSE_WORDS[each.cause], str(each.members), str(each.looked_at), str(each.without_match))
        for each in worklist.waiting
    ]
    table = Table(("where", "how many", "looked at", "nobody and nothing found"), tuple(rows))
    return Section("Whom the list was made from", (table,))


def _how(worklist: Worklist) -> Section:
    held = len(worklist.held_out)
    told = (
        "Newcomers whose questions wait come first, then newcomers who know nobody, active members "
        "who know nobody, and those about to leave; then those who seek a mentor, and pairs who "
        "suit each other best from both sides. Nobody is on the list twice, nor was asked in the "
        "days before. Whoever hides, is paused or did not consent to matching is never on it."
    )
    drawn = f"{held} more were drawn by lot to be left undone, so that the effect can be measured."
    blocks = (Paragraph.of(told), *([Paragraph.of(drawn)] if held else []))
    return Section("How it is made", blocks)


def _people(entry: Entry) -> tuple[EntityId, ...]:
    every = [entry.member, entry.target, *([entry.served] if entry.served else [])]
    return tuple(one.id for one in every if kind_of(one.id) is EntityKind.MEMBER)


def _names(worklist: Worklist) -> dict[EntityId, str]:
    return {
        one.id: one.name
        for entry in worklist.entries
        for one in (entry.member, entry.target, entry.served)
        if one is not None
    }
