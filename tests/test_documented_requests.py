"""What the documentation shows to be asked over HTTP is asked: page by page, of a real server."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from pydantic import BaseModel, TypeAdapter

from api.access.keys import Keys
from api.access.principals import Role
from api.app import create_app
from api.client import Kinpath
from api.communities import open_server_documents
from api.settings import Settings
from matcher import parse_request
from tests.api.served import serving_here
from tests.documented_community import COMMUNITY, write_files
from tests.test_documentation import DOCS, DOCUMENTS, blocks, documents_with
from tests.test_documented_commands import NOT_RUN, written

SERVERS = ("http://127.0.0.1:8000", "https://community.example")
"""Where the pages say that a server answers."""
PROMISED = {
    "curl -X POST http://127.0.0.1:8000/v1/jobs": 202,
    "curl -X POST http://127.0.0.1:8000/v1/imports": 202,
    "curl --header Authorization: Bearer $KEY --json": 201,
}
"""The statuses that the pages promise, where it is not 200, by how the command begins."""
WRITTEN_FROM_THE_API = DOCS / "api-reference.md"
"""tests/api/reference asks its samples."""

ASKED = {
    '{"goal": "content", "member": "ada"': ("POST", "/v1/recommendations", 200),
    '{"entity": "member:cleo", "goal"': ("POST", "/v1/why-not", 200),
    '{"id": "like-91", "actor"': ("POST", "/v1/events", 200),
    '{"member": "ada", "feedback"': ("POST", "/v1/feedback", 200),
    '{"result": "done"}': ("POST", "/v1/worklist/{entry}", 200),
    '{"weights_by_member"': ("PUT", "/v1/goals/mentors", 200),
    '{"table": "members"': ("POST", "/v1/bulk", 200),
    '{"url": "https://example.org/kinpath"': ("POST", "/v1/webhooks", 201),
    '{"since": "2026-01-31': ("POST", "/v1/webhooks/{webhook}/replay", 200),
}
"""What is sent, by how it begins, and how it is answered."""
ANSWERED = {
    '{"id": "ada", "results"': "recommend_for_member",
    '{"id": "request", "status"': "why_not",
    '{"accepted": 1': "record_events",
    '{"feedback": "dismiss", "about"': "give_feedback",
    '{"community": "optics-club", "revision"': "community_health",
    '{"member": "member:bob", "name"': "reputation",
    '{"figures": [{"name": "helper"': "roles",
    '{"id": "01a2079607bc59c4e49f52db8f9c"': "begin_job",
    '{"in_use": 2': "weights",
    '{"items": [{"id": "ada"': "list_members",
}
"""What is answered, by how it begins, and to which operation."""
ELSEWHERE = {
    '{"outcome": "kept"': "a forum signs what it tells; tests/api/sources",
    '{"type": "/problems/invalid-request"': "tests/api/problems",
    '{"time": "2026-01-31': "a line of the log; tests/api/test_logs.py",
    '{"type": "recommendation.feedback"': "a message to a receiver; tests/api/webhooks",
    '{"id": "q1", "goal"': "lines of a file of questions; read below",
}
"""JSON that is neither, by how it begins, and what holds it."""
TEXTS = {
    "Mentors for Josu": "what a command prints; tests/test_demo_community.py",
    "source file -> loaders": "a drawing",
    "api | benchmarks": "a drawing; import-linter holds what it says",
    "points = worth": "a formula; tests/community/reputation",
    "KINPATH_OIDC_ISSUER=": "settings; tests/api/test_docs.py knows their names",
    "RateLimit-Policy:": "headers of an answer; tests/api/access",
}
"""What is neither code nor data, by how it begins, and what holds it."""
KINDS = {"sh", "python", "python3", "json", "text"}
"""Kinds of blocks that a test knows of: `python3` asks a server, `python` needs none."""
PROGRAMS = {"kinpath", "curl"} | {begin for begin in NOT_RUN if " " not in begin}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who reads a page beside a server, in a folder of their own."""

    address: str
    key: str
    folder: Path

    def fill_in(self, text: str) -> str:
        """The text with what each reader has: a server, a key, a password."""
        for server in SERVERS:
            text = text.replace(server, self.address)
        text = text.replace("$KEY", self.key).replace("kp_…", self.key)
        return text.replace('"password": "…"', '"password": "correct horse battery"')

    def curl(self, words: list[str]) -> tuple[int, str]:
        """Type a command: the status of the answer, and its body."""
        told = ["--disable", "--silent", "--show-error", "--noproxy", "*"]
        done = subprocess.run(
            ["curl", *told, "--write-out", "\n%{http_code}", *map(self.fill_in, words[1:])],
            cwd=self.folder, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body


def promised(words: list[str]) -> int:
    line = " ".join(words)
    return next((status for begin, status in PROMISED.items() if line.startswith(begin)), 200)


def closed_door(page: Path) -> bool:
    """Whether a page shows a key: then the server has one, and asks for it."""
    return bool(re.search(r"\$KEY|kp_…", page.read_text()))


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that each reader gets a copy of."""
    folder = tmp_path_factory.mktemp("documented")
    write_files(folder)
    (folder / "members.csv").write_text("id,name\nada,Ada Lovelace\n")
    return folder


@contextmanager
def reading(prepared: Path, folder: Path, *, key: bool) -> Iterator[Reader]:
    """Somebody beside a server of the documented community that asks for a key, or does not."""
    shutil.copytree(prepared, folder, dirs_exist_ok=True)
    settings = Settings(store=f"sqlite:///{folder / 'my.db'}", cache=folder, data=folder)
    token = ""
    if key:
        with open_server_documents(settings) as documents:
            token = Keys(documents).create(COMMUNITY, "a reader", Role.OWNER).token
    with serving_here(create_app(settings)) as address:
        yield Reader(address, token, folder)


SHOWING_CURL = [
    page
    for page in documents_with("sh")
    if page != WRITTEN_FROM_THE_API and any(words[0] == "curl" for words in written(page))
]


@pytest.mark.parametrize("page", SHOWING_CURL, ids=lambda page: page.stem)
def test_requests_are_answered_as_it_says(page: Path, prepared: Path, tmp_path: Path) -> None:
    with reading(prepared, tmp_path, key=closed_door(page)) as reader:
        for words in written(page):
            if words[0] == "curl":
                status, body = reader.curl(words)
                assert status == promised(words), (words, body)


SHOWING_CLIENT = [page for page in documents_with("python3") if page != WRITTEN_FROM_THE_API]


@pytest.mark.parametrize("page", SHOWING_CLIENT, ids=lambda page: page.stem)
def test_the_client_is_answered(page: Path, prepared: Path, tmp_path: Path) -> None:
    with reading(prepared, tmp_path, key=closed_door(page)) as reader:
        names: dict[str, Any] = {}
        exec(reader.fill_in("\n".join(blocks(page, "python3"))), names)
        names["kinpath"].close()


def data_shown() -> Iterator[str]:
    """Every block of JSON of every page."""
    for page in documents_with("json"):
        yield from blocks(page, "json")


def beginning(among: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The blocks of JSON that begin like one of these, with what is said of it."""
    for block in data_shown():
        yield from ((block, said) for begin, said in among.items() if block.startswith(begin))


@pytest.mark.slow  # one question has a text, which takes the model
def test_what_is_shown_to_be_sent_is_taken(prepared: Path, tmp_path: Path) -> None:
    with reading(prepared, tmp_path, key=False) as reader:
        ids = {"entry": first_of_the_worklist(reader)}
        for sent, (method, path, expected) in beginning(ASKED):
            kind = "application/x-ndjson" if path == "/v1/bulk" else "application/json"
            status, body = send(reader, method, path.format(**ids), sent, kind)
            assert status == expected, (sent, body)
            if path == "/v1/webhooks":
                ids["webhook"] = json.loads(body)["id"]


def send(reader: Reader, method: str, path: str, body: str, kind: str) -> tuple[int, str]:
    place = f"{reader.address}{path}"
    told = ["-X", method, place, "-H", f"Content-Type: {kind}", "--data-binary", body]
    return reader.curl(["curl", *told])


def first_of_the_worklist(reader: Reader) -> str:
    status, body = send(reader, "POST", "/v1/worklist", "", "application/json")
    assert status == 200, body
    return str(json.loads(body)["entries"][0]["id"])


@pytest.mark.parametrize(("block", "operation"), list(beginning(ANSWERED)))
def test_what_is_shown_to_be_answered_is_what_a_client_reads(block: str, operation: str) -> None:
    """The client's types are made from the OpenAPI document: nothing may lack, nothing be more."""
    told = get_type_hints(getattr(Kinpath, operation))["return"]
    assert list(unknown(TypeAdapter(told).validate_json(block))) == []


def unknown(told: object) -> Iterator[str]:
    """Fields of what was read that its types do not know."""
    if isinstance(told, BaseModel):
        yield from told.model_extra or ()
        yield from unknown([getattr(told, name) for name in type(told).model_fields])
    elif isinstance(told, list | tuple):
        for each in told:
            yield from unknown(each)
    elif isinstance(told, dict):
        yield from unknown(list(told.values()))


def test_questions_in_files_are_read() -> None:
    for line in blocks(DOCS / "cli.md", "json")[0].splitlines():
        parse_request(json.loads(line))


# ------------------------------------------------------------------------------ nothing is left out


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_every_block_is_of_a_kind_that_is_tested(document: Path) -> None:
    fences = re.findall(r"^[ >]*(?:```|~~~).*$", document.read_text(), re.MULTILINE)
    assert {opening.removeprefix("```") for opening in fences[::2]} <= KINDS
    assert set(fences[1::2]) <= {"```"}


def test_every_command_is_run_or_said_why_not() -> None:
    for page in documents_with("sh"):
        assert {words[0] for words in written(page)} <= PROGRAMS, page


def test_every_block_of_data_and_of_text_is_held_by_something() -> None:
    held = (*ASKED, *ANSWERED, *ELSEWHERE)
    texts = [block for page in documents_with("text") for block in blocks(page, "text")]
    for shown, known in ((list(data_shown()), held), (texts, tuple(TEXTS))):
        for block in shown:
            assert block.startswith(known), block
        for begin in known:
            assert any(block.startswith(begin) for block in shown), begin
