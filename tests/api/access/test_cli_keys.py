"""`kinpath keys`: from the making of a key to its end."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from api.access.keys import Keys
from api.cli.exit_codes import ExitCode
from api.settings import Settings
from tests.api.access.conftest import bearer
from tests.api.conftest import COMMUNITY, CommandLine, environment, words

PURPOSE = "/v1/members/ada/purpose"


@pytest.fixture
def kinpath(two: Settings) -> CommandLine:
    return CommandLine(environment(two) | {"KINPATH_COMMUNITY": COMMUNITY})


def test_a_key_is_made_exchanged_and_revoked(
    kinpath: CommandLine, guarded: TestClient, keys: Keys
) -> None:
    made = kinpath("keys", "create", "our website", "--days", "30")
    assert "not shown again" in made.stderr
    assert guarded.get(PURPOSE, headers=bearer(made.stdout.strip())).status_code == 200
    key = next(each.id for each in keys.of(COMMUNITY) if each.name == "our website")
    renewed = kinpath.ok("keys", "rotate", key, "--grace", "0")
    assert guarded.get(PURPOSE, headers=bearer(renewed.strip())).status_code == 200
    shown = kinpath.ok("keys", "list")
    assert "our website" in shown
    assert made.stdout.strip() not in shown
    assert "no longer valid" in words(kinpath("keys", "revoke", key).stderr)
    assert [each.name for each in keys.of(COMMUNITY)] == ["owner"]


def test_what_a_key_may_is_chosen(kinpath: CommandLine) -> None:
    told = kinpath.ok("keys", "create", "board", "--scope", "read", "--scope", "insight", "--json")
    made = json.loads(told)
    assert (made["scopes"], made["role"], made["expires"]) == (["insight", "read"], "app", None)
    listed = json.loads(kinpath.ok("keys", "list", "--json"))["keys"]
    assert listed == [{name: value for name, value in made.items() if name != "token"}]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("create", ""), ExitCode.WRONG_INPUT),
        (("create", "x", "--days", "-1"), ExitCode.WRONG_INPUT),
        (("create", "x", "--days", "nan"), ExitCode.WRONG_INPUT),
        (("create", "x", "--role", "god"), ExitCode.USAGE),
        (("create", "x", "--scope", "all"), ExitCode.USAGE),
        (("revoke", "nothing"), ExitCode.WRONG_INPUT),
        (("rotate", "nothing"), ExitCode.WRONG_INPUT),
        (("list", "--community", "nowhere"), ExitCode.WRONG_INPUT),
    ],
)
def test_what_cannot_be_done_is_said(
    kinpath: CommandLine, arguments: tuple[str, ...], code: ExitCode
) -> None:
    result = kinpath("keys", *arguments)
    assert result.exit_code == code
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
