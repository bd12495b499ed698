"""The worklist as a page: what to do, why, what to expect, and who is behind it."""

from __future__ import annotations

from community.reports import as_html, as_markdown
from graph.records import Record
from matcher.worklist.report import because, worklist_report
from tests.matcher.worklist.conftest import Build, list_of


def test_the_page_says_what_to_do_why_and_for_whom(build: Build, club: list[Record]) -> None:
    house = build(club)
    found = list_of(house, hold_out=0.5)
    text = as_markdown(worklist_report(found))
    assert "# Introductions for 2026-04-11" in text
    for entry in found.entries:
        assert entry.line in text
        assert entry.id in text
        assert f"{entry.member.name} ({entry.member.id})" in text
    for entry in found.held_out:
        assert entry.id not in text
    assert "drawn by lot" in text
    assert "Ask Olaf to answer" in as_html(worklist_report(list_of(house)))


def test_reasons_name_who_would_read_them(build: Build, club: list[Record]) -> None:
    first = list_of(build(club)).entries[0]
    assert because(first).startswith("Nora would read: answered, wrote or led on optics")
