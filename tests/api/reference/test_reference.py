"""The reference tells of every operation and type, and its samples are calls that the API takes."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
from fastapi.testclient import TestClient

from api.client import Kinpath
from api.client.calls import NOT_SAID
from api.reference.calls import SERVER, Call
from api.reference.operations import Operation, Reference
from api.reference.page import told
from environment.reference_maker import DOCS, pages

ORDER = ("POST", "PUT", "PATCH", "GET", "DELETE")
"""What is named must be there: first what creates, last what takes away."""
NOT_UNDERSTOOD = {400, 405, 415, 422}
ELSEWHERE = ("does not exist", "was never learned", "id is another one", "it takes 5 to")
"""It was understood, but what it names is not in this community."""


def operations(reference: Reference) -> list[Operation]:
    return [each for group in reference.groups for each in group.operations]


def test_the_pages_of_the_documentation_are_what_would_be_made(
    document: dict[str, object],
) -> None:
    for name, text in pages(document).items():
        assert (DOCS / name).read_text() == text, f"{name} has changed: run `make client`"


def test_every_operation_type_and_parameter_is_told(
    document: dict[str, Any], reference: Reference
) -> None:
    told = {(each.method, each.path): each for each in operations(reference)}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            operation = told.pop((method.upper(), path))
            assert {each.name for each in operation.parameters} == {
                each["name"] for each in said.get("parameters", ())
            }
            replies = [each.status for each in (*operation.replies, *operation.problems)]
            assert sorted(replies) == sorted(said["responses"])
            assert bool(operation.bodies) is ("requestBody" in said)
    assert told == {}
    assert {each.name for each in reference.types} == set(document["components"]["schemas"])
    for each in reference.types:
        known = document["components"]["schemas"][each.name].get("properties", {})
        assert [field.name for field in each.fields] == list(known)


def test_curl_says_what_is_called(reference: Reference) -> None:
    for operation in operations(reference):
        words = shlex.split(operation.samples.curl.replace("\\\n", ""))
        call = operation.samples.call
        query = f"?{urlencode(call.query)}" if call.query else ""
        assert f"{SERVER}{call.path}{query}" in words
        if call.media == "application/json":
            assert json.loads(words[words.index("--data-binary") + 1]) == call.body
        verb = words[words.index("-X") + 1] if "-X" in words else None
        assert (verb or ("POST" if call.media else "GET")) == operation.method


class Asked(Kinpath):
    """A client that keeps what it would ask."""

    def call(self, method: str, path: str, kind: str | None, **said: Any) -> Any:
        self.asked = (method, path, said)


def test_python_asks_the_same(reference: Reference) -> None:
    with Asked() as kinpath:
        for operation in operations(reference):
            eval(operation.samples.python, {"kinpath": kinpath})
            method, path, said = kinpath.asked
            call = operation.samples.call
            assert (method, unquote(path)) == (operation.method, unquote(call.path))
            query = {name: value for name, value in said.get("query", {}).items() if value}
            assert query == dict(call.query)
            assert sent_by(said) == sent_as(call)


def sent_by(said: Mapping[str, Any]) -> object:
    if "lines" in said:
        return said["lines"]
    if "content" in said:
        return said["content"].decode()
    body = said.get("body")
    if not isinstance(body, dict):
        return body
    return {name: value for name, value in body.items() if value is not NOT_SAID}


def sent_as(call: Call) -> object:
    if call.media != "application/x-ndjson":
        return call.body
    return [json.loads(line) for line in str(call.body).splitlines()]


def in_order(reference: Reference) -> list[Operation]:
    # A path alone cannot be misunderstood.
    calls = [(each, each.samples.call) for each in operations(reference)]
    said = [each for each, call in calls if call.media or call.query]
    return sorted(said, key=lambda operation: ORDER.index(operation.method))


def test_every_sample_is_understood(served: TestClient, reference: Reference) -> None:
    wrong = {}
    for operation in in_order(reference):
        call = operation.samples.call
        content = call.body if isinstance(call.body, str) else json.dumps(call.body)
        response = served.request(
            operation.method,
            call.path,
            params={name: str(value) for name, value in call.query.items()},
            content=content if call.media else None,
            headers={"Content-Type": call.media} if call.media else {},
        )
        listed = {each.status for each in (*operation.replies, *operation.problems)}
        is_told = str(response.status_code) in listed and response.status_code < 500
        is_clear = response.status_code not in NOT_UNDERSTOOD
        if not is_told or not (is_clear or any(each in response.text for each in ELSEWHERE)):
            wrong[operation.id] = response.text
    assert wrong == {}


# -------------------------------------------------------------------------------------- the page


def test_the_page_holds_every_operation_and_leads_nowhere_else(
    served: TestClient, reference: Reference
) -> None:
    answer = served.get("/docs")
    page = answer.text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {each.id for each in operations(reference)} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)
    assert re.findall(r'(?:src|href)="(?!/|#)([^"]*)"', page) == []
    assert re.findall(r"<script(?! src=)|<style|\sstyle=|\son\w+=", page) == []
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_browser_that_has_the_page_gets_it_once(served: TestClient) -> None:
    etag = served.get("/docs").headers["etag"]
    again = served.get("/docs", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == etag


def test_the_other_place_leads_there(served: TestClient) -> None:
    answer = served.get("/redoc", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, "/docs")


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "`<b>`", '"><img src=x>'])
def test_words_of_the_document_stay_words(words: str) -> None:
    assert not re.findall(r"<(?!/?(?:p|code)>)", told(words))
