"""The dashboard in a real browser: accessible in light and dark, small, printed, by keyboard."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import records
from tests.conftest import StoreAddress
from tests.dashboard.conftest import WAIT, Site, Watched, running, settings_of, settled

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
PAGES = {
    "today": "today",
    "members": "members",
    "nobody": "members?q=nobody",
    "member": "member?id=member:cleo",
    "ask": "ask",
    "answers": "ask?q=how+do+lenses+work&goal=members",
    "thing": "thing?id=group:makers",
    "figure": "figure?key=isolated",
    "error": "nowhere",
}


@pytest.fixture(scope="module")
def site(stores: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The small community of the API's tests, served."""
    community = f"pages-{secrets.token_hex(4)}"
    with stores.open(community) as store:
        store.write(records())
    cache = tmp_path_factory.mktemp("cache")
    with running(settings_of(stores, community, cache)) as found:
        yield found


@pytest.fixture
def watched() -> Watched:
    return Watched()


def opened(browser: Browser, site: Site, watched: Watched, **context: Any) -> Page:
    page = browser.new_context(bypass_csp=False, **context).new_page()
    page.set_default_timeout(WAIT)
    watched.watch(page, site.address)
    return page


def violations(page: Page) -> list[str]:
    """What axe-core finds, on top of the page's own content policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    told = session.send(
        "Runtime.evaluate",
        {"expression": "axe.run()", "awaitPromise": True, "returnByValue": True},
    )["result"]["value"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in told["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page(
    browser: Browser, site: Site, watched: Watched, name: str, scheme: Any
) -> None:
    page = opened(browser, site, watched, color_scheme=scheme, reduced_motion="reduce")
    page.goto(site.page(PAGES[name]))
    settled(page)
    for each in page.locator("details").all():
        each.evaluate("details => { details.open = true; }")
    assert violations(page) == []
    page.context.close()
    assert [each for each in watched.wrong if "404" not in each] == []


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_is_wider_than_a_small_telephone(
    browser: Browser, site: Site, watched: Watched, name: str, language: str
) -> None:
    small: Any = {"width": 360, "height": 740}
    page = opened(browser, site, watched, viewport=small, locale=language)
    page.goto(site.page(PAGES[name]))
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.documentElement.dir") == ("rtl" if language == "ar" else "ltr")
    page.context.close()


def test_a_member_is_found_understood_and_introduced_by_keyboard_alone(
    browser: Browser, site: Site, watched: Watched
) -> None:
    page = opened(browser, site, watched)
    page.goto(site.page("today"))
    settled(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    until(page, "Members")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members")
    page.focus("#q")
    page.keyboard.type("ada")
    page.wait_for_selector("#found tbody tr:only-child")
    until(page, "Ada Lovelace")
    page.keyboard.press("Enter")
    page.wait_for_url("**/member?id=*")
    settled(page)
    card = page.locator("article.match", has_text="Cleo").first
    assert card.locator(".reasons li").count() >= 1
    card.locator("summary", has_text="How they are joined").focus()
    page.keyboard.press("Enter")
    assert card.locator("svg.path").is_visible()
    card.get_by_role("button", name="Introduce").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("article.concluded")
    assert "Introduced" in (page.locator("#live").text_content() or "")
    assert page.evaluate("document.activeElement.textContent").startswith("Undo")
    page.goto(site.page("today/concluded"))
    assert "Cleo" in (page.locator("main").text_content() or "")
    page.context.close()
    assert watched.wrong == []


def until(page: Page, words: str) -> None:
    """Press Tab until whatever has these words has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.textContent").strip()[:40]:
            return
    raise AssertionError(f"no {words} is reached by keyboard")


def test_everything_is_there_without_scripts(
    browser: Browser, site: Site, watched: Watched
) -> None:
    page = opened(browser, site, watched, java_script_enabled=False)
    page.goto(site.page("member?id=member:ada"))
    page.click("a[href*='goal=mentors']")
    page.get_by_role("button", name="Not now: Cleo").click()
    page.wait_for_url("**/member?id=*")
    page.goto(site.page("member/matches?id=member:ada&goal=mentors"))
    assert "Cleo" not in (page.locator("main").text_content() or "")
    page.context.close()
    assert watched.wrong == []
