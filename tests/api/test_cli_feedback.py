"""`kinpath feedback`: said, heeded by the next answer, listed, taken back."""

from __future__ import annotations

import json

import pytest

from api.settings import Settings
from tests.api.conftest import CommandLine, environment, records, words
from tests.conftest import StoreAddress


@pytest.fixture
def anywhere(
    address: StoreAddress, community: str, tmp_path_factory: pytest.TempPathFactory
) -> CommandLine:
    """The command line on the same community in each kind of store."""
    with address.open(community) as store:
        store.write(records())
    settings = Settings(store=address.url, cache=tmp_path_factory.mktemp("cache"))
    chosen = {"KINPATH_COMMUNITY": community, "KINPATH_PASSWORD": address.password}
    return CommandLine(environment(settings) | chosen)


def recommended(kinpath: CommandLine, goal: str = "mentors") -> list[str]:
    answer = json.loads(kinpath.ok("recommend", "ada", "--goal", goal, "--json"))
    return [result["id"] for result in answer["results"]]


def test_the_dismissed_are_gone_from_the_next_answer_and_come_back(anywhere: CommandLine) -> None:
    before = recommended(anywhere)
    said = anywhere.ok("feedback", "ada lovelace", "dismiss", "Bob")
    assert said == "Member:bob is not recommended to the member again.\n"
    assert recommended(anywhere) == [each for each in before if each != "member:bob"]
    listed = anywhere.ok("feedback", "ada", "--list")
    assert "Bob is not recommended to the member again." in words(listed)
    assert "no longer says dismiss" in anywhere.ok("feedback", "ada", "dismiss", "bob", "--undo")
    assert recommended(anywhere) == before


def test_json_everywhere(kinpath: CommandLine) -> None:
    said = json.loads(kinpath.ok("feedback", "ada", "not_suitable", "content:q1", "--json"))
    assert (said["feedback"], said["about"], said["revision"]) == ("not_suitable", "content:q1", 2)
    assert "content:q1" not in recommended(kinpath, "content")
    listed = json.loads(kinpath.ok("feedback", "ada", "--list", "--json"))
    assert [each["about"] for each in listed["feedback"]] == ["content:q1"]
    undo = ("feedback", "ada", "not_suitable", "content:q1", "--undo", "--json")
    assert json.loads(kinpath.ok(*undo)) == {"removed": 1, "revision": 3}
    assert "content:q1" in recommended(kinpath, "content")


def test_nothing_to_list_and_nothing_to_take_back_is_said(kinpath: CommandLine) -> None:
    assert "has given no feedback" in kinpath("feedback", "ada", "--list").stderr
    result = kinpath("feedback", "ada", "dismiss", "bob", "--undo")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing was changed" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((), 2, "MEMBER"),
        (("ada",), 2, "--list"),
        (("ada", "dismiss"), 2, "--list"),
        (("ada", "dismiss", "bob", "--list"), 2, "--list"),
        (("ada", "--list", "--undo"), 2, "--list"),
        (("ada", "love", "bob"), 1, "must be one of accept"),
        (("ada", "block", "content:q1"), 1, "of members only"),
        (("ada", "dismiss", "content:none"), 1, "content:none"),
        (("ada", "dismiss", "Sam"), 1, "member:sam2"),
        (("nobody", "dismiss", "bob"), 1, "nobody"),
        (("ada", "dismiss", "ada"), 1, "who says it"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(
    kinpath: CommandLine, arguments: tuple[str, ...], code: int, told: str
) -> None:
    result = kinpath("feedback", *arguments)
    assert result.exit_code == code, result.stderr
    assert told in words(result.stderr)
    assert result.stdout == ""


def test_the_goal_that_was_asked_for_is_kept_with_it(kinpath: CommandLine) -> None:
    said = kinpath.ok("feedback", "ada", "shown", "bob", "--goal", "mentors", "--json")
    assert json.loads(said)["feedback"] == "shown"
    kinpath.ok("feedback", "ada", "goal_reached", "bob", "--goal", "mentors")
    assert "goal_reached" in kinpath.ok("feedback", "ada", "--list")
    refused = kinpath("feedback", "ada", "shown", "bob", "--goal", "fame")
    assert (refused.exit_code, "goal 'fame' is not one of" in words(refused.stderr)) == (1, True)
