"""`kinpath reputation` and `kinpath roles`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.conftest import CommandLine, words


def test_a_member_sees_what_they_are_known_for(kinpath: CommandLine) -> None:
    shown = words(kinpath.ok("reputation", "Bob"))
    assert "1 deeds for 1 people" in shown
    assert "answered a question of Sam" in shown
    told = json.loads(kinpath.ok("reputation", "bob", "--json"))
    assert told["member"] == "member:bob"
    assert told["weight"] == pytest.approx(sum(deed["weight"] for deed in told["deeds"]))
    assert told["points"] is None  # of one person it would tell how far they are trusted
    assert [part["about"]["id"] for part in told["skills"]] == ["skill:optics"]


def test_a_skill_and_a_half_life_may_be_asked_for(kinpath: CommandLine) -> None:
    assert "weighs 0.0 for bread" in words(kinpath.ok("reputation", "bob", "--skill", "BREAD"))
    kept = json.loads(kinpath.ok("reputation", "bob", "--skill", "optics", "--json"))
    faded = json.loads(kinpath.ok("reputation", "bob", "--half-life", "1", "--json"))
    assert kept["weight"] > faded["weight"] > 0.0
    before = kinpath.ok("reputation", "bob", "--as-of", "2026-01-04T00:00:00Z")
    assert "Nothing that they did" in before


def test_roles_are_proposed_with_their_reason(kinpath: CommandLine) -> None:
    shown = words(kinpath.ok("roles"))
    assert "joined in the last 60 days" in shown
    assert "Dan" not in shown
    told = json.loads(kinpath.ok("roles", "--role", "newcomer", "--json"))
    assert {proposal["role"] for proposal in told["proposals"]} == {"newcomer"}
    assert {figure["name"] for figure in told["figures"]} >= {"newcomer", "mentor", "none"}


@pytest.mark.parametrize("name", ["roles.html", "roles.md"])
def test_roles_as_a_report(kinpath: CommandLine, tmp_path: Path, name: str) -> None:
    kinpath.ok("roles", "--report", str(tmp_path / name))
    page = (tmp_path / name).read_text()
    assert "Roles that members could take" in page
    assert "member:bob" in page
    assert "member:dan" not in page


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("reputation",), 2, "MEMBER"),
        (("reputation", "nobody"), 1, "nobody"),
        (("reputation", "dan"), 1, "dan"),
        (("reputation", "Sam"), 1, "2 members"),
        (("reputation", "bob", "--skill", "cooking"), 1, "cooking"),
        (("reputation", "bob", "--half-life", "0"), 1, "half_life"),
        (("reputation", "bob", "--as-of", "then"), 1, "--as-of"),
        (("roles", "--role", "king"), 1, "newcomer"),
        (("roles", "--report", "roles.pdf"), 1, ".html"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    kinpath: CommandLine, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = kinpath(*arguments)
    assert result.exit_code == code, result.stderr
    assert told in words(result.stderr)
    assert result.stdout == ""
