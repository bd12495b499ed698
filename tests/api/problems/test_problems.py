"""Each problem has an address that resolves, and says where in the request it is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient

import api
import community
import graph
import loaders
import matcher
from api.app import create_app
from api.problems.catalogue import KINDS, PREFIX, as_markdown, title_of
from api.problems.locating import pointer_to
from api.problems.statuses import TITLES, http_problem, status_of
from api.settings import Settings
from graph.errors import KinpathError
from matcher.request_json import problem
from tests.api.conftest import client_of
from tests.api.test_app_recommendations import refused

PAGE = Path(__file__).parents[3] / "docs" / "problems.md"


@pytest.fixture(scope="module")
def door(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One server that only refuses."""
    folder = tmp_path_factory.mktemp("problems")
    shutil.copy(written, folder / "kinpath.db")
    settings = Settings(store=f"sqlite:///{folder / 'kinpath.db'}", cache=folder, data=folder)
    app = create_app(settings)
    client = client_of(app)
    with start_blocking_portal() as client.portal:
        yield client
        app.state.serving.close()


def below(kind: type[KinpathError]) -> Iterator[type[KinpathError]]:
    for each in kind.__subclasses__():
        if each.__module__.split(".")[0] in ("api", "graph", "matcher", "community", "loaders"):
            yield each
            yield from below(each)


def answered() -> dict[str, int]:
    """The type of every problem that the code can answer, and its status."""
    for package in (api, community, graph, loaders, matcher):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)  # what is not imported has no errors yet
    found: dict[str, int] = {}
    for kind in below(KinpathError):
        error: KinpathError = kind.__new__(kind)
        if status_of(error) != 500:
            found[str(problem(error)["type"])] = status_of(error)
    for status in (400, 403, 404, 405, 415, 500, 503):
        found[str(http_problem(status, "")["type"])] = status
    return found


def test_each_type_has_an_anchor_and_a_page_that_the_server_answers(door: TestClient) -> None:
    found = answered()
    assert {PREFIX + name: kind.status for name, kind in KINDS.items()} == found
    said = PAGE.read_text()
    assert said == as_markdown(), "docs/problems.md is not what `as_markdown` makes"
    for address in found:
        name = address.removeprefix(PREFIX)
        assert f"\n## {title_of(name)}\n" in said
        page = door.get(address, headers={"Host": "example.org"})
        assert page.status_code == 200
        assert f"<h1>{title_of(name)}</h1>" in page.text
        assert "What to do" in page.text
    refused(door.get("/problems/nothing"), 404)
    refused(door.get("/problems/%3Cscript%3E"), 404)


def test_no_answer_is_of_a_type_that_says_nothing() -> None:
    assert not [status for status in TITLES if "about" in str(http_problem(status, "")["type"])
                and status not in (409, 410, 412, 422, 429)]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "pointer"),
    [
        ("body", "#"),
        ("k", "#/k"),
        ("requests[3].k", "#/requests/3/k"),
        ("body[0].verb", "#/0/verb"),
        ("a/b~c", "#/a~1b~0c"),
        ("ü", "#/%C3%BC"),
        ("a field's name", "#"),
        ("a field's name in x.y", "#/x/y"),
    ],
)
def test_fields_as_pointers(field: str, pointer: str) -> None:
    assert pointer_to(field) == pointer


def places(answer: Any, status: int) -> list[dict[str, str]]:
    found: Any = refused(answer, status)["errors"]
    assert all(each["detail"] for each in found)
    return [{name: each[name] for name in each if name != "detail"} for each in found]


def test_what_is_wrong_is_found_where_it_is(door: TestClient) -> None:
    ask = "/v1/recommendations"
    assert places(door.post(ask, json={"goal": "peers", "member": "ada", "k": 0}), 422) == [
        {"pointer": "#/k"}
    ]
    many = {"requests": [{"goal": "peers"}, {"goal": "peers", "seeds": ["\ud800"]}]}
    text = str(many).replace("'", '"').encode(errors="backslashreplace")
    json = {"content-type": "application/json"}
    assert places(door.post(ask, content=text, headers=json), 400) == [
        {"pointer": "#/requests/1/seeds/0"}
    ]
    assert places(door.get("/v1/members/ada/recommendations?goal=peers&k=x"), 422) == [
        {"parameter": "k"}
    ]
    assert places(door.get("/v1/members/ada/recommendations"), 422) == [{"parameter": "goal"}]
    assert places(door.get("/v1/members/stage:x/purpose"), 422) == [{"parameter": "member"}]
    answer = door.patch("/v1/members/ada", json={}, headers={"If-Match": "x"})
    assert places(answer, 422) == [{"header": "If-Match"}]


def test_all_that_is_wrong_is_told_at_once(door: TestClient) -> None:
    answer = door.get("/v1/members?limit=0&changed_since=-1&nothing=1")
    assert places(answer, 422) == [
        {"parameter": "limit"}, {"parameter": "changed_since"}, {"parameter": "nothing"},
    ]  # fmt: skip
    wrong = door.post("/v1/jobs", json={"kind": "none", "arguments": 3, "more": 1})
    assert {"pointer": "#/kind"} in places(wrong, 422)
