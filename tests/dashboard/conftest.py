"""The dashboard of a small community, asked without a browser and with one."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Dialog, Page, Route, StorageState, sync_playwright
from pydantic import SecretStr

from api.access.accounts import Accounts
from api.access.principals import Role
from api.app import create_app
from api.settings import Settings
from graph.documents import Documents
from graph.store import open_store
from tests.api.conftest import COMMUNITY, records
from tests.conftest import StoreAddress
from tests.neo4j_server import Neo4jServer

MANAGER = "anna@club.example"
PASSWORD = "several words, easily kept"
WAIT = 240_000
"""Milliseconds for the first answers of a server, which compiles what it answers with."""
HOW_FAR = re.compile(r"/map/making\?id=")
"""Where a page asks how far its map is."""


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[TestClient]:
    """Somebody at the machine that serves it, who may change what is there."""
    url = f"sqlite:///{tmp_path / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write(records())
    with visiting(Settings(store=url, cache=tmp_path / "cache")) as client:
        yield client


@contextmanager
def visiting(settings: Settings) -> Iterator[TestClient]:
    """Somebody at the machine of a server that has just been started."""
    here = ("127.0.0.1", 50_000)
    with TestClient(
        create_app(settings), base_url="http://127.0.0.1:8000", follow_redirects=False, client=here
    ) as client:
        yield client


@dataclass(frozen=True, slots=True)
class Site:
    """A running server, and the address of its pages."""

    address: str

    def page(self, place: str) -> str:
        """The address of a page."""
        return f"{self.address}/dashboard/{place}"


@contextmanager
def running(settings: Settings) -> Iterator[Site]:
    """A real server on this machine alone, until the block is left."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.05)
            assert thread.is_alive()
        try:
            yield Site(f"http://127.0.0.1:{listening.getsockname()[1]}")
        finally:
            server.should_exit = True
            thread.join(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, as Debian has it."""
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("CI") == "true":
            raise RuntimeError("there is no chromium: apt-get install chromium")
        pytest.skip("there is no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@dataclass
class Watched:
    """What a page did that no page may do."""

    wrong: list[str] = field(default_factory=list)

    def watch(self, page: Page, address: str) -> None:
        """Note dialogs, errors, what the content policy stopped, and requests to elsewhere."""
        page.on("dialog", self._shown)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self._heard(said.type, said.text))
        page.on("request", lambda request: self._asked(request.url, address))

    def _shown(self, dialog: Dialog) -> None:
        self.wrong.append(dialog.message)
        dialog.dismiss()

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.wrong.append(text)

    def _asked(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:")):
            self.wrong.append(f"asked for {url}")


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)], scope="module")
def stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> StoreAddress:
    """Each kind of store in turn, for all tests of a module."""
    if request.param == "sqlite":
        return StoreAddress(f"sqlite:///{tmp_path_factory.mktemp('dashboard') / 'kinpath.db'}")
    server: Neo4jServer = request.getfixturevalue("neo4j_server")
    return StoreAddress(server.url, server.password)


def settings_of(address: StoreAddress, community: str, cache: Path) -> Settings:
    """Settings that lead to a community in a store."""
    return Settings(
        store=address.url, community=community, cache=cache,
        password=None if address.password is None else SecretStr(address.password),
    )  # fmt: skip


def settled(page: Page) -> None:
    """Wait until every part of a page has come."""
    page.wait_for_selector(".later", state="detached", timeout=WAIT)


@contextmanager
def held_back(page: Page, address: re.Pattern[str]) -> Iterator[None]:
    """Until the block is left, what a page asks of such an address, at least once, is not asked."""
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    with page.expect_request(address):
        page.route(address, hold)
        yield
    page.unroute(address)
    for route in asked:
        route.continue_()


@contextmanager
def small_site(address: StoreAddress, cache: Path) -> Iterator[Site]:
    """The small community of the API's tests in a store, served to those who sign in."""
    community = f"pages-{secrets.token_hex(4)}"
    with address.open(community) as store:
        store.write(records())
    with address.open_documents(None) as documents:
        accounts = Accounts(documents)
        accounts.add(community, MANAGER, Role.MANAGER, PASSWORD)
        try:
            with running(settings_of(address, community, cache)) as found:
                yield found
        finally:
            accounts.remove(accounts.named(community, MANAGER))
            open_again(documents)


def open_again(documents: Documents) -> None:
    """Have servers on a database ask nobody who they are: other tests are on the same Neo4j."""
    for mark in documents.page("access"):
        documents.remove(mark.collection, mark.key)


def sign_in(page: Page, site: Site) -> None:
    """As somebody who wants to see today's page and is asked who they are."""
    page.goto(site.page("today"))
    page.fill("input[name=name]", MANAGER)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/today")


@pytest.fixture(scope="module")
def signed_in(browser: Browser, site: Site) -> StorageState:
    """What the browser of somebody keeps who has signed in."""
    with visit(browser, site) as page:
        sign_in(page, site)
        return page.context.storage_state()


@contextmanager
def visit(browser: Browser, site: Site, **context: Any) -> Iterator[Page]:
    """A page of a browser that nobody used before; it may do nothing that no page may do."""
    watched = Watched()
    page = browser.new_context(reduced_motion="reduce", **context).new_page()
    page.set_default_timeout(WAIT)
    watched.watch(page, site.address)
    yield page
    page.context.close()
    assert [each for each in watched.wrong if "status of 404" not in each] == []
