"""How smooth the map is: `python -m tests.dashboard.map_smoothness --members 100000 [--folder …]`.

It serves the community that `page_times` loads, opens both maps in a headless Chromium, scrolls,
moves over the areas, and opens one by keyboard: the page zooms by opening. Frames are timed by
`requestAnimationFrame`; without a graphics processor all of them are drawn by the processor.
"""

from __future__ import annotations

import argparse
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboard.conftest import WAIT, Site, running, settled
from tests.dashboard.page_times import settings_of_many, tell

MAPS = {"What they are for": "map", "Who knows whom": "map?by=ties"}
WIDTH, HEIGHT = 1280, 900
DISCS = 12
"""Areas that the pointer is moved over."""
NOTCHES, NOTCH = 10, 180
"""Turns of the wheel down, and then up again, and pixels of each."""
BETWEEN = 30
"""Milliseconds between two turns of the wheel."""
AFTER = 400
"""Milliseconds after an area is there in which frames still count."""
FIRST = '#map table a[hx-get^="/dashboard/map/picture"]'
"""The first area in the table."""
WATCH = """
window.longTasks = [];
const note = (found) => window.longTasks.push(...found.getEntries().map((each) => each.duration));
new PerformanceObserver(note).observe({ type: "longtask" });
window.painted = new Promise((tell) => {
  const paint = (found) => found.getEntriesByName("first-contentful-paint").forEach(tell);
  new PerformanceObserver(paint).observe({ type: "paint", buffered: true });
});
"""
BEGIN = """() => {
  const frames = (window.timedFrames = []);
  window.longTasks.length = 0;
  let last = performance.now();
  const step = () => {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    if (window.timedFrames === frames) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
}"""
END = """() => {
  const frames = window.timedFrames;
  window.timedFrames = null;
  return [frames, window.longTasks];
}"""
PAGE = """async () => {
  const paint = await window.painted;
  const [page] = performance.getEntriesByType("navigation");
  const others = performance.getEntriesByType("resource");
  const weight = [page, ...others].reduce((sum, each) => sum + each.decodedBodySize, 0);
  const elements = document.querySelectorAll("*").length;
  return [paint.startTime, page.decodedBodySize, weight, elements];
}"""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page as it opens.

    Attributes:
        paint: milliseconds until something is painted.
        text: kilobytes of the page, before compression.
        weight: kilobytes of it and of all that it asks for.
        elements: how many it has.
    """

    paint: float
    text: float
    weight: float
    elements: int


@dataclass(frozen=True, slots=True)
class Smoothness:
    """What became of frames while something was done.

    Attributes:
        frames: how many there were.
        p95: milliseconds that 95 of 100 did not exceed.
        longest: milliseconds of the longest one.
        long_tasks: milliseconds of each task of more than 50.
        took: milliseconds until it was done.
    """

    frames: int
    p95: float
    longest: float
    long_tasks: tuple[float, ...]
    took: float


def main() -> None:
    """Measure, and print a table of pages and one of what is done on them."""
    parser = argparse.ArgumentParser(prog="map_smoothness", description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="keeps the loaded community for another time")
    chosen = parser.parse_args()
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        settings = settings_of_many(chosen.folder or Path(name), chosen.members)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with running(settings) as site, closing(browser):
            for line in tables(browser, site):
                tell(line)


def tables(browser: Browser, site: Site) -> Iterator[str]:
    """Lines of both tables."""
    doings: list[str] = []
    yield "| map | first paint ms | page kB | with all that it asks for kB | elements |"
    yield "|---|---:|---:|---:|---:|"
    for title, place in MAPS.items():
        with watched_page(browser) as page:
            seen = opened(page, site.page(place))
            yield (
                f"| {title} | {seen.paint:.0f} | {seen.text:.0f} | {seen.weight:.0f} "
                f"| {seen.elements} |"
            )
            doings += [told(title, doing, done) for doing, done in doings_on(page)]
    yield ""
    yield "| map | doing | frames | p95 ms | longest ms | tasks over 50 ms | took ms |"
    yield "|---|---|---:|---:|---:|---:|---:|"
    yield from doings


def told(title: str, doing: str, done: Smoothness) -> str:
    """A line of the table."""
    tasks = ", ".join(f"{each:.0f} ms" for each in done.long_tasks) or "none"
    return (
        f"| {title} | {doing} | {done.frames} | {done.p95:.0f} | {done.longest:.0f} | {tasks} "
        f"| {done.took:.0f} |"
    )


@contextmanager
def watched_page(browser: Browser) -> Iterator[Page]:
    """A page of a new window that notes its long tasks."""
    size: Any = {"width": WIDTH, "height": HEIGHT}
    with closing(browser.new_context(locale="en", viewport=size)) as context:
        page = context.new_page()
        page.set_default_timeout(WAIT)
        page.add_init_script(WATCH)
        yield page


def opened(page: Page, address: str) -> Opened:
    """Open a map that has been made, or is now, once again: what that took."""
    page.goto(address)
    settled(page)
    page.goto(address)
    paint, text, weight, elements = page.evaluate(PAGE)
    return Opened(paint, text / 1_000, weight / 1_000, elements)


def doings_on(page: Page) -> Iterator[tuple[str, Smoothness]]:
    """What is done on a map, and how smooth it was."""
    yield "scroll", timed(page, scroll)
    page.evaluate("scrollTo(0, 0)")
    yield "move over areas", timed(page, move_over)
    yield "open an area, the first time", timed(page, open_first)
    page.click("#map .trail a")
    page.wait_for_selector("#map .trail", state="detached")
    page.wait_for_timeout(AFTER)
    yield "open it again", timed(page, open_first)


def timed(page: Page, act: Callable[[Page], None]) -> Smoothness:
    """The frames of a page while something is done on it, and some time after."""
    page.evaluate(BEGIN)
    begin = time.perf_counter()
    act(page)
    took = 1_000 * (time.perf_counter() - begin)
    page.wait_for_timeout(AFTER)
    frames, tasks = page.evaluate(END)
    ordered = sorted(frames)
    p95 = ordered[int(0.95 * len(ordered))]
    return Smoothness(len(ordered), p95, ordered[-1], tuple(tasks), took)


def scroll(page: Page) -> None:
    """Turn the wheel down and up again."""
    for notch in (*[NOTCH] * NOTCHES, *[-NOTCH] * NOTCHES):
        page.mouse.wheel(0, notch)
        page.wait_for_timeout(BETWEEN)


def move_over(page: Page) -> None:
    """Move the pointer from one area in sight to the next."""
    boxes = [disc.bounding_box() for disc in page.query_selector_all("svg.map circle.disc")]
    places = [(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes if box]
    for x, y in [place for place in places if place[1] < HEIGHT][:DISCS]:
        page.mouse.move(x, y, steps=5)


def open_first(page: Page) -> None:
    """Open the first area of the table by keyboard."""
    page.focus(FIRST)
    page.keyboard.press("Enter")
    page.wait_for_selector("#map .trail")


if __name__ == "__main__":
    main()
