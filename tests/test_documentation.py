"""The documentation holds what it says: links lead somewhere, code runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup
from typer.main import get_group

from api.cli import app
from benchmarks import loading, quality, speed

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.rglob("*.md"))]
DOCUMENT_NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE_SECONDS = 540
AGAIN = {ROOT / "README.md": "invented.db", DOCS / "extending.md": "notebook.db"}
"""What loads the invented community, and where: for a reader who has done so before, which spares
embedding a thousand texts again."""
BENCHMARKS = {"loading": loading, "quality": quality, "speed": speed}


def blocks(document: Path, language: str) -> list[str]:
    """The fenced blocks of a language, in order."""
    return [body for name, body in FENCE.findall(document.read_text()) if name == language]


def links(document: Path) -> Iterator[str]:
    yield from LINK.findall(FENCE.sub("", document.read_text()))


def anchors(document: Path) -> set[str]:
    """What a link's `#…` may name: headings as GitHub writes them."""
    headings = HEADING.findall(FENCE.sub("", document.read_text()))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=DOCUMENT_NAMES)
def test_links_lead_somewhere(document: Path) -> None:
    for link in links(document):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} names no heading"


def test_every_page_is_found_from_the_index() -> None:
    linked = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "index.md")}
    assert [str(page) for page in sorted(DOCS.rglob("*.md")) if page not in linked] == [
        str(DOCS / "index.md")
    ]


def documents_with(language: str) -> list[Path]:
    return [document for document in DOCUMENTS if blocks(document, language)]


def test_what_was_loaded_before_is_what_is_loaded() -> None:
    for document, name in AGAIN.items():
        opened = f'open_store("sqlite:///{name}", "lantern-commons")'
        assert any(opened in block for block in blocks(document, "python"))


def test_there_is_code_to_check() -> None:
    assert ROOT / "README.md" in documents_with("python")
    assert ROOT / "README.md" in documents_with("sh")


@pytest.mark.slow
@pytest.mark.timeout(CODE_SECONDS + 60)
@pytest.mark.parametrize("document", documents_with("python"), ids=lambda path: path.stem)
def test_python_blocks_run(document: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """One document's blocks run one after the other, as its reader would in the repository."""
    for folder in (path for path in ROOT.iterdir() if path.is_dir() and path.name[0] != "."):
        (tmp_path / folder.name).symlink_to(folder)
    if document in AGAIN:
        shutil.copy(request.getfixturevalue("invented_database"), tmp_path / AGAIN[document])
    # Beside the folders, these would be imported from here, and all of their code compiled again.
    code = tmp_path / "code" / "blocks.py"
    code.parent.mkdir()
    code.write_text("\n".join(blocks(document, "python")))
    done = subprocess.run(
        [sys.executable, "-W", "error", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=CODE_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


def commands(document: Path) -> Iterator[list[str]]:
    """The commands of a document's `sh` blocks, word by word, up to a pipe or redirection."""
    for block in blocks(document, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            command = list(takewhile(lambda word: word[0] not in "|><&", words))
            if command:
                yield command


@pytest.mark.parametrize("document", documents_with("sh"), ids=lambda path: path.stem)
def test_commands_have_the_options_that_are_shown(document: Path) -> None:
    for command in commands(document):
        program, words = Path(command[0]).name, command[1:]
        if program == "kinpath":
            check_kinpath(words)
        elif program == "make":
            check_make(words)
        elif program == "python" and words[1].startswith("benchmarks."):
            benchmark = BENCHMARKS[words[1].removeprefix("benchmarks.")]
            benchmark.command_line().parse_args(words[2:])


def check_kinpath(words: list[str]) -> None:
    """Parse as the program would; what is wrong is an error that names it."""
    command, words = get_group(app).commands[words[0]], words[1:]
    if isinstance(command, TyperGroup) and words[0] in command.commands:
        command, words = command.commands[words[0]], words[1:]
    try:
        command.make_context(str(command.name), words).close()
    except typer.Exit:
        assert "--help" in words
    except typer.BadParameter as error:
        # Files that a reader has need not be here.
        if not str(error).endswith("does not exist."):
            raise


def check_make(words: list[str]) -> None:
    recipes = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert {word for word in words if "=" not in word} <= recipes, words


def test_a_command_that_does_not_exist_would_be_noticed() -> None:
    with pytest.raises(KeyError, match="recomend"):
        check_kinpath(["recomend"])
    with pytest.raises(Exception, match="--gaol"):
        check_kinpath(["recommend", "--gaol", "mentors"])
    with pytest.raises(AssertionError):
        check_make(["everything"])
