"""A manager's first two days: a list brought in, somebody introduced, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from graph.packing import DAY, moment_of, seconds
from graph.records import isoformat
from tests.api.conftest import records
from tests.conftest import StoreAddress
from tests.dashboard.conftest import Site, settled, sign_in, small_site, visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]

PEOPLE = """Number,Full name,About me
nora,Nora Newcomer,I want to learn how lenses bend light and build a telescope
ivo,Ivo,Bread
,Nobody at all,Nothing
"""


@pytest.fixture(scope="module")
def site(stores: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with small_site(stores, tmp_path_factory.mktemp("cache")) as found:
        yield found


def test_somebody_new_is_brought_in_introduced_and_met(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    with visit(browser, site) as page:
        sign_in(page, site)
        bring(page, site, tmp_path / "people.csv", PEOPLE)
        assert "1" in figure(page, "Refused")
        assert "2" in figure(page, "New")
        page.goto(site.page("members"))
        page.fill("#q", "Newcomer")
        page.wait_for_selector("#found tbody tr:only-child")
        page.click("#found tbody a")
        settled(page)
        card = page.locator("article.match", has=page.locator("button", has_text="Introduce")).first
        name = (card.locator("h4").text_content() or "").strip()
        assert card.locator(".reasons li").count() >= 1
        card.get_by_role("button", name="Introduce").click()
        page.wait_for_selector("article.concluded")
        page.goto(site.page("today/concluded"))
        told = page.locator("li", has_text="Nora Newcomer").first
        assert name in (told.text_content() or "")
        assert "Not seen yet" in (told.text_content() or "")
        bring(page, site, tmp_path / "relationships.csv", met(name))
        page.goto(site.page("today/concluded"))
        told = page.locator("li", has_text="Nora Newcomer").first
        assert "Came about" in (told.text_content() or "")


def met(name: str) -> str:
    """What the list of the community's next day says: the two have met."""
    latest = max(seconds(each.at) for each in records() if each.at is not None)
    at = isoformat(moment_of(latest + DAY))
    return f"member_id,verb,other_id,at\nnora,met,{name.lower()},{at}\n"


def bring(page: Page, site: Site, path: Path, rows: str) -> None:
    """Take a file in by the dashboard, as it understands the file by itself."""
    path.write_text(rows, encoding="utf-8")
    page.goto(site.page("data"))
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Look into it").click()
    page.get_by_role("button", name="Try it, without writing").click()
    page.get_by_role("button", name="Write it").click()
    page.wait_for_selector("h2:has-text('What it changed')")


def figure(page: Page, title: str) -> str:
    """The number below a title."""
    return page.locator(".figure", has_text=title).first.locator(".value").text_content() or ""
