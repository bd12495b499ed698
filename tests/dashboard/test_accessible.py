"""Every page in a real browser: nothing that axe-core finds, light or dark, and narrow enough."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.conftest import StoreAddress
from tests.dashboard.conftest import Site, settled, small_site, visit
from tests.dashboard.pages import PAGES, paths

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = Path(__file__).with_name("axe.min.js").read_text(encoding="utf-8")
SMALL: Any = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("dashboard")
    with small_site(StoreAddress(f"sqlite:///{folder / 'kinpath.db'}"), folder / "cache") as found:
        yield found


def violations(page: Page) -> list[str]:
    """What axe-core finds, past the page's own content policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE})
    asked = {"expression": "axe.run()", "awaitPromise": True, "returnByValue": True}
    told = session.send("Runtime.evaluate", asked)["result"]["value"]
    return [
        f"{each['id']} ({each['impact']}): {node['html'][:160]}"
        for each in told["violations"]
        for node in each["nodes"]
    ]


def test_every_page_is_looked_at() -> None:
    assert paths() <= {place.partition("?")[0] for place in PAGES.values()}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_in_light_and_dark_and_fits_a_telephone(
    browser: Browser, site: Site, signed_in: StorageState, name: str
) -> None:
    known = None if name == "sign-in" else signed_in
    with visit(browser, site, storage_state=known) as page:
        page.goto(site.page(PAGES[name]))
        settled(page)
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert violations(page) == [], scheme
    for language, direction in (("en", "ltr"), ("de", "ltr"), ("ar", "rtl")):
        with visit(browser, site, viewport=SMALL, locale=language, storage_state=known) as page:
            page.goto(site.page(PAGES[name]))
            settled(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
            assert page.evaluate("document.documentElement.dir") == direction
