"""A manager's way through the dashboard in a real browser: by keyboard alone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import StoreAddress
from tests.dashboard.conftest import MANAGER, PASSWORD, Site, settled, sign_in, small_site, visit

pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def site(stores: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with small_site(stores, tmp_path_factory.mktemp("cache")) as found:
        yield found


def test_a_member_is_found_understood_and_introduced_by_keyboard_alone(
    browser: Browser, site: Site
) -> None:
    with visit(browser, site) as page:
        sign_in_by_keyboard(page, site)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        until(page, "Members")
        page.keyboard.press("Enter")
        page.wait_for_url("**/members")
        page.keyboard.press("Tab")
        until(page, "", "input[type=search]")
        page.keyboard.type("ada")
        page.wait_for_selector("#found tbody tr:only-child")
        until(page, "Ada Lovelace")
        page.keyboard.press("Enter")
        page.wait_for_url("**/member?id=*")
        settled(page)
        card = page.locator("article.match", has_text="Cleo").first
        assert card.locator(".reasons li").count() >= 1
        until(page, "How they are joined")
        page.keyboard.press("Enter")
        assert page.locator("article.match svg.path:visible").count() == 1
        until(page, "Introduce")
        page.keyboard.press("Enter")
        page.wait_for_selector("article.concluded")
        assert "Introduced" in (page.locator("#live").text_content() or "")
        assert page.evaluate("document.activeElement.textContent").strip().startswith("Undo")
        page.goto(site.page("today/concluded"))
        assert "Ada" in (page.locator("main").text_content() or "")


def test_a_file_is_tried_written_and_undone_by_keyboard_alone(
    browser: Browser, site: Site, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Number,Full name,Notes\nzoe,Zoe Newcomer,Late\n,Nobody,\n", encoding="utf-8")
    with visit(browser, site) as page:
        sign_in_by_keyboard(page, site)
        press(page, "Data")
        page.wait_for_url("**/data")
        until(page, "", "input[type=file]")
        # What the browser's own window for choosing a file answers.
        page.set_input_files("input[type=file]:focus", path)
        press(page, "Look into it")
        page.wait_for_selector("#column-2")
        until(page, "", "#column-2")
        page.keyboard.type("Keep as")
        press(page, "Try it")
        page.wait_for_selector("h2:has-text('What it would change')")
        refused = page.locator(".figure", has_text="Refused").locator(".value")
        assert refused.text_content() == "1"
        press(page, "Write it")
        page.wait_for_selector("h2:has-text('What it changed')")
        assert "Zoe Newcomer" in found(page, site, "Zoe")
        page.go_back()
        press(page, "Undo this import")
        press(page, "Undo it")
        page.wait_for_selector("text=This import was undone")
        assert "Zoe Newcomer" not in found(page, site, "Zoe")


def found(page: Page, site: Site, name: str) -> str:
    """What the page of members says about whoever has that name."""
    page.goto(site.page(f"members?q={name}"))
    return page.locator("#found").text_content() or ""


def sign_in_by_keyboard(page: Page, site: Site) -> None:
    page.goto(site.page("today"))
    until(page, "", "input[name=name]")
    page.keyboard.type(MANAGER)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/today")
    settled(page)


def press(page: Page, words: str) -> None:
    """Go to what has these words by Tab, and press Enter on it."""
    until(page, words)
    page.keyboard.press("Enter")


def until(page: Page, words: str, selector: str = "*") -> None:
    """Press Tab until whatever has these words has the focus."""
    for _ in range(120):
        at = page.evaluate("document.activeElement.textContent").strip()
        if at.startswith(words) and page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no {words} is reached by keyboard")


def test_what_is_said_without_scripts_counts_too(browser: Browser, site: Site) -> None:
    with visit(browser, site, java_script_enabled=False) as page:
        sign_in(page, site)
        page.goto(site.page("member?id=member:bob"))
        page.click("a[href*='goal=mentors']")
        first = page.locator("article.match").first
        name = (first.locator("h3, h4").first.text_content() or "").strip()
        first.locator("button", has_text="Not now").click()
        page.goto(site.page("member/matches?id=member:bob&goal=mentors"))
        assert name
        assert name not in (page.locator("main").text_content() or "")
