"""`kinpath accounts`: from the making of an account to its end."""

from __future__ import annotations

import json

import pytest

from api.access.passwords import is_right
from api.cli.exit_codes import ExitCode
from api.communities import open_server_documents
from api.settings import Settings
from tests.api.conftest import CommandLine, words

PASSWORD = "several words, easily kept"


def test_an_account_is_added_changed_and_removed(kinpath: CommandLine, settings: Settings) -> None:
    added = kinpath("accounts", "add", "Anna", "--role", "owner", stdin=f"{PASSWORD}\n")
    assert "anna may sign in to optics-club as owner" in words(added.stderr)
    shown = kinpath.ok("accounts", "list")
    assert "anna" in shown
    assert "argon2" not in shown
    before = json.loads(kinpath.ok("accounts", "list", "--json"))["accounts"]
    assert [(each["name"], each["role"]) for each in before] == [("anna", "owner")]
    told = json.loads(kinpath.ok("accounts", "password", "ANNA", "--json", stdin="x" * 12))
    assert told["created"] == before[0]["created"]
    with open_server_documents(settings) as documents:
        (kept,) = documents.page("accounts")
    assert is_right(kept.value["password"], "x" * 12)
    assert not is_right(kept.value["password"], PASSWORD)
    removed = words(kinpath("accounts", "remove", "anna").stderr)
    assert "anna cannot sign in" in removed
    assert "no owner can sign in now" in removed
    assert json.loads(kinpath.ok("accounts", "list", "--json")) == {"accounts": []}


def test_an_account_is_closed_and_may_less_and_the_audit_log_says_so(
    kinpath: CommandLine,
) -> None:
    kinpath.ok("accounts", "add", "Anna", "--role", "owner", stdin=f"{PASSWORD}\n")
    kinpath.ok("accounts", "password", "anna", stdin=f"{PASSWORD}!\n")
    closed = json.loads(kinpath.ok("accounts", "change", "anna", "--disable", "--json"))
    assert (closed["enabled"], closed["role"]) == (False, "owner")
    assert "no" in kinpath.ok("accounts", "list").split()
    told = kinpath("accounts", "change", "anna", "--enable", "--role", "viewer")
    assert "anna may sign in as viewer no owner can sign in now" in words(told.stderr)
    kinpath.ok("accounts", "remove", "anna")
    key = json.loads(kinpath.ok("keys", "create", "board", "--scope", "read", "--json"))["id"]
    kinpath.ok("keys", "revoke", key)
    entries = json.loads(kinpath.ok("audit", "--json"))["items"]
    assert {each["who"] for each in entries} == {"command-line"}
    assert [(each["operation"], each["ids"], each["status"]) for each in reversed(entries)] == [
        ("create_account", {"account": "anna", "role": "owner"}, 201),
        ("change_account", {"account": "anna", "changed": ["password"]}, 200),
        ("change_account", {"account": "anna", "changed": ["enabled"]}, 200),
        ("change_account", {"account": "anna", "changed": ["role", "enabled"], "role": "viewer"},
         200),
        ("remove_account", {"account": "anna"}, 204),
        ("create_key", {"key": key, "scopes": ["read"]}, 201),
        ("revoke_key", {"key": key}, 204),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "anna", "--role", "app"), ExitCode.WRONG_INPUT, "owner, manager, viewer"),
        (("add", "anna"), ExitCode.WRONG_INPUT, "at least 12"),
        (("add", "anna", "--password", "x" * 12), ExitCode.USAGE, "No such option"),
        (("password", "nobody"), ExitCode.WRONG_INPUT, "no 'account nobody'"),
        (("change", "anna"), ExitCode.WRONG_INPUT, "--role"),
        (("change", "nobody", "--disable"), ExitCode.WRONG_INPUT, "no 'account nobody'"),
        (("remove", "nobody"), ExitCode.WRONG_INPUT, "no 'account nobody'"),
    ],
)
def test_what_is_wrong_is_said(
    kinpath: CommandLine, arguments: tuple[str, ...], code: ExitCode, said: str
) -> None:
    told = kinpath("accounts", *arguments, stdin="short\n")
    assert told.exit_code == code
    assert said in words(told.stderr)
