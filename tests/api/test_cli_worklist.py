"""`kinpath worklist`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import CommandLine, words


def listed(kinpath: CommandLine, *options: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(kinpath.ok("worklist", "--json", *options))
    return found


def test_a_list_is_shown_remembered_concluded_and_measured(
    kinpath: CommandLine, tmp_path: Path
) -> None:
    looked = listed(kinpath, "--look")
    assert looked["remembered"] is False
    page = tmp_path / "today.html"
    shown = words(kinpath.ok("worklist", "--report", str(page)))
    for entry in looked["entries"]:
        assert entry["line"] in shown
        assert entry["id"] in page.read_text()
    first = looked["entries"][0]
    assert first["cause"] == "newcomer_without_tie"
    assert "It does not come again." in kinpath.ok("worklist", "--done", first["id"])
    assert first["id"] not in [entry["id"] for entry in listed(kinpath)["entries"]]
    told = json.loads(kinpath.ok("worklist", "uplift", "--json"))
    assert told["proposed"]["proposals"] == 0
    assert told["too_young"] == len(looked["entries"])
    assert "needs 10 of each" in words(kinpath.ok("worklist", "uplift"))


def test_looking_back_remembers_nothing(kinpath: CommandLine) -> None:
    earlier = listed(kinpath, "--as-of", "2026-01-06T00:00:00Z")
    assert earlier["remembered"] is False
    assert earlier["at"] == "2026-01-06T00:00:00.000000Z"
    assert json.loads(kinpath.ok("worklist", "uplift", "--json"))["too_young"] == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--done", "nothing"), "no 'worklist entry nothing' in community"),
        (("--report", "today.pdf"), "must end in .html or .md"),
        (("uplift", "--report", "today.html"), "is for the list of a day alone"),
        (("--as-of", "yesterday"), "must be an ISO 8601 time"),
        (("--hold-out", "0.9"), "--hold-out"),
        (("tomorrow",), "tomorrow"),
    ],
)
def test_what_cannot_be_done_is_said(
    kinpath: CommandLine, arguments: tuple[str, ...], told: str
) -> None:
    result = kinpath("worklist", *arguments)
    assert result.exit_code != 0
    assert told in words(result.stderr)
