"""Every operation, asked by everybody there can be, about what two communities hold."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from anyio.from_thread import start_blocking_portal
from fastapi.testclient import TestClient
from httpx2 import Response

from api.access.keys import Keys
from api.access.principals import SCOPES, Role, Scope
from api.app import create_app
from api.communities import open_server_documents
from api.exports.kinds import scopes_of
from api.jobs.kinds import KINDS
from api.reference.calls import samples_of
from api.reference.matrix import ROLES, needed_by, operations_in
from api.settings import Settings
from graph.store import open_store
from tests.api.access.conftest import OTHER, bearer
from tests.api.conftest import COMMUNITY, client_of, node, serving_of
from tests.api.objects import EVERYWHERE, EXPORT, JOB, following, objects, settle

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

NOBODY = ("no key", "garbage", "expired", "revoked", "a key as a cookie")
LOST = frozenset({"DELETE"})
FORGETTING = frozenset({"erase_member"})
"""Operations after which what others ask about is gone: they come last."""
_QUERIES: Mapping[str, Mapping[str, Any]] = {
    "bring_file": {"dry_run": True},
    "run_import": {"embed": False},
}
"""What has an operation do less, where that takes long."""


@dataclass(frozen=True, slots=True)
class Question:
    """A call of an operation about what the first community holds."""

    name: str
    method: str
    path: str
    query: Mapping[str, Any]
    headers: Mapping[str, str]
    body: Any
    media: str
    needs: frozenset[Scope] | None
    statuses: frozenset[int]

    def ask(self, client: TestClient, who: Mapping[str, str], swap: Swap | None = None) -> Response:
        """Ask it; `swap` puts ids that nothing has in place of those that are there."""
        said = self.body if isinstance(self.body, str) else json.dumps(self.body)
        path = self.path if swap is None else swap.path(self.path)
        said = said if swap is None else swap.text(said)
        headers = {**self.headers, **who}
        if self.media:
            headers["Content-Type"] = self.media
        return client.request(
            self.method, path, params=dict(self.query), headers=headers,
            content=said if self.media else None,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Swap:
    """Ids that are there, and others of the same form that nothing has."""

    ids: Mapping[str, str]

    def text(self, said: str) -> str:
        """The text with the others."""
        for there, nowhere in self.ids.items():
            said = said.replace(there, nowhere)
        return said

    def path(self, path: str) -> str:
        """The path with the others in its parts."""
        known = {quote(there, safe=""): quote(no, safe="") for there, no in self.ids.items()}
        return "/".join(known.get(part, part) for part in path.split("/"))


@dataclass
class House:
    """One server of two communities, and everybody who could ask it."""

    client: TestClient
    keys: Keys
    ids: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    who: dict[str, dict[str, str]] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    def revision(self, owner: str) -> int:
        answer = self.client.get("/v1/communities", headers=self.who[owner]).json()
        return int(answer["items"][0]["revision"])


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    url = f"sqlite:///{folder / 'kinpath.db'}"
    with open_store(url, COMMUNITY) as store:
        store.write([node("member:bob", name="Bob")])
    with open_store(url, OTHER) as store:
        store.write([node("member:eve", name="Eve"), node("skill:bread", name="bread")])
    settings = Settings(
        store=url, cache=folder / "cache", data=folder / "data", burst=1_000_000, rate=1_000_000
    )
    with open_server_documents(settings) as documents:
        Keys(documents).create(COMMUNITY, "the first")  # else one of several has to be named
    app = create_app(settings)
    client = client_of(app)
    with start_blocking_portal() as client.portal:
        found = House(client, Keys(serving_of(client).documents))
        _add_askers(found)
        found.ids = objects(client, found.who[Role.OWNER], COMMUNITY, lambda local: local)
        found.theirs = objects(client, found.who["other"], OTHER, following)
        found.ids |= _account(found, Role.OWNER, "anna")
        found.theirs |= _account(found, "other", "bert")
        found.questions = list(_questions(found))
        yield found
        app.state.jobs.close()
        app.state.serving.close()


def _add_askers(house: House) -> None:
    keys = house.keys
    for role in Role:
        house.who[role] = bearer(keys.create(COMMUNITY, role, role).token)
    house.who["other"] = bearer(keys.create(OTHER, "owner", Role.OWNER).token)
    expired = keys.create(COMMUNITY, "expired", Role.OWNER, lasts=0.001).token
    revoked = keys.create(COMMUNITY, "revoked", Role.OWNER)
    keys.revoke(COMMUNITY, revoked.key.id)
    valid = house.who[Role.OWNER]["Authorization"].removeprefix("Bearer ")
    house.who |= {
        "no key": {},
        "garbage": bearer("kp_garbage"),
        "expired": bearer(expired),
        "revoked": bearer(revoked.token),
        "a key as a cookie": {"Cookie": f"kinpath_session={valid}"},
    }
    time.sleep(0.01)


def _account(house: House, who: str, name: str) -> dict[str, str]:
    """An account, which paths name as well."""
    said = {"name": name, "role": "viewer"}
    made = house.client.post("/v1/accounts", json=said, headers=house.who[who])
    assert made.status_code == 201
    return {"account": name}


def _questions(house: House) -> Iterator[Question]:
    document = house.client.get("/openapi.json").json()
    types = document["components"]["schemas"]
    for method, path, operation in operations_in(document):
        call = samples_of(method, path, operation, types).call
        place = path.format(**house.ids, **EVERYWHERE)
        body = call.body
        yield Question(
            operation["operationId"], method, place,
            {**call.query, **_QUERIES.get(operation["operationId"], {})},
            {name: str(value).replace("…", "x") for name, value in call.headers.items()},
            body, call.media, _needs(operation, place, body),
            frozenset(int(status) for status in operation["responses"]),
        )  # fmt: skip


def _needs(operation: Mapping[str, Any], path: str, body: Any) -> frozenset[Scope] | None:
    """What it needs; of jobs it is their kind that says so."""
    if operation["operationId"] == "begin_job":
        return frozenset(KINDS[body["kind"]].needs)
    if path.startswith("/v1/jobs/"):
        return frozenset(KINDS[JOB["kind"]].asks(JOB["arguments"]))
    if path.startswith("/v1/exports/"):
        return frozenset(scopes_of(EXPORT))
    return needed_by(operation)


def test_without_a_valid_key_every_answer_is_the_same(house: House) -> None:
    before = house.revision(Role.OWNER)
    guarded = [each for each in house.questions if each.needs is not None]
    assert len(guarded) > 120
    for question in guarded:
        answers = {who: question.ask(house.client, house.who[who]) for who in NOBODY}
        assert {answer.status_code for answer in answers.values()} == {401}, question.name
        assert len({answer.text for answer in answers.values()}) == 1, question.name
    assert house.revision(Role.OWNER) == before


def test_what_asks_nobody_answers_everybody_alike(house: House) -> None:
    for question in house.questions:
        if question.needs is None and question.name != "metrics":
            answers = [question.ask(house.client, house.who[who]) for who in ("garbage", "owner")]
            assert answers[0].status_code == answers[1].status_code != 500, question.name


def test_a_role_that_lacks_a_scope_changes_and_sees_nothing(house: House) -> None:
    before = house.revision(Role.OWNER)
    refusals = 0
    for question in house.questions:
        for role in ROLES:
            missing = (question.needs or frozenset()) - SCOPES[role]
            if missing:
                refusals += 1
                answer = question.ask(house.client, house.who[role])
                about = (question.name, role, answer.text)
                assert answer.status_code == 403, about
                assert answer.json()["type"] == "/problems/scope-missing", about
                assert all(f"`{scope}`" in answer.json()["detail"] for scope in missing), about
    assert refusals > 100
    assert house.revision(Role.OWNER) == before


def test_what_another_community_holds_is_answered_as_what_nobody_holds(house: House) -> None:
    before = house.revision(Role.OWNER)
    swap = Swap({local: _unlike(local) for local in house.ids.values()} | {"bob": "zob"})
    # What creates comes last, and nothing is created by a path alone.
    for question in sorted(house.questions, key=lambda each: each.method == "POST"):
        asker = house.who["other"] | ({"If-Match": "*"} if question.method == "PUT" else {})
        about_something = swap.path(question.path) != question.path
        there = question.ask(house.client, asker)
        if question.name in _QUERIES:
            settle(house.client, asker)
        nowhere = question.ask(house.client, asker, swap)
        assert there.status_code == nowhere.status_code < 500, (question.name, there.text)
        if about_something:
            assert there.status_code in (404, 412, 422), (question.name, there.text)
            assert there.status_code == 404 or question.method in ("PUT", "POST"), question.name
        if there.status_code >= 400:
            assert swap.text(there.text) == swap.text(nowhere.text), question.name
    assert house.revision(Role.OWNER) == before
    assert house.client.get(house_path(house), headers=house.who["owner"]).status_code == 200


def test_and_so_the_other_way_round(house: House) -> None:
    before, client = house.revision("other"), house.client
    named = {ours: house.theirs[name] for name, ours in house.ids.items()} | {
        "bob": following("bob")
    }
    theirs = Swap(named)
    nowhere = Swap({ours: _unlike(local) for ours, local in named.items()})
    alike = Swap({local: _unlike(local) for local in named.values()})
    foreign = [each for each in house.questions if theirs.path(each.path) != each.path]
    assert len(foreign) > 80
    for question in foreign:
        asker = house.who[Role.OWNER] | ({"If-Match": "*"} if question.method == "PUT" else {})
        told = [question.ask(client, asker, swap) for swap in (theirs, nowhere)]
        statuses = {answer.status_code for answer in told}
        assert len(statuses) == 1, (question.name, told[0].text)
        assert statuses <= {404, 412, 422}, (question.name, told[0].text)
        assert alike.text(told[0].text) == alike.text(told[1].text), question.name
        if question.method == "GET" and question.name not in _EMPTY_HERE | _COSTLY:
            own = question.ask(client, house.who["other"], theirs)
            assert own.status_code == 200, (question.name, own.text)
    assert house.revision("other") == before


def house_path(house: House) -> str:
    """Where somebody is whom the other community's owner could have changed."""
    return f"/v1/members/{house.ids['member']}"


def _unlike(local: str) -> str:
    """An id of the same form that nothing has."""
    return ("z" if local[0] != "0" else "f") + local[1:]


def test_a_role_may_what_its_scopes_say(house: House) -> None:
    last = [each for each in house.questions if each.method in LOST or each.name in FORGETTING]
    first = [each for each in house.questions if each not in last]
    for question in (*first, *sorted(last, key=lambda each: each.name in FORGETTING)):
        for role in ROLES:
            if question.needs is None or question.needs - SCOPES[role]:
                continue
            answer = question.ask(house.client, house.who[role])
            about = (question.name, role, answer.status_code, answer.text[:300])
            assert answer.status_code not in (401, 403), about
            assert answer.status_code < 500, about
            assert answer.status_code in question.statuses, about
            if question.method == "GET" and question.name not in _EMPTY_HERE:
                assert answer.status_code == 200, about


_EMPTY_HERE = frozenset({"outcomes", "mined_journey"})
"""Questions that so small a community may have no answer to."""
_COSTLY = frozenset({"purpose_suggestions"})
"""Questions for which each community loads the model that compares texts."""
