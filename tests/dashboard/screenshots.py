"""Makes the pictures in docs/dashboard.md: `python -m tests.dashboard.screenshots FILE`.

FILE is a SQLite file with the invented community, as this writes it; nothing in it is changed:

    kinpath load examples/invented_community --store sqlite:///FILE
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

from api.access.accounts import Accounts
from api.access.principals import Role
from api.dashboard.reporting import KINDS
from api.settings import Settings
from graph.documents import open_documents
from graph.store import open_store
from tests.community.conftest import node
from tests.dashboard.conftest import (
    HOW_FAR,
    MANAGER,
    PASSWORD,
    WAIT,
    Site,
    held_back,
    running,
    settled,
    sign_in,
)

FOLDER = Path(__file__).parents[2] / "docs" / "images"
FILE = "kinpath.db"
COMMUNITY = "lantern-commons"
PLACES = {
    "sign-in": "sign-in",
    "password": "password",
    "today": "today",
    "members": "members?q=iv",
    "member": "member?id=member:zahra-ivygate",
    "thing": "thing?id=group:growing-food-practitioners",
    "figure": "figure?key=isolated",
    "ask": "ask?q=who+can+help+us+to+settle+a+quarrel&goal=members",
    "map": "map",
    "ties": "map?by=ties",
    "what-if": "what-if?goal=peers&tried=yes&diversity=0.9&m-number_of_ties=3",
    "data": "data",
} | {kind.name: kind.name for kind in KINDS}
"""Pages of `tests/dashboard/pages.py` with something to see on the invented community."""
WIDE, NARROW = 1280, 360
HEIGHT = 1000
TALLER = {"map": 1100, "what-if": 1500}
"""Of what would lose its legend."""
LAST = {"what-if": ".past table"}
"""What a job beside the page brings, once the page itself is there."""
COLOURS = 96
PEOPLE = """Number;Full name;About me;Postcode
nora;Nora Newcomer;I want to learn how lenses bend light;12045
ivo;Ivo Tarn;Bread, and those who bake it;12047
;Nobody at all;;12049
"""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is taken: what its file's name ends in, and of whom the window is."""

    ending: str = ""
    width: int = WIDE
    scheme: str = "light"
    language: str = "en"


OTHERS = {
    "today": Look("-dark", scheme="dark"),
    "member": Look("-telephone", width=NARROW),
    "map": Look("-arabic", language="ar"),
    "health": Look("-arabic", language="ar"),
}


def main(path: Path) -> None:
    """Take a picture of each page, as a window would show it."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, served(path, Path(folder)) as site, chromium() as browser:
        with window(browser, Look()) as page:
            photograph(page, site, "sign-in", Look())
            sign_in(page, site)
            known = page.context.storage_state()
            photograph_making(page, site, "map-first", ".under-way a")
            for name in PLACES:
                if name != "sign-in":
                    photograph(page, site, name, Look())
            page.set_viewport_size({"width": WIDE, "height": HEIGHT})
            bring(page, site, Path(folder))
        for name, look in OTHERS.items():
            with window(browser, look, known) as page:
                photograph(page, site, name, look)
        come(Path(folder))
        with window(browser, Look(), known) as page:
            photograph_making(page, site, "map-last", ".map-making .later-words a")


@contextmanager
def served(path: Path, folder: Path) -> Iterator[Site]:
    """A server on a copy of the community, with an account."""
    url = address_in(folder)
    shutil.copy(path, folder / FILE)
    with open_documents(url, None) as documents:
        Accounts(documents).add(COMMUNITY, MANAGER, Role.OWNER, PASSWORD)
    with running(Settings(store=url, cache=folder / "cache", data=folder / "data")) as site:
        yield site


def address_in(folder: Path) -> str:
    """Of the copy in a folder."""
    return f"sqlite:///{folder / FILE}"


def come(folder: Path) -> None:
    """Have somebody come, so that the map is not of the present community any more."""
    with open_store(address_in(folder), COMMUNITY) as store:
        store.write([node("member:nora-newcomer", 0, name="Nora Newcomer")])


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, until the block is left."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )


@contextmanager
def window(browser: Browser, look: Look, known: StorageState | None = None) -> Iterator[Page]:
    """A window of the browser."""
    context = browser.new_context(
        viewport={"width": look.width, "height": HEIGHT},
        color_scheme="dark" if look.scheme == "dark" else "light",
        locale=look.language, reduced_motion="reduce", storage_state=known,
    )  # fmt: skip
    page = context.new_page()
    page.set_default_timeout(WAIT)
    yield page
    context.close()


def photograph(page: Page, site: Site, name: str, look: Look) -> None:
    """Take a picture of a page once all of its parts have come."""
    page.set_viewport_size({"width": look.width, "height": TALLER.get(name, HEIGHT)})
    page.goto(site.page(PLACES[name]))
    settled(page)
    if name in LAST:
        page.wait_for_selector(LAST[name])
    keep(page, f"{name}{look.ending}")


def photograph_making(page: Page, site: Site, name: str, last: str) -> None:
    """Take a picture of the map's page while a new map is being made, once something is there."""
    page.set_viewport_size({"width": WIDE, "height": TALLER["map"]})
    with held_back(page, HOW_FAR):
        page.goto(site.page(PLACES["map"]))
        page.wait_for_selector(last)
        keep(page, name)


def bring(page: Page, site: Site, folder: Path) -> None:
    """Take pictures of the steps in which a file comes in."""
    path = folder / "people.csv"
    path.write_text(PEOPLE, encoding="utf-8")
    page.goto(site.page("data"))
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Look into it").click()
    page.wait_for_selector("#column-0")
    keep(page, "import-columns")
    page.get_by_role("button", name="Try it, without writing").click()
    page.wait_for_selector("h2:has-text('What it would change')")
    keep(page, "import-trial")


def keep(page: Page, name: str) -> None:
    """Keep a small picture of a window, no longer than what is in it."""
    tall = int(page.evaluate("document.body.getBoundingClientRect().bottom"))
    picture = Image.open(BytesIO(page.screenshot()))
    cut = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, tall)))
    cut.quantize(COLOURS).save(FOLDER / f"dashboard-{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
