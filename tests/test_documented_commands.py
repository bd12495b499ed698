"""What the documentation shows to be typed is typed: page by page, in order, on a community."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from tests.documented_community import write_files
from tests.test_documentation import DOCS, ROOT, blocks, documents_with

NOT_RUN = {
    "make": "prepares, tests or serves this very repository",
    "pre-commit": "changes this very repository",
    "curl": "tests/test_documented_requests.py runs it",
    "python": "benchmarks take minutes to hours",
    "kinpath demo": "tests/test_demo_community.py runs it",
    "kinpath serve": "ends only when it is stopped; tests/api/test_processes.py runs it",
    "kinpath doctor": "looks for servers; tests/api/test_cli_commands.py runs it",
    "kinpath load discourse:": "asks a forum of somebody else; tests/loaders holds it",
    "kinpath recommend --all --goal peers --out": "a run of many processes; tests/api/nightly",
    "kinpath recommend --all --goal peers --since-run": "likewise",
    "kinpath recommend --all --goal peers --changed-since": "likewise",
}
"""What is not run here, by how it begins, and why."""

REFUSED = {
    "kinpath forget": "--yes: is needed where nobody can be asked",
    "kinpath erase ada --report erased.json": "--yes: is needed where nobody can be asked",
    "kinpath accounts change anna@example.org": "no 'account anna@example.org'",
    "kinpath accounts password anna@example.org": "no 'account anna@example.org'",
    "kinpath accounts remove anna@example.org": "no 'account anna@example.org'",
    "kinpath goals use mentors 2": "no 'version 2 of mentors'",
    "kinpath imports undo": "no 'import 019f0d2a7c31b6d0c1f2a3b4'",
    "kinpath keys revoke": "is not a key of this community",
    "kinpath keys rotate": "is not a key of this community",
    "kinpath map --in 2": "no 'area 2 of the map'",
    "kinpath load quantumcomputing": "there is no quantumcomputing.stackexchange.com.7z",
    "kinpath snapshot check snapshots/today --community acme": "not 'acme'",
    "kinpath alignment --member": "no purpose that could be compared",
    "kinpath worklist --done": "3f2a91c07b",
}
"""What names something that only a reader has, or asks at a terminal, and what is said to that."""

PASSWORD = "correct horse battery staple\n"


def written(page: Path) -> Iterator[list[str]]:
    """The commands of a page, each as its words; a redirection stays among them."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line.partition(" | ")[0], comments=True)
            if words:
                yield [Path(words[0]).name, *words[1:]]


def said_of(words: list[str], among: dict[str, str]) -> str | None:
    """What is said of commands that begin like this; None for nothing."""
    line = " ".join(words)
    return next((said for begin, said in among.items() if line.startswith(begin)), None)


PAGES = [
    page
    for page in documents_with("sh")
    if any(said_of(words, NOT_RUN) is None for words in written(page))
]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a reader sits: a folder with a community, and what the pages take for granted."""

    folder: Path

    def run(self, words: list[str]) -> None:
        """One command; what it writes goes where it is said to go."""
        command, _, target = (" ".join(map(shlex.quote, words))).partition(" '>' ")
        done = CliRunner().invoke(app, shlex.split(command)[1:], input=PASSWORD * 2)
        expected = said_of(words, REFUSED)
        if expected is None:
            assert done.exit_code == 0, f"{' '.join(words)}: {done.stderr[-2000:]}"
        elif done.exit_code != 0:
            assert expected in " ".join(done.stderr.replace("│", " ").split()), done.stderr
        if target:
            (self.folder / target).write_text(done.stdout)


@pytest.fixture(scope="session")
def documented_community(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The community in a file, and as a bundle beside it; copied by whoever needs it."""
    folder = tmp_path_factory.mktemp("documented")
    write_files(folder)
    shutil.copytree(folder / "my-community", folder / "my_community")
    shutil.copy(folder / "my.db", folder / "how-to.db")  # Python blocks of that page make it
    (folder / ".kinpath").mkdir()
    shutil.copy(folder / "my.db", folder / ".kinpath" / "demo.db")
    (folder / "runs").mkdir()
    (folder / "kinpath.log").write_text("")
    question = {"id": "q1", "goal": "mentors", "member": "ada"}
    (folder / "questions.jsonl").write_text(json.dumps(question) + "\n")
    return folder


@pytest.fixture
def desk(documented_community: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    folder = tmp_path / "desk"
    shutil.copytree(documented_community, folder)
    monkeypatch.chdir(folder)
    for name, value in {"STORE": "sqlite:///my.db", "CACHE": "cache", "DATA": "data"}.items():
        monkeypatch.setenv(f"KINPATH_{name}", value)
    monkeypatch.delenv("KINPATH_COMMUNITY", raising=False)
    monkeypatch.setenv("TERMINAL_WIDTH", "140")
    return Desk(folder)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_commands_do_what_is_shown(page: Path, desk: Desk, documented_community: Path) -> None:
    for words in written(page):
        if page == DOCS / "cli-reference.md":  # examples that know nothing of each other
            shutil.copy(documented_community / "my.db", desk.folder / "my.db")
        if said_of(words, NOT_RUN) is None:
            desk.run(words)


def test_every_exception_is_needed() -> None:
    shown = [" ".join(words) for page in documents_with("sh") for words in written(page)]
    for begin in (*NOT_RUN, *REFUSED):
        assert any(line.startswith(begin) for line in shown), begin
    assert ROOT / "README.md" in PAGES
