"""The reference in a real browser: for everybody, in each light, by keyboard, on a telephone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from api.settings import Settings
from tests.api.conftest import written
from tests.dashboard.conftest import Watched, running

__all__ = ["written"]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("chromium")]
AXE = Path(__file__).with_name("axe.min.js")
SHORTER = """() => {
  // All articles come from one template: axe sees the first two of each part, and every table kind.
  for (const part of document.querySelectorAll("main > section"))
    [...part.querySelectorAll("article")].slice(2).forEach((each) => each.remove());
}"""


@pytest.fixture(scope="module")
def watched() -> Watched:
    """What the page did that no page may do."""
    return Watched()


@pytest.fixture(scope="module")
def page(
    browser: Browser, written: Path, watched: Watched, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The page, opened once."""
    folder = tmp_path_factory.mktemp("reference")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder, data=folder)
    with running(settings) as site:
        found = browser.new_page(viewport={"width": 360, "height": 800})
        watched.watch(found, site.address)
        found.goto(f"{site.address}/docs#recommend")
        yield found
        found.close()


def test_an_address_leads_to_an_operation(page: Page) -> None:
    assert page.locator("#recommend").bounding_box() is not None
    top = page.evaluate("document.getElementById('recommend').getBoundingClientRect().top")
    assert 0 <= top < 400


def test_it_fits_a_telephone(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.reload()
    page.goto(page.url.partition("#")[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_nobody_is_kept_out(page: Page, watched: Watched) -> None:
    page.evaluate(SHORTER)
    page.evaluate(AXE.read_text())
    lights: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for light in lights:
        page.emulate_media(color_scheme=light)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
    assert watched.wrong == []
