"""People sign in, stay so, and sign out: asked as browsers ask, without one."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.accounts import Accounts
from api.access.attempts import MOST_FOR_ACCOUNT
from api.access.doorkeeper import REMEMBERED
from api.access.principals import Role
from api.app import create_app
from api.audit.entries import Asked, find_entries
from api.settings import Settings
from graph.store import open_store
from tests.api.conftest import COMMUNITY, engine_of, node, records, serving_of

PASSWORD = "several words, easily kept"
OWN = {"Sec-Fetch-Site": "same-origin"}
TODAY = "/dashboard/today"
PURPOSE = "/v1/members/ada/purpose"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    """A server of two communities that began open, and has accounts since."""
    folder: Path = tmp_path_factory.mktemp("signing-in")
    url = f"sqlite:///{folder / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write(records())
    app = create_app(Settings(store=url, cache=folder / "cache"))
    with open_store(url, "bakers") as store:
        store.write([node("member:eve", name="Eve")])
    with TestClient(app, "http://localhost", client=("127.0.0.1", 5)) as client:
        assert "kinpath accounts add" in client.get("/dashboard/members").text
        accounts = Accounts(serving_of(client).documents)
        for name, role in (("anna", Role.OWNER), ("vera", Role.VIEWER), ("max", Role.MANAGER)):
            accounts.add(COMMUNITY, name, role, PASSWORD)
        time.sleep(REMEMBERED)
        yield app


@pytest.fixture
def browser_of(app: FastAPI) -> TestClient:
    """Somebody's browser, which has no cookie yet."""
    return browser(app)


def browser(app: FastAPI, address: str = "http://localhost") -> TestClient:
    return TestClient(app, address, follow_redirects=False, headers=OWN, client=("127.0.0.1", 5))


def sign_in(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Response:
    said = {"name": name, "password": password, "community": COMMUNITY, **more}
    return client.post("/dashboard/sign-in", data=said)


def csrf(page: Response) -> str:
    found = re.search(r'name="csrf_token" value="([0-9a-f]{64})"', page.text)
    assert found is not None
    return found[1]


def test_who_signs_in_is_led_back_and_may_do_what_their_role_may(browser_of: TestClient) -> None:
    wanted = browser_of.get("/dashboard/members?name=ada")
    assert wanted.status_code == 303
    page = browser_of.get(wanted.headers["location"])
    assert page.status_code == 200
    assert 'value="/dashboard/members?name=ada"' in page.text
    answer = sign_in(browser_of, "Vera", back="/dashboard/members?name=ada")
    assert (answer.status_code, answer.headers["location"]) == (303, "/dashboard/members?name=ada")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("kinpath_session=ks_")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    page = browser_of.get("/dashboard/members")
    assert page.status_code == 200
    assert "Signed in as vera" in page.text
    assert browser_of.get("/dashboard/sign-in").headers["location"] == TODAY
    said = {"id": "member:ada", "about": "member:cleo", "said": "dismiss"}
    refused = browser_of.post("/dashboard/member/say", data=said | {"csrf_token": csrf(page)})
    assert refused.status_code == 403
    assert "This is not open to you" in refused.text
    assert browser_of.get(PURPOSE).status_code == 200
    assert browser_of.get("/v1/members/eve/purpose").status_code == 404
    assert browser_of.get("/v1/members/ada/export").status_code == 403


def test_by_https_the_cookie_is_bound_to_its_host(app: FastAPI) -> None:
    safe = browser(app, "https://localhost")
    cookie = sign_in(safe, "max").headers["set-cookie"]
    assert cookie.startswith("__Host-kinpath_session=ks_")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert safe.get("/dashboard/members").status_code == 200
    token = cookie.partition("=")[2].partition(";")[0]
    plain = {"Cookie": f"kinpath_session={token}"}  # which any host beside it could have set
    fresh = browser(app, "https://localhost")
    assert fresh.get("/dashboard/members", headers=plain).status_code == 303


@pytest.mark.parametrize("back", ["https://example.org", "//example.org", "/v1", "/dashboard/\\x"])
def test_nobody_is_led_elsewhere(app: FastAPI, back: str) -> None:
    assert sign_in(browser(app), "max", back=back).headers["location"] == TODAY
    page = browser(app).get("/dashboard/sign-in", params={"back": back})
    assert f'value="{back}"' not in page.text


def test_a_change_by_cookie_needs_what_only_our_pages_know(app: FastAPI) -> None:
    client = browser(app)
    sign_in(client, "max")
    secret = csrf(client.get("/dashboard/members"))
    said = {"id": "member:ada", "about": "member:bob", "said": "dismiss"}
    event = {"verb": "view", "member": "ada", "object": "content:q1", "at": "2026-01-09"}
    other = csrf_of_another(app)
    for wrong in ("", "x", other, "ä"):
        told = client.post("/dashboard/member/say", data=said | {"csrf_token": wrong})
        assert told.status_code == 403, wrong
    for header in ({}, {"X-CSRF-Token": other}, {"X-CSRF-Token": ""}):
        assert client.post("/v1/events", json=event, headers=header).status_code == 403
    by_header = {"X-CSRF-Token": secret}
    assert client.post("/dashboard/member/say", data=said, headers=by_header).status_code == 303
    told = client.post("/dashboard/member/say", data=said | {"csrf_token": secret, "undo": "1"})
    assert told.status_code == 303
    foreign = by_header | {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/v1/worklist", headers=foreign).status_code == 403
    assert client.post("/v1/worklist", headers=by_header).status_code in (200, 422)


def csrf_of_another(app: FastAPI) -> str:
    client = browser(app)
    sign_in(client, "anna")
    return csrf(client.get("/dashboard/members"))


def test_signing_out_ends_the_session(app: FastAPI) -> None:
    client = browser(app)
    sign_in(client, "max")
    before = dict(client.cookies)
    assert sign_in(client, "anna").status_code == 303  # renewed: the former one has ended
    stolen = browser(app)
    stolen.cookies.update(before)
    assert stolen.get("/dashboard/members").status_code == 303
    now = dict(client.cookies)
    answer = client.post("/dashboard/sign-out", data={"csrf_token": csrf(client.get(TODAY))})
    assert answer.headers["location"] == "/dashboard/sign-in"
    assert not client.cookies
    client.cookies.update(now)
    assert client.get("/dashboard/members").status_code == 303


def test_another_password_ends_all_other_sessions(app: FastAPI) -> None:
    here, there = browser(app), browser(app)
    Accounts(serving_of(here).documents).add(COMMUNITY, "paula", Role.MANAGER, PASSWORD)
    sign_in(here, "paula")
    sign_in(there, "paula")
    assert there.get("/dashboard/members").status_code == 200
    secret = csrf(here.get("/dashboard/password"))
    said = {"csrf_token": secret, "present": PASSWORD, "chosen": "x" * 12, "repeated": "x" * 12}
    for wrong, words in (
        ({"present": "wrong"}, "The present password is not right."),
        ({"repeated": "y" * 12}, "differ"),
        ({"chosen": "short", "repeated": "short"}, "at least 12 letters"),
    ):
        refused = here.post("/dashboard/password", data=said | wrong)
        assert refused.status_code == 422
        assert words in refused.text
    assert here.post("/dashboard/password", data=said).status_code == 303
    assert here.get("/dashboard/members").status_code == 200
    time.sleep(REMEMBERED)
    assert there.get("/dashboard/members").status_code == 303
    assert sign_in(there, "paula").status_code == 422
    accounts = Accounts(serving_of(here).documents)
    accounts.remove(accounts.named(COMMUNITY, "paula"))
    time.sleep(REMEMBERED)
    assert here.get("/dashboard/members").status_code == 303


def test_who_guesses_is_slowed_down_and_learns_nothing(app: FastAPI) -> None:
    client = browser(app)
    Accounts(serving_of(client).documents).add(COMMUNITY, "otto", Role.VIEWER, PASSWORD)
    answers = {name: sign_in(client, name, "wrong password") for name in ("otto", "nobody")}
    assert {answer.status_code for answer in answers.values()} == {422}
    assert answers["otto"].text.replace("otto", "nobody") == answers["nobody"].text
    for _ in range(MOST_FOR_ACCOUNT - 1):
        sign_in(client, "nobody", "wrong password")
    assert sign_in(client, "nobody", PASSWORD).status_code == 429
    assert sign_in(client, "otto").status_code == 303
    log = find_entries(engine_of(serving_of(client)).documents, Asked(operation="sign_in", limit=2))
    told = [(each.who, each.name, each.status) for each in log.entries]
    assert told == [("account:otto", "otto", 200), ("nobody", "", 422)]


def test_a_key_has_no_password_and_no_page_of_it(app: FastAPI) -> None:
    client = browser(app)
    assert client.get("/dashboard/password").status_code == 303
    assert client.get(PURPOSE).status_code == 401
    assert client.get(PURPOSE, headers={"Cookie": "kinpath_session=ks_x"}).status_code == 401
