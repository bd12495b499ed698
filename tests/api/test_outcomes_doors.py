"""Outcomes from the command line and over HTTP: the same figures, and what is wrong is named."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient

from api.outcomes_schemas import OutcomesAnswer
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import COMMUNITY, CommandLine, words
from tests.api.test_app_recommendations import refused
from tests.community.outcomes.surveys import members, survey

N = 40
BEFORE = np.round(np.random.default_rng(3).normal(18, 4, N))
AFTER = BEFORE + np.random.default_rng(4).integers(-1, 6, N)


@pytest.fixture
def surveyed(settings: Settings) -> Settings:
    """The community with a survey that was taken twice, and members on two sides."""
    arms = ["here", "waitlist"] * (N // 2)
    with open_store(settings.store, COMMUNITY) as store:
        store.write([*members(N, arm=arms), *survey("swls", {"pre": BEFORE, "post": AFTER})])
    return settings


@pytest.mark.usefixtures("surveyed")
def test_both_doors_say_the_same(kinpath: CommandLine, client: TestClient) -> None:
    printed = json.loads(kinpath.ok("outcomes", "--primary", "swls", "--json"))
    answered = client.get("/v1/outcomes?primary=swls")
    assert answered.status_code == 200
    assert answered.json() == printed
    told = OutcomesAnswer.model_validate(printed)
    assert set(printed) == set(OutcomesAnswer.model_fields)
    assert (told.outcomes[0].verdict, told.outcomes[0].members.n) == ("changed", N)
    assert "neither" not in json.dumps(printed["outcomes"][0]["members"])


@pytest.mark.usefixtures("surveyed")
def test_a_table_a_report_and_sides(kinpath: CommandLine, tmp_path: Path) -> None:
    page, text = tmp_path / "out.html", tmp_path / "out.md"
    arguments = ("--primary", "swls", "--group", "arm", "--randomised")
    shown = words(kinpath.ok("outcomes", *arguments, "--report", str(page)))
    assert (
        "Changes from pre to post of here and waitlist are compared. It was drawn by lot" in shown
    )
    assert "Satisfaction with life" in shown
    assert "<svg" in page.read_text()
    kinpath.ok("outcomes", "--report", str(text))
    assert "# Outcomes" in text.read_text()
    listed = tmp_path / "waiting.txt"
    listed.write_text("\n".join(f"m{number:04}" for number in range(1, N, 2)))
    by_list = json.loads(kinpath.ok("outcomes", "--compared-with", str(listed), "--json"))
    by_property = json.loads(kinpath.ok("outcomes", "--group", "arm", "--json"))
    assert by_list["outcomes"][0]["change"] == by_property["outcomes"][0]["change"]


def test_instruments_are_listed(kinpath: CommandLine) -> None:
    listed = json.loads(kinpath.ok("outcomes", "--list-instruments", "--json"))["instruments"]
    assert len(listed) >= 20
    assert {each["id"] for each in listed} >= {"ucla3", "phq9", "belonging"}
    assert "astrology" not in {each["id"] for each in listed}
    assert "belonging" in kinpath.ok("outcomes", "--list-instruments")


@pytest.mark.usefixtures("surveyed")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--primary", "astrology"), "primary names no known instrument"),
        (("--before", "7"), "before '7' is no wave; there are pre, post"),
        (("--group", "team"), "group 'team' is a property of nobody"),
        (("--randomised",), "randomised needs group"),
        (("--report", "out.pdf"), "--report must end in .html or .md"),
        (("--instruments", "none.toml"), "instruments 'none.toml'"),
        (("--compared-with", "none.txt"), "compared_with 'none.txt'"),
    ],
)
def test_the_command_line_names_what_is_wrong(
    kinpath: CommandLine, arguments: tuple[str, ...], message: str
) -> None:
    result = kinpath("outcomes", *arguments)
    assert result.exit_code == 1
    assert message in words(result.stderr)
    assert "Traceback" not in result.stderr


@pytest.mark.usefixtures("surveyed")
def test_http_names_what_is_wrong(client: TestClient) -> None:
    for query, field in WRONG:
        assert refused(client.get(f"/v1/outcomes?{query}"), 422)["field"] == field


WRONG = (
    ("primary=astrology", "primary"),
    ("before=7", "before"),
    ("group=team", "group"),
    ("group=arm&comparison=moon", "comparison"),
    ("randomised=true", "randomised"),
    ("cluster=team", "cluster"),
    ("who=ada", "who"),
)


def test_without_surveys_both_doors_say_what_it_needs(
    kinpath: CommandLine, client: TestClient
) -> None:
    assert "surveys hold no answers" in words(kinpath("outcomes").stderr)
    assert refused(client.get("/v1/outcomes"), 422)["field"] == "surveys"
