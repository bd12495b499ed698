"""Reports as HTML and Markdown: numbers lead to members, and texts stay texts."""

from __future__ import annotations

from html.parser import HTMLParser

from matplotlib.axes import Axes

from community.reports import (
    Chart,
    Number,
    Paragraph,
    Report,
    Section,
    Table,
    as_html,
    as_markdown,
    svg,
)
from graph.records import EntityId

ADA, EVIL = EntityId("member:ada"), EntityId("member:evil")
HELPERS = Number("2 helpers", (ADA, EVIL))


def report_of(*blocks: Paragraph | Table | Chart) -> Report:
    names = {ADA: "Ada", EVIL: "<script>alert(1)</script>"}
    return Report("Health", "Lantern Commons, revision 3", (Section("Help", blocks),), names)


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_numbers_lead_to_the_members_behind_them() -> None:
    report = report_of(Paragraph.of("There are ", HELPERS, "."))
    page = as_html(report)
    assert Tags(page).links == ["#behind-1"]
    assert 'id="behind-1"' in page
    assert "Ada <small>(member:ada)</small>" in page
    text = as_markdown(report)
    assert "There are [2 helpers](#behind-1)." in text
    assert '1. <a id="behind-1"></a>**2 helpers**: Ada (member:ada)' in text


def test_the_same_number_is_explained_once() -> None:
    table = Table(("what", "how many"), (("help", HELPERS), ("answers", HELPERS)))
    page = as_html(report_of(table))
    assert page.count('id="behind-') == 1
    assert Tags(page).links == ["#behind-1", "#behind-1"]


def test_what_members_write_is_never_taken_for_markup() -> None:
    evil = "<img src=x onerror=alert(1)> | [x](javascript:alert(1))"
    report = report_of(Paragraph.of(evil, HELPERS), Table((evil,), ((evil,),)))
    assert not {"script", "img"} & set(Tags(as_html(report)).names)
    text = as_markdown(report)
    assert "<img" not in text.replace("\\<img", "")
    assert "\\[x\\]" in text
    assert all(
        row.count(" | ") == 0 for row in text.replace("\\|", "").splitlines() if "img" in row
    )


def draw(axes: Axes) -> None:
    axes.plot([1, 2], [3, 4])


def test_pictures_are_the_same_every_time_and_their_letters_can_be_found() -> None:
    once, again = (svg("Members", draw) for _ in range(2))
    assert once == again
    assert once.startswith("<svg")
    assert "Members</text>" in once
    page = as_html(report_of(Chart(once, "members grow from 3 to 4")))
    assert 'aria-label="members grow from 3 to 4"' in page
    assert "svg" in Tags(page).names
    assert "<svg" not in as_markdown(report_of(Chart(once, "members")))
