"""Who is let in, and what everybody else is told."""

from __future__ import annotations

import time

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.doorkeeper import REMEMBERED
from api.access.guard import OWN_WAY, PUBLIC, is_public
from api.access.keys import Keys
from api.access.needs import Needs
from api.access.opening import KeyNeeded
from api.access.principals import Role, Scope
from api.app import create_app
from api.settings import Settings
from tests.api.access.conftest import OTHER, bearer, with_scopes
from tests.api.conftest import COMMUNITY, client_of
from tests.api.test_app_recommendations import refused

ADA = "/v1/members/ada/recommendations?goal=peers"
QUESTION = {"goal": "peers", "member": "ada"}


def test_whatever_is_wrong_with_a_key_the_answer_is_the_same(
    guarded: TestClient, keys: Keys
) -> None:
    expired = keys.create(COMMUNITY, "short", lasts=0.001).token
    revoked = keys.create(COMMUNITY, "gone")
    keys.revoke(COMMUNITY, revoked.key.id)
    time.sleep(0.01)
    shown = [
        {},
        bearer("kp_nonsense"),
        bearer(""),
        {"Authorization": "Basic YTpi"},
        bearer(expired),
        bearer(revoked.token),
    ]
    answers = [guarded.get(ADA, headers=headers) for headers in shown]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert all(answer.headers["www-authenticate"] == "Bearer" for answer in answers)
    assert refused(answers[0], 401)["type"] == "/problems/not-signed-in"


def test_a_question_is_not_even_read_without_a_key(guarded: TestClient) -> None:
    assert guarded.post("/v1/recommendations", content=b"{not json").status_code == 401
    assert guarded.get("/v1/nowhere").status_code == 401
    for path in sorted(PUBLIC):
        assert guarded.get(path).status_code == 200, path
    assert guarded.get("/ready").json() == {"status": "ready"}


def by_path(client: TestClient, who: dict[str, str], member: str) -> Response:
    return client.get(f"/v1/members/{member}/purpose", headers=who)


def by_body(client: TestClient, who: dict[str, str], member: str) -> Response:
    return client.post("/v1/recommendations", json=QUESTION | {"member": member}, headers=who)


def test_a_key_reaches_its_own_community(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    baker = bearer(keys.create(OTHER, "baker").token)
    for asked in (by_path, by_body):
        assert asked(guarded, owner, "bob").status_code == 200
        assert asked(guarded, baker, "eve").status_code == 200
        assert asked(guarded, owner, "eve").status_code == 404
        there, nowhere = asked(guarded, baker, "bob"), asked(guarded, baker, "nob")
        assert there.text.replace("bob", "nob") == nowhere.text


def test_a_scope_that_is_missing_is_named(guarded: TestClient, keys: Keys) -> None:
    insight = with_scopes(keys, Scope.INSIGHT)
    told = refused(guarded.post("/v1/recommendations", json=QUESTION, headers=insight), 403)
    assert told["detail"] == "this needs the scope `read`, which the key or account does not have"
    assert guarded.get(ADA, headers=insight).json() == told
    assert guarded.get("/v1/worklist", headers=insight).status_code == 200
    assert "`write`" in guarded.post("/v1/worklist", headers=insight).text
    assert guarded.post("/v1/events", json={}, headers=insight).status_code == 403  # before 422


def test_a_revoked_key_ends_within_a_second(
    guarded: TestClient, keys: Keys, owner: dict[str, str]
) -> None:
    made = keys.create(COMMUNITY, "soon gone", Role.APP)
    assert guarded.get(ADA, headers=bearer(made.token)).status_code == 200
    keys.revoke(COMMUNITY, made.key.id)
    time.sleep(REMEMBERED)
    assert guarded.get(ADA, headers=bearer(made.token)).status_code == 401
    assert guarded.get(ADA, headers=owner).status_code == 200


def test_a_server_for_one_community_knows_no_keys_of_others(
    two: Settings, keys: Keys, owner: dict[str, str]
) -> None:
    baker = bearer(keys.create(OTHER, "baker", Role.OWNER).token)
    with client_of(create_app(two.model_copy(update={"community": COMMUNITY}))) as client:
        assert client.get(ADA, headers=owner).status_code == 200
        assert client.get(ADA, headers=baker).text == client.get(ADA).text


def test_without_a_key_this_machine_alone_is_answered(settings: Settings) -> None:
    with client_of(create_app(settings)) as client:
        assert client.get(ADA).status_code == 200
        assert client.get(ADA, headers=bearer("kp_of_another_server")).status_code == 200
        for name in ("127.0.0.1:8000", "localhost", "[::1]:8000", "LOCALHOST"):
            assert client.get(ADA, headers={"Host": name}).status_code == 200, name
        for name in ("example.org", "127.0.0.1.example.org", "10.0.0.1", "", "[::2]"):
            refused(client.get(ADA, headers={"Host": name}), 403)
        refused(client.get(ADA, headers={"X-Forwarded-For": "127.0.0.1"}), 403)
        elsewhere = TestClient(client.app, "http://localhost", client=("192.168.1.7", 1))
        refused(elsewhere.get(ADA), 403)
        refused(elsewhere.post("/v1/recommendations", json=QUESTION), 403)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "http://localhost:81"}, 403),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
    ],
)
def test_pages_of_other_sites_change_nothing(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    shown = client.post("/v1/members/ada/stream?attention=3", headers=headers)
    assert shown.status_code == status


def test_the_first_key_closes_an_open_door_for_good(two: Settings, keys: Keys) -> None:
    with client_of(create_app(two.model_copy(update={"community": COMMUNITY}))) as client:
        assert client.get(ADA).status_code == 200
        made = keys.create(COMMUNITY, "first", Role.OWNER)
        time.sleep(REMEMBERED)
        assert client.get(ADA).status_code == 401
        assert client.get(ADA, headers=bearer(made.token)).status_code == 200
        keys.revoke(COMMUNITY, made.key.id)
        time.sleep(REMEMBERED)
        assert client.get(ADA).status_code == 401


def test_no_application_beyond_this_machine_without_a_key(settings: Settings) -> None:
    beyond = settings.model_copy(update={"host": "0.0.0.0"})
    with pytest.raises(KeyNeeded, match="kinpath keys create"):
        create_app(beyond)


def test_every_route_says_what_it_needs(client: TestClient) -> None:
    app = client.app
    assert isinstance(app, FastAPI)
    routes = [each for each in iter_route_contexts(app.routes) if hasattr(each, "dependant")]
    assert len(routes) > 90
    for route in routes:
        needed = [each for each in route.dependant.dependencies if isinstance(each.call, Needs)]
        assert len(needed) == (0 if is_public(route.path or "") or route.path in OWN_WAY else 1), (
            route.path
        )


def test_openapi_says_who_may(client: TestClient) -> None:
    document = client.get("/openapi.json").json()
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path, verbs in document["paths"].items():
        for operation in verbs.values():
            if path in PUBLIC | OWN_WAY:
                assert "security" not in operation
            else:
                assert set(operation["security"][0]["key"]) <= set(Scope)
                assert {"401", "403", "429"} <= set(operation["responses"])
