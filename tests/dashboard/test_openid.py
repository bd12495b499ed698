"""Signing in at an organisation's own provider, with a real one beside the server."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from api.access import openid
from api.access.accounts import Accounts
from api.access.principals import Role
from api.access.serving import Serving
from api.app import create_app
from api.settings import Settings
from graph.errors import InvalidRequest
from graph.store import open_store
from tests.api.conftest import COMMUNITY, records
from tests.dashboard.openid_provider import CLIENT, SECRET, OpenIdProvider, running_provider

ANNA = {"email": "anna@example.org", "email_verified": True, "sub": "a-1"}
TODAY = "/dashboard/today"


@dataclass(frozen=True, slots=True)
class Club:
    """A server, and the provider where its people sign in."""

    app: FastAPI
    provider: OpenIdProvider
    accounts: Accounts

    def browser(self) -> TestClient:
        return TestClient(
            self.app, "http://localhost", follow_redirects=False, client=("127.0.0.1", 5)
        )


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Club]:
    folder: Path = tmp_path_factory.mktemp("openid")
    url = f"sqlite:///{folder / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write(records())
    with running_provider() as provider:
        settings = Settings(
            store=url, cache=folder / "cache", oidc_issuer=provider.issuer, oidc_client=CLIENT,
            oidc_secret=SecretStr(SECRET),
        )  # fmt: skip
        app = create_app(settings)
        serving: Serving = app.state.serving
        accounts = Accounts(serving.documents)
        accounts.add(COMMUNITY, "anna@example.org", Role.MANAGER, None)
        accounts.add(COMMUNITY, "sub:b-2", Role.VIEWER, None)
        with TestClient(app):
            yield Club(app, provider, accounts)


def leave(browser: TestClient, back: str = TODAY) -> str:
    """Where the browser is sent."""
    answer = browser.get("/dashboard/sign-in/elsewhere", params={"back": back})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def come_back(browser: TestClient, address: str, code: str) -> Response:
    state = parse_qs(urlsplit(address).query)["state"][0]
    return browser.get("/dashboard/sign-in/back", params={"state": state, "code": code})


def sign_in(club: Club, browser: TestClient, **claims: Any) -> Response:
    address = leave(browser)
    return come_back(browser, address, club.provider.authorize(address, **claims))


def test_who_has_an_account_is_signed_in_and_led_back(club: Club) -> None:
    browser = club.browser()
    assert "Sign in at your organisation" in browser.get("/dashboard/sign-in").text
    address = leave(browser, "/dashboard/members?name=ada")
    assert address.startswith(f"{club.provider.issuer}/authorize?")
    code = club.provider.authorize(address, **ANNA)
    answer = come_back(browser, address, code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/members?name=ada")
    page = browser.get("/dashboard/members")
    assert "Signed in as anna@example.org" in page.text
    assert club.accounts.named(COMMUNITY, "anna@example.org").subject.endswith(" a-1")
    by_id = club.browser()
    told = sign_in(club, by_id, sub="b-2", email="anna@example.org")  # not verified
    assert told.status_code == 303, told.text
    assert "Signed in as sub:b-2" in by_id.get("/dashboard/members").text


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "c-3", "email": "anna@example.org"},
        {"sub": "c-3", "email": "anna@example.org", "email_verified": "true"},
        {"sub": "c-3", "email": "nobody@example.org", "email_verified": True},
        {"sub": "anna@example.org"},
    ],
)
def test_who_has_no_account_is_told_so(club: Club, claims: dict[str, Any]) -> None:
    browser = club.browser()
    answer = sign_in(club, browser, **claims)
    assert answer.status_code == 422
    assert "no account here" in answer.text
    assert browser.get(TODAY).status_code == 303


def test_an_address_that_somebody_else_got_opens_nothing(club: Club) -> None:
    sign_in(club, club.browser(), **ANNA)
    heir = club.browser()
    assert "no account here" in sign_in(club, heir, **{**ANNA, "sub": "d-4"}).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"nonce": "another"},
        {"iss": "https://example.org"},
        {"aud": "another client"},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"exp": 1_000},
        {"exp": None},
        {"sub": None},
    ],
)
def test_a_token_that_was_not_made_for_this_opens_nothing(
    club: Club, wrong: dict[str, Any]
) -> None:
    browser = club.browser()
    answer = sign_in(club, browser, **(ANNA | wrong))
    assert answer.status_code == 422
    assert "did not work" in answer.text
    assert browser.get(TODAY).status_code == 303


def test_a_token_that_somebody_else_signed_opens_nothing(club: Club) -> None:
    club.provider.foreign = RSAKey.generate_key(2048, {"kid": "foreign"})
    try:
        assert "did not work" in sign_in(club, club.browser(), **ANNA).text
    finally:
        club.provider.foreign = None


def test_only_the_browser_that_left_comes_back_and_once(club: Club) -> None:
    here, there = club.browser(), club.browser()
    address = leave(here)
    code = club.provider.authorize(address, **ANNA)
    assert "did not work" in come_back(there, address, code).text
    assert come_back(here, address, code).status_code == 303
    assert "did not work" in come_back(here, address, code).text
    assert here.get("/dashboard/sign-in/back").status_code == 422


def test_new_keys_of_the_provider_are_found(club: Club, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sign_in(club, club.browser(), **ANNA).status_code == 303
    monkeypatch.setattr(openid, "KEYS_ASKED_EVERY", 0.05)
    time.sleep(0.1)
    club.provider.rotate()
    assert sign_in(club, club.browser(), **ANNA).status_code == 303


def test_an_account_without_a_password_has_none_that_fits(club: Club) -> None:
    said = {"name": "anna@example.org", "password": "", "community": COMMUNITY}
    assert club.browser().post("/dashboard/sign-in", data=said).status_code == 422


def test_a_provider_that_anybody_could_stand_in_for_is_refused(club: Club) -> None:
    serving: Serving = club.app.state.serving
    for issuer in ("http://example.org", "ftp://127.0.0.1", "example.org", ""):
        with pytest.raises(InvalidRequest, match="https://"):
            create_app(serving.settings.model_copy(update={"oidc_issuer": issuer}))
