"""`kinpath learn` and what it changes: tables, versions, and which weights answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph.store import list_communities, open_store
from matcher.models import Model, read_model, to_text
from tests.api.conftest import CommandLine, words
from tests.api.learning_club import CLUB, Club, founded
from tests.matcher.conftest import edge
from tests.matcher.learning.showings import choices, liked

ASK = ("recommend", "m01", "--goal", "peers", "--json")


@pytest.fixture(scope="module")
def lively(tmp_path_factory: pytest.TempPathFactory) -> Club:
    """A club from whose past something can be learned."""
    return founded(tmp_path_factory.mktemp("lively"), meetings=60)


@pytest.fixture
def young(tmp_path: Path) -> Club:
    """A club of which little is known."""
    return founded(tmp_path, meetings=8)


def told(shown: str) -> Any:
    return json.loads(shown)


def versions(club: Club) -> list[dict[str, Any]]:
    return list(told(club.kinpath.ok("learn", "--list", "--json")))


@pytest.mark.slow
def test_what_is_learned_is_shown_kept_and_used(lively: Club) -> None:
    dry = lively.kinpath("learn", "--goal", "peers", "--dry-run")
    assert dry.exit_code == 0, dry.stderr
    headings = {"goal", "questions", "default", "learned", "best", "source", "popularity"}
    assert headings <= set(dry.stdout.split())
    assert "top 3:" in dry.stdout
    assert versions(lively) == []
    assert told(lively.kinpath.ok(*ASK))["model"] == "default"

    found = told(lively.kinpath.ok("learn", "--goal", "peers", "--json"))
    (lesson,) = found["lessons"]
    assert (found["version"], lesson["goal"], lesson["kind"]) == (1, "peers", "member")
    assert lesson["replay"]["learned"]["ndcg"] > lesson["replay"]["default"]["ndcg"]
    assert lesson["reason"] == ""
    # Learning the same again adds no version.
    assert told(lively.kinpath.ok("learn", "--goal", "peers", "--json")) == found
    (version,) = versions(lively)
    assert version["learned"] == ["peers/member"]
    assert version["in_use"] is True
    assert read_model(lively.file(1)).learned["peers/member"].weights == lesson["weights"]

    answer = told(lively.kinpath.ok(*ASK))
    assert answer["model"] == version["name"]
    assert answer["model"].startswith("learned-")
    usual = told(lively.kinpath.ok(*ASK, "--weights", "default"))
    assert usual["model"] == "default"
    assert usual["results"] != answer["results"]
    assert told(lively.kinpath.ok(*ASK, "--weights", str(lively.file(1)))) == answer
    asked = ("recommend", "m01", "--goal", "mentors", "--json")
    assert told(lively.kinpath.ok(*asked))["model"] == "default"


@pytest.mark.slow
def test_a_load_learns_unless_it_is_told_not_to(lively: Club, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    lively.kinpath.ok("export", str(bundle))
    said = {"KINPATH_DATA": str(tmp_path / "data"), "KINPATH_CACHE": str(tmp_path / "cache")}
    for option, expected in (("--no-learn", []), ("--learn", [1])):
        store = f"sqlite:///{tmp_path / option}.db"
        kinpath = CommandLine({**lively.kinpath.env, **said, "KINPATH_STORE": store})
        result = kinpath("load", str(bundle), "--no-embed", option)
        assert result.exit_code == 0, result.stderr
        assert ("learned from the past for" in result.stderr) is bool(expected)
        listed = told(kinpath.ok("learn", "--list", "--json"))
        assert [each["version"] for each in listed] == expected
        assert len(list_communities(store)) == 1


def test_too_little_history_is_said(young: Club) -> None:
    result = young.kinpath("learn")
    assert result.exit_code == 0, result.stderr
    assert "the default stays" in words(result.stderr)
    assert "fewer than the 10 it takes" in words(result.stderr)
    assert "default stays" in words(result.stdout)
    found = told(young.kinpath.ok("learn", "--json"))
    assert found["version"] is None
    assert {lesson["weights"] for lesson in found["lessons"]} == {None}
    assert versions(young) == []


def choose_from_lists(club: Club, lists: int) -> None:
    """So many lists are shown and chosen from, and two weeks pass."""
    stories, likes = liked(seed=1)
    later = edge("member:m00", "JOINED", "group:g0", 179)
    with open_store(club.settings.store, CLUB) as store:
        store.write([*stories, *choices(likes, lists, seed=1), later])


def test_what_was_shown_is_counted_and_told(young: Club) -> None:
    choose_from_lists(young, 4)
    result = young.kinpath("learn", "--goal", "peers")
    assert result.exit_code == 0, result.stderr
    assert "shown lists" in words(result.stdout)
    assert "not used" in words(result.stdout)
    fewer = "4 shown lists, fewer than the 10 it takes"
    assert f"peers, shown lists: not learned from: {fewer}" in words(result.stderr)
    (lesson,) = told(young.kinpath.ok("learn", "--goal", "peers", "--json"))["lessons"]
    assert lesson["shown"] == {
        "lists": 4, "on_lists": {}, "learned_from": False, "reason": fewer,
    }  # fmt: skip


@pytest.mark.slow
def test_what_is_learned_from_lists_is_told_kept_and_used(young: Club) -> None:
    choose_from_lists(young, 40)
    shown = young.kinpath("learn", "--goal", "peers", "--dry-run").stdout
    assert "used" in shown.split()
    (lesson,) = told(young.kinpath.ok("learn", "--goal", "peers", "--json"))["lessons"]
    figures = lesson["shown"]["on_lists"]
    assert (lesson["shown"]["lists"], lesson["shown"]["learned_from"]) == (40, True)
    assert figures["learned"]["ndcg"] > figures["default"]["ndcg"]
    assert read_model(young.file(1)).learned["peers/member"].lists == 40
    assert told(young.kinpath.ok(*ASK))["model"].startswith("learned-")


def test_weights_that_no_longer_hold_are_said_to_go(young: Club) -> None:
    young.add(number_of_ties=1.0)
    dry = young.kinpath("learn", "--dry-run")
    assert "takes the place" not in words(dry.stderr)
    result = young.kinpath("learn")
    assert "the default takes the place of what was learned" in words(result.stderr)
    assert told(young.kinpath.ok(*ASK))["model"] == "default"
    assert "takes the place" not in words(young.kinpath("learn").stderr)


def test_no_history_is_said(young: Club) -> None:
    result = young.kinpath("learn", "--goal", "skills")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing has happened yet" in words(result.stderr)


def test_versions_are_listed_and_chosen(young: Club) -> None:
    assert "nothing was learned yet" in words(young.kinpath("learn", "--list").stderr)
    young.add(number_of_ties=1.0)
    young.add(social_walk=1.0)
    shown = words(young.kinpath.ok("learn", "--list"))
    assert "peers/member" in shown
    assert [each["in_use"] for each in versions(young)] == [False, True]
    names = [each["name"] for each in versions(young)]
    for choice, expected in (("1", names[0]), ("default", "default"), ("2", names[1])):
        young.kinpath.ok("learn", "--use", choice)
        assert told(young.kinpath.ok(*ASK))["model"] == expected
    assert [each["in_use"] for each in versions(young)] == [False, True]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--use", "9"), 1, "is not there"),
        (("--use", "best"), 1, "must be a version's number or default"),
        (("--use", "-1"), 1, "must be a version's number or default"),
        (("--use", "²"), 1, "must be a version's number or default"),
        (("--use", "1", "--list"), 2, "stand alone"),
        (("--list", "--dry-run"), 2, "stand alone"),
        (("--use", "default", "--goal", "peers"), 2, "stand alone"),
        (("--goal", "friendship"), 1, "mentors"),
        (("--nonsense",), 2, "--nonsense"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    young: Club, arguments: tuple[str, ...], code: int, says: str
) -> None:
    young.add(number_of_ties=1.0)
    result = young.kinpath("learn", *arguments)
    assert (result.exit_code, result.stdout) == (code, ""), result.stderr
    assert says in words(result.stderr)
    assert "Traceback" not in result.stderr
    assert [each["in_use"] for each in versions(young)] == [True]


def test_learning_nothing_new_leaves_what_was_learned_of_other_goals(young: Club) -> None:
    young.add(number_of_ties=1.0)
    young.kinpath.ok("learn", "--goal", "groups", "--dry-run")
    assert [each["in_use"] for each in versions(young)] == [True]
    # Of peers too little is known by now: what was learned of them is no longer used.
    young.kinpath.ok("learn", "--goal", "peers")
    assert [each["in_use"] for each in versions(young)] == [False]


def test_weights_that_cannot_be_used_are_named(young: Club, tmp_path: Path) -> None:
    version = young.add(number_of_ties=1.0)
    changed, foreign = tmp_path / "changed.json", tmp_path / "foreign.json"
    changed.write_text(young.file(version).read_text().replace("1.0", "9.0"))
    foreign.write_text(to_text(Model("others", 1, {})))
    for which, says in (
        ("nowhere.json", "is not there"),
        (str(changed), "does not match its checksum"),
        (str(foreign), "belong to the community 'others'"),
        (str(tmp_path), "is not a model"),
    ):
        result = young.kinpath(*ASK, "--weights", which)
        assert (result.exit_code, result.stdout) == (1, "")
        assert says in words(result.stderr)


def test_damaged_weights_in_use_are_named_and_can_be_done_without(young: Club) -> None:
    version = young.add(number_of_ties=1.0)
    path = young.file(version)
    path.write_text(path.read_text()[:-20])
    result = young.kinpath(*ASK)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "0001.json" in result.stderr.replace("\n", "")
    assert told(young.kinpath.ok(*ASK, "--weights", "default"))["model"] == "default"
    young.kinpath.ok("learn", "--use", "default")
    assert told(young.kinpath.ok(*ASK))["model"] == "default"


def test_a_load_ends_well_also_beside_damaged_weights(young: Club, tmp_path: Path) -> None:
    young.kinpath.ok("export", str(tmp_path / "bundle"))
    with (tmp_path / "bundle" / "members.jsonl").open("a") as members:
        members.write('{"id": "new", "name": "New"}\n')
    young.file(young.add(number_of_ties=1.0)).write_text("{")
    result = young.kinpath("load", str(tmp_path / "bundle"), "--no-embed")
    assert result.exit_code == 0, result.stderr
    assert "members" in result.stdout
    assert "nothing was learned" in words(result.stderr)


def test_a_choice_that_cannot_be_read_can_be_done_without(young: Club) -> None:
    version = young.add(number_of_ties=1.0)
    young.file(version).with_name("in_use").write_text("what?")
    result = young.kinpath(*ASK)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "choose one again" in words(result.stderr)
    assert told(young.kinpath.ok(*ASK, "--weights", "default"))["model"] == "default"
    young.kinpath.ok("learn", "--use", "1")
    assert told(young.kinpath.ok(*ASK))["model"] == versions(young)[0]["name"]
