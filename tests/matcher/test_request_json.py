"""The JSON forms of requests, answers and errors."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest

from graph.errors import EntityNotFound, InvalidRequest, StoreTimeout
from graph.records import EntityId
from matcher.request import (
    RecommendationRequest,
)
from matcher.request_json import error_line, parse_request, problem

ADA, BOB = EntityId("member:ada"), EntityId("member:bob")


def refusal(**data: object) -> InvalidRequest:
    with pytest.raises(InvalidRequest) as caught:
        parse_request({"id": "q", "goal": "peers", "member": "ada"} | data)
    str(caught.value).encode()
    return caught.value


def test_a_whole_request() -> None:
    asked = {
        "id": "q1",
        "goal": "mentors",
        "member": "ada",
        "text": "error correction for a small device",
        "seeds": ["skill:42", "group:acm"],
        "candidates": ["member:7", "member:9"],
        "exclude": ["member:3"],
        "k": 100,
        "as_of": "2018-07-13T02:00:00+02:00",
    }
    assert parse_request(asked) == RecommendationRequest(
        id="q1",
        goal="mentors",
        member=ADA,
        text="error correction for a small device",
        seeds=(EntityId("skill:42"), EntityId("group:acm")),
        candidates=(EntityId("member:7"), EntityId("member:9")),
        exclude=(EntityId("member:3"),),
        k=100,
        as_of=datetime(2018, 7, 13, tzinfo=UTC),
    )


def test_null_counts_as_absent_and_defaults_hold() -> None:
    asked = {"id": "q", "goal": "peers", "member": "ada", "k": None, "text": None, "seeds": None}
    assert parse_request(asked) == RecommendationRequest(id="q", goal="peers", member=ADA)


def test_empty_candidates_are_not_absent_candidates() -> None:
    asked = {"id": "q", "goal": "peers", "member": "ada"}
    assert parse_request(asked).candidates is None
    assert parse_request(asked | {"candidates": []}).candidates == ()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("ada", "member:ada"),
        ("member:ada", "member:ada"),
        ("http://x/ada", "member:http://x/ada"),
        ("ada: the first", "member:ada: the first"),
        ("member:skill:7", "member:skill:7"),
        ("Ωπ😀", "member:Ωπ😀"),
        (" ", "member: "),
    ],
)
def test_a_members_id_may_be_bare(given: str, read: str) -> None:
    assert parse_request({"id": "q", "goal": "peers", "member": given}).member == read


@pytest.mark.parametrize("missing", ["id", "goal"])
def test_id_and_goal_are_required(missing: str) -> None:
    assert refusal(**{missing: None}).field == missing
    assert refusal(**{missing: " "}).field == missing
    assert refusal(**{missing: 7}).field == missing
    assert refusal(**{missing: "x" * 300}).field == missing


@pytest.mark.parametrize("text", [None, "", " \n"])
def test_somebody_or_something_must_ask(text: str | None) -> None:
    assert "at least one" in str(refusal(member=None, text=text, seeds=[]))


def test_one_of_member_text_and_seeds_is_enough() -> None:
    for one in ({"member": "ada"}, {"text": "hello"}, {"seeds": ["skill:1"]}):
        parse_request({"id": "q", "goal": "peers", **one})


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"goals": "peers"}, "goals"),
        ({"member": "skill:1"}, "member"),
        ({"member": ""}, "member"),
        ({"member": "member:"}, "member"),
        ({"member": "x" * 257}, "member"),
        ({"member": 7}, "member"),
        ({"member": "a\ud800"}, "member"),
        ({"text": ["hello"]}, "text"),
        ({"text": "\udfff"}, "text"),
        ({"seeds": "skill:1"}, "seeds"),
        ({"seeds": {"skill:1": 1}}, "seeds"),
        ({"seeds": ["skill:1", "42"]}, "seeds[1]"),
        ({"candidates": ["7"]}, "candidates[0]"),
        ({"exclude": [7]}, "exclude[0]"),
        ({"exclude": ["person:7"]}, "exclude[0]"),
        ({"k": 0}, "k"),
        ({"k": 1001}, "k"),
        ({"k": 10**400}, "k"),
        ({"k": 2.0}, "k"),
        ({"k": True}, "k"),
        ({"k": "10"}, "k"),
        ({"k": math.nan}, "k"),
        ({"k": math.inf}, "k"),
        ({"as_of": "yesterday"}, "as_of"),
        ({"as_of": 2018}, "as_of"),
        ({"as_of": "0001-01-01T00:00:00+14:00"}, "as_of"),
        ({"as_of": "2018-13-01"}, "as_of"),
    ],
)
def test_what_is_wrong_is_named(data: dict[str, object], field: str) -> None:
    assert refusal(**data).field == field


def test_a_request_is_an_object() -> None:
    with pytest.raises(InvalidRequest, match="must be an object"):
        parse_request(["member", "ada"])  # type: ignore[arg-type]


def test_an_error_line_is_a_problem() -> None:
    assert error_line("q1", InvalidRequest("k", "must be from 1 to 1000")) == {
        "id": "q1",
        "error": {
            "type": "/problems/invalid-request",
            "title": "Invalid request",
            "detail": "k must be from 1 to 1000",
            "field": "k",
        },
    }
    assert problem(EntityNotFound("member:x", "acme"))["type"] == "/problems/entity-not-found"
    assert "field" not in problem(StoreTimeout("took too long"))


def test_a_problem_can_always_be_sent() -> None:
    told = problem(InvalidRequest("\ud800", "holds \udfff"))
    json.dumps(told, ensure_ascii=False).encode()
