"""`kinpath stream`."""

from __future__ import annotations

import json

import pytest

from tests.api.conftest import CommandLine, words


def test_a_stream_ends_and_what_was_shown_is_remembered(kinpath: CommandLine) -> None:
    shown = words(kinpath.ok("stream", "Ada Lovelace", "--attention", "3"))
    told = json.loads(kinpath.ok("stream", "ada", "--attention", "3", "--shown", "--json"))
    assert 0 < len(told["entries"]) <= 3
    assert all(entry["line"] in shown for entry in told["entries"])
    assert all(entry["reasons"] for entry in told["entries"])
    assert told["remembered"] is True
    again = json.loads(kinpath.ok("stream", "ada", "--attention", "3", "--json"))
    assert again["shown_before"] == len(told["entries"])
    assert again["entries"] == told["entries"]


def test_minutes_are_a_budget_too(kinpath: CommandLine) -> None:
    told = json.loads(kinpath.ok("stream", "ada", "--attention", "4min", "--json"))
    assert told["minutes"] == sum(entry["minutes"] for entry in told["entries"]) <= 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody",), "no 'member nobody' in community"),
        (("Sam",), "is the name of 2 members"),
        (("ada", "--attention", "much"), "must be a number of entries or of minutes"),
        (("ada", "--attention", "900min"), "must be from 1min to 240min"),
        (("ada", "--as-of", "then"), "must be an ISO 8601 time"),
        (("ada", "--shown", "--as-of", "2026-01-05"), "cannot be told of an earlier time"),
    ],
)
def test_what_cannot_be_done_is_said(
    kinpath: CommandLine, arguments: tuple[str, ...], said: str
) -> None:
    result = kinpath("stream", *arguments)
    assert result.exit_code != 0
    assert said in words(result.stderr)
