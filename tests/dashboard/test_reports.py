"""Reports as pages: worked out after the page, each number leading to members, fit for the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pytest
from fastapi.testclient import TestClient
from matplotlib.axes import Axes

from api.app import create_app
from api.dashboard.charts import chart
from api.dashboard.languages import languages
from api.dashboard.reporting import KINDS, number_key, number_of
from api.settings import Settings
from community.reports import Number, Paragraph, Report, Section, svg
from community.reports.document import Picture
from graph.records import Entity, EntityId
from graph.store import open_store
from tests.api.conftest import COMMUNITY, records
from tests.community.outcomes.surveys import members, survey
from tests.dashboard.pages import PAGES
from tests.dashboard.reading import words_of

HTMX = {"HX-Request": "true"}
N = 20
ENGLISH = languages()["en"]
NAMES = [kind.name for kind in KINDS]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Somebody who reads the reports of a small community, and changes nothing."""
    folder: Path = tmp_path_factory.mktemp("reports")
    url = f"sqlite:///{folder / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write(records())
        before = np.round(np.random.default_rng(3).normal(18, 4, N))
        after = before + np.random.default_rng(4).integers(-1, 6, N)
        store.write([*members(N), *survey("swls", {"pre": before, "post": after})])
    app = create_app(Settings(store=url, cache=folder / "cache"))
    with TestClient(
        app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 50000), follow_redirects=False
    ) as client:
        yield client


@pytest.mark.parametrize("name", NAMES)
def test_a_report_comes_after_its_page_and_stands_in_it_from_then_on(
    reader: TestClient, name: str
) -> None:
    first = reader.get(f"/dashboard/{name}").text
    assert f'hx-get="/dashboard/{name}/report"' in first
    part = reader.get(f"/dashboard/{name}/report", headers=HTMX)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert "<h2" in part.text
    then = reader.get(f"/dashboard/{name}").text
    assert "hx-get" not in then
    assert part.text.strip() in then


@pytest.mark.parametrize("name", NAMES)
def test_each_number_leads_to_the_members_behind_it(reader: TestClient, name: str) -> None:
    part = reader.get(f"/dashboard/{name}/report", headers=HTMX).text
    links = set(re.findall(rf'href="(/dashboard/{name}/members\?number=\w+)"', part))
    for link in links:
        page = reader.get(link)
        assert page.status_code == 200
        listed = re.findall(r'href="/dashboard/member\?id=([^"]+)"', page.text)
        assert listed
        assert all(unquote(each).startswith("member:") for each in listed)
    assert links or name in {"outcomes", "alignment", "purposes", "journeys"}
    assert reader.get(f"/dashboard/{name}/members?number=none").status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_kept_as_a_page_and_as_markdown(reader: TestClient, name: str) -> None:
    html = reader.get(f"/dashboard/{name}/download?form=html")
    assert html.text.startswith("<!doctype html>")
    assert re.fullmatch(
        rf'attachment; filename="{name}-\d{{4}}-\d\d-\d\d\.html"',
        html.headers["content-disposition"],
    )
    markdown = reader.get(f"/dashboard/{name}/download?form=md")
    assert markdown.text.startswith("# ")
    assert reader.get(f"/dashboard/{name}/download?form=exe").status_code == 422


NAMES_HERE = {record.name for record in records() if isinstance(record, Entity)}
OF_ALL_LANGUAGES = {
    "Kinpath", "curl", "Python", "Cypher", "CSV", "JSON", "Parquet",
    "arm", "waitlist", "belonging, ucla3",
}  # fmt: skip
"""Names of things, and examples of what data may be called."""
ALIKE: dict[str, set[str]] = {"en": set(), "de": {"Name", "Version"}, "ar": set()}
"""What is the same in English and in that language."""
LATIN, ARABIC = re.compile("[A-Za-z]{3}"), re.compile("[\u0600-\u06ff]")
ISOLATED = re.compile("\u2068[^\u2069]*\u2069")


def read(reader: TestClient, place: str, code: str) -> list[str]:
    """The texts of a page in a language, and of the parts that come after it, without names."""
    language = {"Accept-Language": code}
    page = reader.get(f"/dashboard/{place}", headers=language).text
    for address in re.findall(r'class="later" hx-get="([^"]+)"', page):
        page += reader.get(unescape(address), headers={**language, **HTMX}).text
    texts = (
        ISOLATED.sub("", text).removesuffix(" · Kinpath").strip(" :") for text in words_of(page)
    )
    return [text for text in texts if text not in NAMES_HERE | OF_ALL_LANGUAGES | ALIKE[code]]


# Answers to a text take a model that is slow to load; their cards stand on the page of a member.
@pytest.mark.parametrize("name", [name for name in PAGES if name != "answers"])
def test_no_page_is_in_english_where_another_language_is_wanted(
    reader: TestClient, name: str
) -> None:
    english = set(read(reader, PAGES[name], "en"))
    german, arabic = (read(reader, PAGES[name], code) for code in ("de", "ar"))
    assert [text for text in german if text in english and LATIN.search(text)] == []
    assert [text for text in arabic if LATIN.search(text) and not ARABIC.search(text)] == []
    assert any(ARABIC.search(text) for text in arabic)


def test_no_hidden_member_is_in_any_report(reader: TestClient) -> None:
    for name in NAMES:
        text = reader.get(f"/dashboard/{name}/download?form=html").text
        assert "Dan" not in text
        assert "member:dan" not in text


def test_no_report_has_styles_or_scripts_of_its_own(reader: TestClient) -> None:
    for name in NAMES:
        page = reader.get(f"/dashboard/{name}").text
        assert re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page) == []


def test_how_a_study_was_made_is_asked_and_checked(reader: TestClient) -> None:
    page = reader.get("/dashboard/outcomes?primary=swls&randomised=yes").text
    assert 'value="swls"' in page
    assert "checked" in page
    assert "/dashboard/outcomes/report?primary=swls&amp;randomised=yes" in page
    told = reader.get("/dashboard/outcomes/report?primary=swls", headers=HTMX).text
    assert "Primary outcomes" in told
    assert "Primary outcomes" not in reader.get("/dashboard/outcomes/report", headers=HTMX).text
    unknown = reader.get("/dashboard/outcomes/report?primary=nonsense", headers=HTMX)
    assert unknown.status_code == 422
    assert "nonsense" in unknown.text


def test_a_report_that_the_data_is_not_fit_for_says_so(visitor: TestClient) -> None:
    part = visitor.get("/dashboard/outcomes/report", headers=HTMX)
    assert part.status_code == 200
    assert "nothing to tell here yet" in part.text
    assert visitor.get("/dashboard/outcomes/download?form=md").status_code == 422


def test_a_number_is_found_again_as_long_as_it_says_the_same() -> None:
    ada, bo = EntityId("member:ada"), EntityId("member:bo")
    first, other = Number("1", (ada,)), Number("1", (bo,))
    report = Report("x", "y", (Section("z", (Paragraph.of(first, other),)),))
    assert number_of(report, number_key(other)) is other
    assert number_of(report, number_key(Number("2", (ada,)))) is None


def test_a_chart_takes_its_colours_from_the_page_and_keeps_its_words_as_words() -> None:
    def draw(axes: Axes) -> None:
        axes.plot([1, 2], [1, 4])

    drawn = svg("<script>&", draw, 2.0)
    told = str(chart(drawn, "one", ENGLISH))
    assert "&lt;script&gt;&amp;" in told
    assert "style" not in told
    assert 'stroke="#0072b2"' in told
    ids = set(re.findall(r'\sid="([^"]+)"', told))
    assert ids
    assert all(each.startswith("one-") for each in ids)
    assert set(re.findall(r'href="#([^"]+)"', told)) <= ids
    assert set(re.findall(r"url\(#([^)]+)\)", told)) <= ids


def test_nothing_but_drawings_comes_out_of_a_chart() -> None:
    foreign = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script>x()</script>'
        '<a href="https://example.org"><text>t</text></a><text onclick="x()">kept</text>'
        '<foreignObject/><use href="https://example.org"/></svg>'
    )
    assert (
        str(chart(Picture(foreign, ()), "n", ENGLISH))
        == '<svg class="chart"><text>kept</text><use /></svg>'
    )
