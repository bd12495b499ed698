"""Logs: every request has an id, and no line names a member or says what was asked."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from fastapi.testclient import TestClient

from api.observability.logs import JsonFormatter, TextFormatter, logging_configuration
from tests.api.conftest import engine_of, serving_of

PERSONAL = ("ada", "member:", "telescope", "secret-key", "nobody-at-all")


@contextmanager
def logged(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """What the loggers of Kinpath tell in the block."""
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter)
    logger = logging.getLogger("kinpath")
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


def ask_everything(client: TestClient) -> None:
    key = {"Authorization": "Bearer secret-key"}
    client.get("/v1/members/ada/recommendations?goal=peers", headers=key)
    client.get("/v1/members/nobody-at-all/recommendations?goal=peers")
    client.get("/v1/members/member%3Aada/journeys?telescope=1")
    client.post("/v1/recommendations", json={"goal": "peers", "member": "ada"})
    client.post("/v1/recommendations", json={"goal": "telescope", "member": "ada"})
    client.get("/v1/where/ada/lives")
    client.request("ADA", "/v1/events")


def test_a_request_keeps_a_fit_id_and_gets_a_new_one_for_another(client: TestClient) -> None:
    def id_for(brought: str) -> str:
        return client.get("/health", headers={"X-Request-Id": brought}).headers["x-request-id"]

    assert id_for("trace-1:a.B_2") == "trace-1:a.B_2"
    for unfit in ("", "a b", "x" * 129, '{"level":"error"}', "-begins", "ada@home"):
        assert id_for(unfit) != unfit
        assert len(id_for(unfit)) == 32
    assert client.get("/health").headers["x-request-id"] != id_for("")


def test_lines_tell_of_requests_and_of_nobody(client: TestClient) -> None:
    with logged(JsonFormatter()) as lines:
        ask_everything(client)
    text = lines.getvalue()
    told = [json.loads(line) for line in text.splitlines()]
    assert [(line["method"], line["operation"], line["status"]) for line in told] == [
        ("GET", "recommend_for_member", 200),
        ("GET", "recommend_for_member", 404),
        ("GET", "member_journeys", 422),
        ("POST", "recommend", 200),
        ("POST", "recommend", 422),
        ("GET", "unknown", 404),
        ("OTHER", "/v1/events", 405),
    ]
    assert told[1]["problem"] == "/problems/entity-not-found"
    assert told[0]["route"] == "/v1/members/{member}/recommendations"
    assert all(line["milliseconds"] > 0 for line in told)
    assert len({line["request_id"] for line in told}) == len(told)
    assert all(datetime.fromisoformat(line["time"]).tzinfo for line in told)
    assert [word for word in PERSONAL if word in text.lower()] == []


def test_a_fault_is_told_with_its_place_and_id_and_without_what_it_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def recommend_json(self, request: object) -> bytes:
            raise KeyError("member:ada wants a telescope")

    client.app.state.warming.join()  # type: ignore[attr-defined]
    monkeypatch.setattr(engine_of(serving_of(client)), "matcher", Broken)
    with logged(JsonFormatter()) as lines:
        answer = client.get("/v1/members/ada/recommendations?goal=peers")
    assert answer.status_code == 500
    told = json.loads(lines.getvalue())
    assert answer.json()["request_id"] == told["request_id"] == answer.headers["x-request-id"]
    assert (told["level"], told["status"]) == ("warning", 500)


@pytest.mark.parametrize(("shows", "is_there"), [(False, False), (True, True)])
def test_what_an_error_says_is_told_at_debug_alone(shows: bool, is_there: bool) -> None:
    with logged(JsonFormatter(shows)) as lines:
        try:
            raise KeyError("telescope")
        except KeyError:
            logging.getLogger("kinpath").exception("it failed")
    told = json.loads(lines.getvalue())
    assert told["error"]["type"] == "KeyError"
    assert told["error"]["from"][0].startswith("test_logs.py:")
    assert ("telescope" in lines.getvalue()) == is_there


def test_of_what_libraries_log_the_first_line_is_told() -> None:
    said = (
        "asyncio",
        logging.ERROR,
        "",
        1,
        "never retrieved\nfuture: KeyError(%s)",
        ("ada",),
        None,
    )
    record = logging.LogRecord(*said)
    assert json.loads(JsonFormatter().format(record))["message"] == "never retrieved"


def test_a_line_of_text_is_one_line(client: TestClient) -> None:
    with logged(TextFormatter()) as lines:
        client.get("/v1/members/ada/recommendations?goal=peers", headers={"X-Request-Id": "r1"})
    (line,) = lines.getvalue().splitlines()
    assert " info request request_id=r1 method=GET operation=recommend_for_member " in line


def test_health_is_told_at_debug_alone(client: TestClient) -> None:
    with logged(JsonFormatter()) as lines:
        client.get("/health")
    assert json.loads(lines.getvalue())["level"] == "debug"


def test_logs_are_json_but_at_a_terminal() -> None:
    made = logging_configuration("info", "auto", is_terminal=False)
    assert made["formatters"]["told"]["()"] is JsonFormatter
    assert made["loggers"]["kinpath"]["level"] == "INFO"
    assert (
        logging_configuration("info", "auto", is_terminal=True)["formatters"]["told"]["()"]
        is TextFormatter
    )
