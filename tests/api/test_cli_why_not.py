"""`kinpath why-not`."""

from __future__ import annotations

import json

import pytest

from tests.api.conftest import CommandLine, words

ASKED = ("--goal", "mentors", "-k", "1")


def test_the_missing_stands_beside_the_last_shown(kinpath: CommandLine) -> None:
    (line,) = kinpath.ok("recommend", "ada", *ASKED, "--json").splitlines()
    first = json.loads(line)["results"][0]["id"]
    other = "cleo" if first == "member:bob" else "bob"
    shown = words(kinpath.ok("why-not", "Ada Lovelace", other, *ASKED))
    assert "by score, behind those in the answer." in shown
    assert f"{other.title()} (missing)" in shown
    assert "(last shown)" in shown
    assert "would be number 1." in shown or "No single change" in shown
    told = json.loads(kinpath.ok("why-not", "ada", other, *ASKED, "--json"))
    assert (told["id"], told["status"]) == ("mentors", "outranked")
    assert words(told["reason"]) in shown


@pytest.mark.parametrize("flag", [(), ("--json",)])
def test_the_hidden_and_the_blocked_are_like_nobody(
    kinpath: CommandLine, flag: tuple[str, ...]
) -> None:
    kinpath.ok("feedback", "ada", "block", "cleo")
    told = {
        kinpath.ok("why-not", "ada", entity, *ASKED, *flag)
        for entity in ("cleo", "member:dan", "content:q2", "nobody", "skill:nothing")
    }
    assert len(told) == 1
    assert "nobody and nothing of this id" in words(told.pop())


def test_texts_seeds_and_exclusions_are_as_in_a_recommendation(kinpath: CommandLine) -> None:
    asked = ("why-not", "ada", "bob", "--goal", "mentors")
    assert "is excluded by the request" in kinpath.ok(*asked, "--exclude", "member:bob")
    seeded = kinpath.ok(*asked, "--seed", "skill:optics")
    assert "Bob is in the answer." in seeded
    assert "of the kind skill" in kinpath.ok("why-not", "ada", "skill:optics", *ASKED)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "MEMBER"),
        (("ada",), 2, "ID"),
        (("ada", "bob"), 2, "--goal"),
        (("ada", "bob", "--goal", "friends"), 1, "mentors"),
        (("nobody", "bob", *ASKED), 1, "nobody"),
        (("ada", "skill:", *ASKED), 1, "ID"),
        (("ada", "bob", *ASKED, "--seed", "optics"), 1, "--seed"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    kinpath: CommandLine, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = kinpath("why-not", *arguments)
    assert result.exit_code == code, result.stderr
    assert told in words(result.stderr)
    assert result.stdout == ""
