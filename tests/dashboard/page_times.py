"""How long warm pages take: `python -m tests.dashboard.page_times --members 10000 [--folder …]`.

It writes the invented community many times over, loads it, serves it, and asks each page and each
part that comes after one: first, when much has to be worked out, and then when nothing changed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from api.dashboard.reporting import KINDS
from api.settings import Settings
from tests.dashboard.conftest import WAIT, running
from tests.dashboard.many_members import write_bundle

PLACES = (
    "sign-in",
    "today",
    "members",
    "members?q=iv",
    "member?id=member:zahra-ivygate-0",
    "thing?id=group:growing-food-practitioners-0",
    "figure?key=isolated",
    "ask",
    "ask?q=who+can+help+us+to+settle+a+quarrel&goal=members",
    "map/picture",
    "map/picture?by=ties",
    "map",
    "map?by=ties",
    "what-if?goal=peers",
    "data",
    *(kind.name for kind in KINDS),
)
GOAL = 300
"""Milliseconds that a warm page should take at most."""
TIMES = 7
"""How often each is asked when it is warm."""
LATER = re.compile(r'class="later" hx-get="([^"]+)"')
_PROGRAM = (sys.executable, "-c", "from api.cli import main; main()")


def main() -> None:
    """Measure, and print a line for each page and part."""
    parser = argparse.ArgumentParser(prog="page_times", description=__doc__)
    parser.add_argument("--members", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keeps the loaded community for another time")
    chosen = parser.parse_args()
    with TemporaryDirectory() as name:
        settings = settings_of_many(chosen.folder or Path(name), chosen.members)
        with running(settings) as site:
            tell("| page or part | first ms | warm ms | |\n|---|---:|---:|---|")
            for line in timed(site.address):
                tell(line)


def settings_of_many(folder: Path, members: int) -> Settings:
    """Settings that lead to a community of so many members in a folder, loaded if it is not."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"members-{members}.db"
    if not path.exists():
        load(path, members)
    return Settings(store=f"sqlite:///{path}", cache=folder / "cache", data=folder / "data")


def load(path: Path, members: int) -> None:
    """Load a community of so many members into a new file, which is there only if all was."""
    with TemporaryDirectory() as name:
        write_bundle(Path(name), members)
        half = path.with_suffix(".half")
        half.unlink(missing_ok=True)
        # Our own program, with a path of ours.
        subprocess.run((*_PROGRAM, "load", name, "--store", f"sqlite:///{half}"), check=True)
        half.rename(path)


def timed(address: str) -> Iterator[str]:
    """A line for each page, and for each part that a page leaves for later."""
    firsts: dict[str, float] = {}
    waiting = [f"/dashboard/{place}" for place in PLACES]
    while waiting:
        place = waiting.pop(0)
        if place not in firsts:
            firsts[place], text = asked(address + place)
            sys.stderr.write(f"{place}: {firsts[place]:.0f} ms at first\n")
            waiting[:0] = [unescape(found) for found in LATER.findall(text)]
    for place, first in firsts.items():
        warm = median(asked(address + place)[0] for _ in range(TIMES))
        mark = "slow" if warm > GOAL else ""
        yield f"| {place.removeprefix('/dashboard/')} | {first:.0f} | {warm:.0f} | {mark} |"


def asked(url: str) -> tuple[float, str]:
    """Milliseconds that an answer took, and what it says."""
    begin = time.perf_counter()
    with urlopen(url, timeout=WAIT / 1_000) as answer:
        text = answer.read().decode()
    return 1_000 * (time.perf_counter() - begin), text


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
