"""`/v1/accounts`: who makes, changes and removes accounts, and what nobody may."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.accounts import ACCOUNTS, AccountChange, Accounts, LastOwner
from api.access.doorkeeper import REMEMBERED
from api.access.keys import Keys
from api.access.principals import Role, Scope
from api.access.refusals import ServerBusy, WrongPassword
from api.access.signing_in import Attempt
from api.app import create_app
from api.settings import Settings
from graph.documents import Documents
from graph.store import open_store
from tests.api.access.conftest import OTHER, bearer
from tests.api.conftest import COMMUNITY, client_of, node, serving_of
from tests.api.test_app_recommendations import refused

PASSWORD = "several words, easily kept"
ANNA = f"/v1/accounts/{quote('anna@example.org', safe='')}"


@dataclass(frozen=True, slots=True)
class Desk:
    """A server of two communities, and keys of those who ask it."""

    client: TestClient
    owner: dict[str, str]
    other: dict[str, str]
    clerk: dict[str, str]

    @property
    def accounts(self) -> Accounts:
        return serving_of(self.client).signing_in.accounts

    def make(self, name: str, role: str, **said: object) -> Response:
        body = {"name": name, "role": role, **said}
        return self.client.post("/v1/accounts", json=body, headers=self.owner)

    def change(self, path: str, **said: object) -> Response:
        return self.client.patch(path, json=said, headers=self.owner)

    def signs_in(self, name: str, password: str = PASSWORD) -> bool:
        try:
            serving_of(self.client).signing_in.sign_in(
                Attempt(COMMUNITY, name, password, "127.0.0.1")
            )
        except WrongPassword:
            return False
        return True


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder: Path = tmp_path_factory.mktemp("accounts")
    url = f"sqlite:///{folder / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write([node("member:ada", name="Ada")])
    settings = Settings(store=url, cache=folder / "cache", data=folder / "data")
    with client_of(create_app(settings)) as client:
        with open_store(url, OTHER) as store:
            store.write([node("member:eve", name="Eve")])
        before = client.post("/v1/accounts", json={"name": "first", "role": "owner"})
        assert "kinpath accounts add" in str(refused(before, 403)["detail"])
        keys = Keys(serving_of(client).documents)
        owner = bearer(keys.create(COMMUNITY, "owner", Role.OWNER).token)
        clerk = bearer(keys.create(COMMUNITY, "clerk", Role.VIEWER, [Scope.ACCESS]).token)
        other = bearer(keys.create(OTHER, "owner", Role.OWNER).token)
        yield Desk(client, owner, other, clerk)


@pytest.fixture
def desk(served: Desk) -> Desk:
    """The server without any account."""
    documents = serving_of(served.client).documents
    for kept in documents.page(ACCOUNTS):
        documents.remove(ACCOUNTS, kept.key)
    return served


def test_an_account_is_made_changed_and_removed(desk: Desk) -> None:
    made = desk.make("Anna@Example.org", "manager", password=PASSWORD)
    assert (made.status_code, made.headers["location"]) == (201, ANNA)
    told = made.json()
    assert told == desk.client.get(ANNA, headers=desk.owner).json()
    assert (told["name"], told["role"], told["enabled"]) == ("anna@example.org", "manager", True)
    listed = desk.client.get("/v1/accounts", headers=desk.owner)
    assert listed.json() == {"accounts": [told]}
    assert desk.signs_in("ANNA@example.org")
    changed = desk.change(ANNA, role="viewer", password=f"{PASSWORD}!")
    assert changed.json()["role"] == "viewer"
    assert not desk.signs_in("anna@example.org")
    assert desk.signs_in("anna@example.org", f"{PASSWORD}!")
    (kept,) = serving_of(desk.client).documents.page(ACCOUNTS)
    for answer in (made, listed, changed):
        assert "argon2" not in answer.text
        assert kept.value["stamp"] not in answer.text
    assert desk.client.delete(ANNA, headers=desk.owner).status_code == 204
    refused(desk.client.delete(ANNA, headers=desk.owner), 404)
    assert not desk.signs_in("anna@example.org", f"{PASSWORD}!")


def test_who_is_closed_out_is_signed_in_no_more_and_may_come_back(desk: Desk) -> None:
    desk.make("anna@example.org", "viewer", password=PASSWORD)
    sessions = serving_of(desk.client).signing_in.sessions
    token = sessions.begin(desk.accounts.named(COMMUNITY, "anna@example.org"))
    cookie = {"Cookie": f"kinpath_session={token}"}
    assert desk.client.get("/v1/communities", headers=cookie).status_code == 200
    assert desk.change(ANNA, enabled=False).json()["enabled"] is False
    assert not desk.signs_in("anna@example.org")
    time.sleep(REMEMBERED)
    assert desk.client.get("/v1/communities", headers=cookie).status_code == 401
    assert desk.change(ANNA, enabled=True).json()["enabled"] is True
    assert desk.signs_in("anna@example.org")
    assert desk.client.get("/v1/communities", headers=cookie).status_code == 401


def test_the_last_owner_stays_one(desk: Desk) -> None:
    desk.make("anna@example.org", "owner", password=PASSWORD)
    desk.make("closed", "owner", password=PASSWORD)
    desk.change("/v1/accounts/closed", enabled=False)
    desk.make("nowhere", "owner")  # who has no password, and never signed in elsewhere
    desk.make("max", "manager", password=PASSWORD)
    for answer in (
        desk.client.delete(ANNA, headers=desk.owner),
        desk.change(ANNA, role="manager"),
        desk.change(ANNA, enabled=False),
    ):
        assert refused(answer, 409)["type"] == "/problems/last-owner"
    assert desk.change(ANNA, password=f"{PASSWORD}!", role="owner").status_code == 200
    assert desk.change("/v1/accounts/max", role="owner").status_code == 200
    assert desk.change(ANNA, role="manager").status_code == 200
    refused(desk.client.delete("/v1/accounts/max", headers=desk.owner), 409)


def test_two_owners_cannot_take_each_other_away(documents: Documents) -> None:
    accounts = Accounts(documents)
    anna = accounts.add("club", "anna", Role.OWNER, PASSWORD)
    bert = accounts.add("club", "bert", Role.OWNER, PASSWORD)
    with accounts.with_an_owner(anna):
        with pytest.raises(ServerBusy), accounts.with_an_owner(bert):
            raise AssertionError("both would be let")
        accounts.remove(anna)
    with pytest.raises(LastOwner), accounts.with_an_owner(bert):
        raise AssertionError("nobody would be left")
    with accounts.with_an_owner(bert, AccountChange(password=PASSWORD)):
        pass


def test_nobody_makes_themselves_more_than_they_are(desk: Desk) -> None:
    desk.make("anna@example.org", "viewer", password=PASSWORD)
    for method, path, body in (
        ("POST", "/v1/accounts", {"name": "me", "role": "owner", "password": PASSWORD}),
        ("PATCH", ANNA, {"role": "owner"}),
        ("PATCH", ANNA, {"password": PASSWORD}),
        ("DELETE", ANNA, None),
    ):
        answer = desk.client.request(method, path, json=body, headers=desk.clerk)
        assert refused(answer, 403)["type"] == "/problems/not-allowed", (method, body)
    (left,) = desk.accounts.of(COMMUNITY)
    assert left.role is Role.VIEWER


def test_accounts_of_another_community_look_like_none(desk: Desk) -> None:
    desk.make("anna@example.org", "owner", password=PASSWORD)
    desk.accounts.add(OTHER, "bert", Role.OWNER, PASSWORD)
    for method, body in (("GET", None), ("PATCH", {"role": "viewer"}), ("DELETE", None)):
        told = [
            desk.client.request(method, f"/v1/accounts/{name}", json=body, headers=asker)
            for name, asker in (("bert", desk.owner), ("bret", desk.owner))
        ]
        assert {answer.status_code for answer in told} == {404}
        assert told[0].text == told[1].text.replace("bret", "bert")
        refused(desk.client.request(method, ANNA, json=body, headers=desk.other), 404)
    listed = desk.client.get("/v1/accounts", headers=desk.other).json()["accounts"]
    assert [each["name"] for each in listed] == ["bert"]
    # A name is one community's own: the same may be taken in each.
    assert desk.make("bert", "viewer", password=PASSWORD).status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"role": "viewer"}, "name"),
        ({"name": "eve"}, "role"),
        ({"name": "eve", "role": "app"}, "role"),
        ({"name": "e\x00ve", "role": "viewer"}, "name"),
        ({"name": ["eve"], "role": "viewer"}, "name"),
        ({"name": "eve", "role": "viewer", "password": "short"}, "password"),
        ({"name": "eve", "role": "viewer", "password": 12}, "password"),
        ({"name": "eve", "role": "viewer", "admin": True}, "admin"),
    ],
)
def test_what_will_not_do_is_named(desk: Desk, body: dict[str, object], field: str) -> None:
    answer = desk.client.post("/v1/accounts", json=body, headers=desk.owner)
    assert refused(answer, 422)["field"] == field
    assert desk.accounts.of(COMMUNITY) == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "request"),
        ({"role": None}, "role"),
        ({"enabled": "no"}, "enabled"),
        ({"password": "short"}, "password"),
        ({"name": "other"}, "name"),
    ],
)
def test_what_is_no_change_is_named(desk: Desk, body: dict[str, object], field: str) -> None:
    before = desk.make("anna@example.org", "viewer", password=PASSWORD).json()
    assert refused(desk.change(ANNA, **body), 422)["field"] == field
    assert desk.client.get(ANNA, headers=desk.owner).json() == before


def test_a_name_is_taken_once_and_may_have_a_slash(desk: Desk) -> None:
    made = desk.make("sub:a/b?c", "viewer")
    assert made.json()["has_password"] is False
    taken = desk.make("SUB:a/b?c", "manager", password=PASSWORD)
    assert refused(taken, 409)["type"] == "/problems/account-exists"
    read = desk.client.get(made.headers["location"], headers=desk.owner)
    assert read.json()["name"] == "sub:a/b?c"


def test_the_audit_log_tells_what_was_changed_and_no_password(desk: Desk) -> None:
    desk.make("anna@example.org", "viewer", password=PASSWORD)
    desk.change(ANNA, role="manager", password=f"{PASSWORD}!")
    desk.change("/v1/accounts/nobody-here", role="manager")
    desk.client.delete(ANNA, headers=desk.owner)
    answer = desk.client.get("/v1/audit?limit=4", headers=desk.owner)
    told = [(each["operation"], each["status"], each["ids"]) for each in answer.json()["items"]]
    name = "anna@example.org"
    changed = {"account": name, "changed": ["role", "password"], "role": "manager"}
    assert told[0] == ("remove_account", 204, {"account": name})
    assert told[1][:2] == ("change_account", 404)
    assert told[2] == ("change_account", 200, changed)
    assert told[3] == ("create_account", 201, {"account": name, "role": "viewer"})
    assert "nobody-here" not in answer.text
    assert PASSWORD not in answer.text
