"""A manager's way through the dashboard in a real browser: by keyboard alone, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

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
        page.goto(site.page("today"))
        until(page, "", "input[name=name]")
        page.keyboard.type(MANAGER)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/today")
        settled(page)
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
