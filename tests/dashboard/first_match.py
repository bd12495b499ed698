"""How soon after `make demo` a match is met: `python -m tests.dashboard.first_match`.

Timed from before `kinpath serve` is a process, on the store that the demo left, in a browser that
was never there before. A match is useful once its card shows reasons.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, sync_playwright

from api.cli.demo import DEMO_STORE
from tests.api.served import await_answer, free_port

WAIT = 240_000
"""Milliseconds that any one step may take."""
START_SECONDS = 120
SERVE = (sys.executable, "-c", "from api.cli import main; main()", "serve")


@dataclass
class Way:
    """Steps of somebody who has just started a server.

    Attributes:
        reached: what they saw, after how many seconds and clicks.
    """

    begun: float
    clicks: int = 0
    reached: list[tuple[str, float, int]] = field(default_factory=list)

    def click(self, page: Page, selector: str) -> None:
        """Click the first of its kind."""
        page.locator(selector).first.click()
        self.clicks += 1

    def see(self, page: Page, selector: str, what: str) -> None:
        """Wait until it is there."""
        page.locator(selector).first.wait_for()
        self.reached.append((what, time.perf_counter() - self.begun, self.clicks))


def first_match(browser: Browser, store: str) -> Way:
    """Start a server on a store, and go to the first match by the shortest way."""
    begun = time.perf_counter()
    with served(store) as address:
        way = Way(begun)
        page = browser.new_page()
        page.set_default_timeout(WAIT)
        page.goto(address)
        way.see(page, "article.entry .reasons li", "whom to introduce today, and why")
        way.click(page, "nav a[href$='/members']")
        way.click(page, "#found tbody a")
        way.see(page, "article.match .reasons li", "a member's first match, and why")
        page.close()
    return way


@contextmanager
def served(store: str) -> Iterator[str]:
    """A server of its own process on loopback; the block begins once it answers."""
    port = free_port()
    command = [*SERVE, "--store", store, "--port", str(port)]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        await_answer(f"http://127.0.0.1:{port}/health", server, START_SECONDS)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(START_SECONDS)


def main(arguments: Sequence[str]) -> None:
    """Print what was reached, after how many seconds and clicks."""
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        way = first_match(browser, arguments[0] if arguments else DEMO_STORE)
        browser.close()
    for what, seconds, clicks in way.reached:
        print(f"{seconds:5.1f} s, {clicks} clicks: {what}")  # noqa: T201 - what it is for


if __name__ == "__main__":
    main(sys.argv[1:])
