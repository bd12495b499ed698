"""Makes the pictures in docs/dashboard.md: `python -m tests.dashboard.screenshots ADDRESS`.

ADDRESS is that of a server on the invented community, such as http://127.0.0.1:8000.
"""

from __future__ import annotations

import shutil
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parents[2] / "docs" / "images"
PAGES = {
    "today": "today",
    "member": "member?id=member:zahra-ivygate",
    "ask": "ask?q=who+can+help+us+to+settle+a+quarrel&goal=members",
    "map": "map",
    "health": "health",
}
HEIGHT = 1000
WAIT = 240_000
COLOURS = 64


def main(address: str) -> None:
    """Take a picture of each page, as a window would show it."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1280, "height": HEIGHT}, locale="en")
        page.set_default_timeout(WAIT)
        for name, place in PAGES.items():
            page.goto(f"{address}/dashboard/{place}")
            take(page, FOLDER / f"dashboard-{name}.png")
        browser.close()


def take(page: Page, path: Path) -> None:
    """Wait for all parts of a page, and keep a small picture of it."""
    page.wait_for_selector(".later", state="detached")
    picture = Image.open(BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
