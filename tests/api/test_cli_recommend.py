"""`kinpath recommend` for one question."""

from __future__ import annotations

import json

import pytest

from api.cli.answers import sentence, strength
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, edge, node, words


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_table_for_each_usual_goal(kinpath: CommandLine) -> None:
    shown = kinpath.ok("recommend", "ada")
    for title in ("Mentors for Ada Lovelace", "Peers for Ada", "Next steps for Ada"):
        assert title in shown
    assert "member:bob" in shown
    assert "●●●●●" in shown
    assert "Dan" not in shown
    assert "%" not in shown
    assert max(len(line) for line in shown.splitlines()) <= 100


def test_one_goal_by_name_and_count(kinpath: CommandLine) -> None:
    shown = kinpath.ok("recommend", "ada lovelace", "--goal", "mentors", "-k", "1")
    assert "Mentors for Ada Lovelace" in shown
    assert "Peers" not in shown
    assert len([word for word in shown.split() if word.startswith("member:")]) == 1


def test_json_is_one_line_per_goal_and_nothing_else(kinpath: CommandLine) -> None:
    result = kinpath("recommend", "ada", "--json")
    answers = lines(result.stdout)
    assert [answer["id"] for answer in answers] == ["mentors", "peers", "next_steps"]
    assert result.stderr == ""


def test_seeds_and_exclusions(kinpath: CommandLine) -> None:
    asked = ("recommend", "--seed", "skill:optics", "--goal", "mentors", "--json")
    (answer,) = lines(kinpath.ok(*asked))
    found = {result["id"] for result in answer["results"]}  # type: ignore[attr-defined]
    assert {"member:bob", "member:cleo"} <= found
    (answer,) = lines(kinpath.ok(*asked, "--exclude", "member:bob"))
    assert "member:bob" not in {result["id"] for result in answer["results"]}  # type: ignore[attr-defined]


def test_as_of_shows_nothing_later(kinpath: CommandLine) -> None:
    asked = ("recommend", "ada", "--goal", "content", "--json", "--as-of")
    (before,) = lines(kinpath.ok(*asked, "2026-01-05T00:00:00Z"))
    assert {result["id"] for result in before["results"]} <= {"content:q1"}  # type: ignore[attr-defined]


def test_the_same_question_has_the_same_answer(kinpath: CommandLine) -> None:
    assert kinpath.ok("recommend", "ada", "--json") == kinpath.ok("recommend", "ada", "--json")


def test_an_id_with_any_characters(kinpath: CommandLine) -> None:
    assert "for Slash" in kinpath.ok("recommend", "a/b ü😀", "--goal", "members")


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "MEMBER"),
        (("--text", " "), 2, "MEMBER"),
        (("ada", "-k", "0"), 2, "greater than or equal to"),
        (("ada", "-k", "many"), 2, "valid integer"),
        (("ada", "--out", "x"), 2, "--out"),
        (("ada", "--all"), 2, "--all"),
        (("ada", "--requests", "x"), 2, "--requests"),
        (("--all", "--requests", "x"), 2, "--requests"),
        (("ada", "--nonsense"), 2, "--nonsense"),
        (("nobody",), 1, "nobody"),
        (("Sam",), 1, "member:sam2"),
        (("ada", "--goal", "friends"), 1, "mentors"),
        (("ada", "--as-of", "yesterday"), 1, "--as-of"),
        (("ada", "--seed", "optics"), 1, "--seed"),
        (("ada", "--seed", "skill:none"), 1, "skill:none"),
        (("--text", "a\udcff"), 1, "--text"),
        (("ada", "--community", "none"), 1, "optics-club"),
        (("ada", "--store", "mysql://x"), 2, "sqlite"),
        (("ada", "--store", "sqlite:////proc/nowhere/x.db"), 1, "no community yet"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    kinpath: CommandLine, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = kinpath("recommend", *arguments)
    assert result.exit_code == code, result.stderr
    assert told in words(result.stderr)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_debug_shows_where_an_error_came_from(kinpath: CommandLine) -> None:
    result = kinpath("--debug", "recommend", "nobody")
    assert result.exit_code == 1
    assert "Traceback" in result.stderr


def test_names_cannot_steer_the_terminal(kinpath: CommandLine, settings: Settings) -> None:
    evil = "\x1b[31m[bold]Eve[/bold]\u202e\x07\nnext"
    with open_store(settings.store, COMMUNITY) as store:
        store.write(
            [
                node("member:eve\x1b[2J", name=evil),
                edge("member:eve\x1b[2J", "HAS_SKILL", "skill:optics"),
            ]
        )
    shown = kinpath.ok("recommend", "ada", "--goal", "members")
    assert "[bold]Eve[/bold]" in shown.replace("\n", "")
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_strength_is_beside_the_best() -> None:
    assert strength(2.0, 2.0) == "●●●●●"
    assert strength(1.0, 2.0) == "●●○○○"
    assert strength(0.0, 2.0) == "●○○○○"
    assert strength(-1.0, 2.0) == "●○○○○"
    assert strength(-1.0, -1.0) == "●●●●●"
    assert strength(1.0, 2.0, unicode=False) == "**..."


def test_reasons_become_sentences() -> None:
    assert sentence("helped you before") == "Helped you before."
    assert sentence("answered “Why?”") == "Answered “Why?”."
    assert sentence("Done!") == "Done!"
    assert sentence(" ") == ""
