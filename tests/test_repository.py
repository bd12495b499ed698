"""What holds of the repository itself: its lock, its licences, its records, what its files name."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
LOCK = ROOT / "requirements.lock"
DECISIONS = ROOT / "docs" / "decisions"

PACKAGE_INDEX = re.compile(r"index[-_]url|find[-_]links|registry\s*=\s*\S*//", re.IGNORECASE)
"""A setting of where packages come from: each user's own set-up decides that."""
HOST = re.compile(r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|com|net|io|dev)\b", re.IGNORECASE)
KNOWN_HOSTS = frozenset(
    {
        "quantumcomputing.stackexchange.com",  # attribution of the example
        "beer.stackexchange.com",
        "creativecommons.org",
        "keepachangelog.com",
        "semver.org",
        "example.org",
        "127.0.0.1.example.org",  # somebody else, who looks like this machine
        "www.apache.org",  # the licence, and names of XML schemas
        "maven.apache.org",
        "www.w3.org",
        "java.io",  # a package of Java
    }
)
"""Whatever else looks like a host may be where packages come from."""
HOME_PATH = re.compile(r"(?<![\w.])/(work|root|home/\w+|Users/\w+)/")
"""A path that exists on its author's machine alone."""
ALLOWED = re.compile(r"UV_FIND_LINKS")
"""Names a folder of wheels that a test makes itself."""
VENDORED = frozenset(
    {
        Path("api/dashboard/static/htmx.min.js"),
        Path("tests/dashboard/axe.min.js"),
        Path("tests/dashboard/axe.LICENSE.txt"),
    }
)
"""Files of others, as they are: addresses and long lines of code stand in them."""
COPYLEFT = re.compile(r"\b[AL]?GPL|General Public License")
LONGEST_STATED_LICENCE = 60
"""`License` fields hold a name, or the whole text with those of bundled parts."""


def text_files() -> Iterator[tuple[Path, str]]:
    """Every tracked file that is text."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        content = path.read_bytes()
        if b"\0" not in content[:8192]:
            yield path.relative_to(ROOT), content.decode(errors="replace")


@pytest.mark.parametrize("unwanted", [PACKAGE_INDEX, HOME_PATH], ids=["package index", "home path"])
def test_no_file_names_where_only_its_author_can_go(unwanted: re.Pattern[str]) -> None:
    found = [
        f"{path}: {line.strip()[:120]}"
        for path, text in text_files()
        for line in text.splitlines()
        if path not in VENDORED and unwanted.search(ALLOWED.sub("", line))
    ]
    assert found == []


def test_no_file_names_a_host_that_is_not_known() -> None:
    found = {
        f"{path}: {host}"
        for path, text in text_files()
        for host in HOST.findall(text)
        if path not in VENDORED and host.lower() not in KNOWN_HOSTS
    }
    assert found == set()


def test_the_lock_holds_packages_and_hashes_only() -> None:
    package = re.compile(r"[a-z0-9][a-z0-9.-]*==[^\s;]+( ; [^\\]+)? \\")
    hash_ = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    lines = LOCK.read_text().splitlines()
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if package.fullmatch(line):
            assert hash_.fullmatch(following), f"{line} has no hash"
        else:
            assert hash_.fullmatch(line), line


def test_the_lock_covers_what_the_project_asks_for() -> None:
    locked = {line.partition("==")[0] for line in LOCK.read_text().splitlines() if line[0] != " "}
    asked = {_normal(Requirement(text).name) for text in distribution("kinpath").requires or ()}
    assert asked <= locked


def test_core_dependencies_are_not_copyleft() -> None:
    licences = {name: stated_licence(found) for name, found in core_dependencies().items()}
    assert len(licences) > 20
    assert {name: said for name, said in licences.items() if COPYLEFT.search(said)} == {}


def core_dependencies() -> dict[str, Distribution]:
    """Everything that comes with Kinpath without any of its extras, as installed here."""
    found: dict[str, Distribution] = {}
    visited: set[tuple[str, frozenset[str]]] = set()
    waiting = [("kinpath", frozenset[str]())]
    while waiting:
        name, extras = waiting.pop()
        if (name, extras) in visited:
            continue
        visited.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            # The CPU build of PyTorch comes without the GPU libraries that its rivals ask for.
            continue
        for text in found[name].requires or ():
            needed = Requirement(text)
            if _applies(needed, extras):
                waiting.append((_normal(needed.name), frozenset(needed.extras)))
    return found


def _applies(needed: Requirement, extras: frozenset[str]) -> bool:
    if needed.marker is None:
        return True
    return any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def stated_licence(found: Distribution) -> str:
    """What a package says its own licence is."""
    stated = found.metadata.get_all
    named = [text[:LONGEST_STATED_LICENCE] for text in stated("License") or ()]
    classifiers = [text for text in stated("Classifier") or () if text.startswith("License")]
    return " | ".join([*(stated("License-Expression") or ()), *named, *classifiers])


def test_the_changelog_has_a_place_for_what_is_not_released() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text()
    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)


def test_decisions_are_numbered_once_and_say_what_they_must() -> None:
    records = sorted(DECISIONS.glob("*.md"))
    numbers = Counter(path.name[:4] for path in records)
    assert sorted(numbers) == [f"{number:04d}" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text()
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        for heading in ("## Why", "## What follows"):
            assert heading in text, f"{path.name} lacks {heading!r}"


def test_ci_runs_without_anything_beside_the_repository() -> None:
    this = Path(__file__).relative_to(ROOT)
    found = [str(path) for path, text in text_files() if "../shared" in text and path != this]
    assert found == []
