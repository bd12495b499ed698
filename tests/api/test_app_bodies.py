"""Bodies that are wrong as a whole: too large, not JSON, or JSON only by name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.bodies import MAX_BODY_BYTES
from tests.api.test_app_recommendations import refused

JSON = {"content-type": "application/json"}
PATHS = ("/v1/recommendations", "/v1/events")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("body", "field"),
    [
        (b"{", "body"),
        (b"", "body"),
        (b"\xff\xfe", "body"),
        (b'{"goal": NaN}', "goal"),
        (b'{"k": Infinity}', "k"),
        (b'{"k": -Infinity}', "k"),
        (b'{"k": 1e400}', "k"),
        (b'{"requests": [{"k": 1e400}]}', "requests[0].k"),
        (b'{"text": "\\ud800"}', "text"),
        (b'{"\\udfff": 1}', "a field's name"),
        (b"[" * 100_000, "body"),
        (b'{"a":' * 100_000, "body"),
        (b'{"k": ' + b"9" * 10_000 + b"}", "body"),
        ('{"goal": "peers"}'.encode("utf-16"), "body"),
    ],
)
def test_what_is_not_strict_json_is_refused(
    client: TestClient, path: str, body: bytes, field: str
) -> None:
    response = client.post(path, content=body, headers=JSON)
    problem = refused(response, 422 if not body else 400)
    assert problem["field"] == field


def test_nesting_that_json_allows_is_refused_by_its_field(client: TestClient) -> None:
    deep = b'{"goal": ' + b"[" * 500 + b"]" * 500 + b"}"
    response = client.post("/v1/recommendations", content=deep, headers=JSON)
    assert refused(response, 422)["field"] == "goal"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_other_content_is_refused(client: TestClient, path: str, kind: str) -> None:
    headers = {"content-type": kind} if kind else {}
    refused(client.post(path, content=b'{"goal": "peers"}', headers=headers), 415)


def test_a_large_body_is_refused_by_what_it_announces(client: TestClient) -> None:
    body = b'{"text": "' + b"x" * MAX_BODY_BYTES + b'"}'
    refused(client.post("/v1/recommendations", content=body, headers=JSON), 413)
    lies = {**JSON, "content-length": "9" * 30}
    refused(client.post("/v1/recommendations", content=b"{}", headers=lies), 413)


def test_a_large_body_is_refused_while_it_streams(client: TestClient) -> None:
    sent: list[int] = []

    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            sent.append(1)
            yield b" " * 50_000

    refused(client.post("/v1/recommendations", content=chunks(), headers=JSON), 413)


def test_a_body_of_the_largest_size_is_read(client: TestClient) -> None:
    start = b'{"goal": "peers", "member": "ada", "exclude": ["'
    end = b'"]}'
    name = b"x" * (MAX_BODY_BYTES - len(start) - len(end))
    response = client.post("/v1/recommendations", content=start + name + end, headers=JSON)
    assert refused(response, 422)["field"] == "exclude[0]"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/v1/members/ada/nothing/at/all", 404),
        ("GET", "/v1/recommendations/", 404),
        ("GET", "/v1/events", 405),
        ("DELETE", "/v1/recommendations", 405),
        ("PUT", "/health", 405),
    ],
)
def test_paths_that_lead_nowhere(client: TestClient, method: str, path: str, status: int) -> None:
    refused(client.request(method, path), status)
