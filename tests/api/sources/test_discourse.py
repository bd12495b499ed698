"""Events of a Discourse forum, shaped as the forum sends them."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import SecretStr

from api.app import create_app
from api.settings import Settings
from graph.records import EntityId, Relationship
from graph.store import GraphStore
from tests.api.conftest import client_of, engine_of, serving_of
from tests.api.test_app_recommendations import refused

SECRET = "a secret that the forum knows"
PATH = "/v1/sources/discourse/webhook"
USER = {
    "id": 7,
    "username": "grace",
    "name": "Grace",
    "email": "grace@example.org",
    "bio_raw": "Compilers.",
    "bio_cooked": "<p>Compilers &amp; ships.</p>",
    "location": "Arlington",
    "created_at": "2026-02-01T10:00:00.000Z",
}
FIRST = {
    "id": 100,
    "user_id": 7,
    "username": "grace",
    "name": "Grace",
    "created_at": "2026-02-02T10:00:00.000Z",
    "updated_at": "2026-02-02T10:00:00.000Z",
    "cooked": "<p>Which <b>language</b> first?</p>",
    "post_number": 1,
    "post_type": 1,
    "topic_id": 50,
    "topic_title": "A first language",
    "topic_archetype": "regular",
    "category_id": 3,
}
REPLY = {
    **FIRST,
    "id": 101,
    "user_id": 8,
    "username": "alan",
    "name": "",
    "cooked": "<p>Any that you can read.</p>",
    "post_number": 2,
    "created_at": "2026-02-03T10:00:00.000Z",
}
TOPIC = {
    "id": 50,
    "title": "A first programming language",
    "archetype": "regular",
    "user_id": 7,
    "created_at": "2026-02-02T10:00:00.000Z",
    "tags": ["learning", {"id": 4, "name": "languages", "slug": "languages"}],
    "created_by": {"id": 7, "username": "grace", "name": "Grace"},
}


@pytest.fixture
def forum(settings: Settings) -> Iterator[TestClient]:
    """The API of a community that is fed by a forum."""
    fed = settings.model_copy(update={"discourse_secret": SecretStr(SECRET)})
    app = create_app(fed)
    yield client_of(app)  # not entered: no snapshot is needed
    app.state.serving.close()


def tell(forum: TestClient, event: str, payload: object, event_id: str = "") -> Any:
    body = json.dumps(payload).encode()
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/json",
        "X-Discourse-Event": event,
        "X-Discourse-Event-Id": event_id,
        "X-Discourse-Event-Signature": signature,
    }
    return forum.post(PATH, content=body, headers=headers)


def outcome(forum: TestClient, event: str, payload: object, event_id: str = "") -> str:
    answer = tell(forum, event, payload, event_id)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["outcome"])


def store_of(forum: TestClient) -> GraphStore:
    store: GraphStore = engine_of(serving_of(forum)).store
    return store


def edges(forum: TestClient, entity: str) -> set[tuple[str, str, str]]:
    found: Iterator[Relationship] = store_of(forum).relationships(touching=EntityId(entity))
    return {(each.source, each.kind.value, each.target) for each in found}


def test_users_topics_and_posts_become_records(forum: TestClient) -> None:
    for event, payload in (
        ("user_created", {"user": USER}),
        ("post_created", {"post": FIRST}),
        ("topic_created", {"topic": TOPIC}),
        ("post_created", {"post": REPLY}),
        ("post_liked", {"like": {"post": REPLY, "user": {"id": 7, "username": "grace"}}}),
    ):
        assert outcome(forum, event, payload) == "kept"
    store = store_of(forum)
    grace = store.entity(EntityId("member:7"))
    assert grace.properties == {
        "name": "Grace",
        "bio": "Compilers & ships.",
        "location": "Arlington",
    }
    topic = store.entity(EntityId("content:topic-50"))
    assert topic.properties == {
        "kind": "question",
        "title": "A first programming language",
        "body": "Which language first?",
        "edited_at": "2026-02-02T10:00:00.000000Z",
    }
    assert store.entity(EntityId("member:8")).name == "alan"
    assert edges(forum, "content:topic-50") == {
        ("member:7", "CREATED", "content:topic-50"),
        ("content:topic-50", "ABOUT", "skill:learning"),
        ("content:topic-50", "ABOUT", "skill:languages"),
        ("content:post-101", "REPLIES_TO", "content:topic-50"),
    }
    assert edges(forum, "member:8") == {
        ("member:8", "CREATED", "content:post-101"),
        ("member:8", "HELPED", "member:7"),
    }
    assert ("member:7", "ENGAGED", "content:post-101") in edges(forum, "member:7")


def test_whatever_comes_first_nothing_is_lost(forum: TestClient) -> None:
    assert outcome(forum, "post_created", {"post": REPLY}) == "kept"
    assert outcome(forum, "user_updated", {"user": {**USER, "id": 8, "name": "Alan"}}) == "kept"
    assert outcome(forum, "post_edited", {"post": REPLY}) == "kept"
    assert store_of(forum).entity(EntityId("member:8")).properties["bio"] == "Compilers & ships."
    assert store_of(forum).entity(EntityId("content:topic-50")).name == "A first language"


@pytest.mark.parametrize("post", [FIRST, REPLY])
def test_an_event_that_comes_late_replaces_nothing_newer(
    forum: TestClient, post: dict[str, Any]
) -> None:
    edited = {**post, "cooked": "<p>Better.</p>", "updated_at": "2026-02-09T10:00:00.000Z"}
    outcome(forum, "topic_created", {"topic": TOPIC})
    outcome(forum, "post_edited", {"post": edited})
    assert outcome(forum, "post_created", {"post": post}) == "kept"
    content = EntityId("content:topic-50" if post is FIRST else "content:post-101")
    known = store_of(forum).entity(content).properties
    assert (known["body"], known["edited_at"]) == ("Better.", "2026-02-09T10:00:00.000000Z")
    outcome(forum, "topic_edited", {"topic": {**TOPIC, "title": "A second language"}})
    outcome(forum, "post_edited", {"post": edited})  # with the title of before
    topic = store_of(forum).entity(EntityId("content:topic-50"))
    assert topic.properties["title"] == "A second language"


def test_an_event_is_written_once(forum: TestClient) -> None:
    assert outcome(forum, "user_created", {"user": USER}, "41") == "kept"
    changed = {"user": {**USER, "name": "Somebody else"}}
    assert outcome(forum, "user_created", changed, "41") == "known"
    assert outcome(forum, "user_updated", changed, "42") == "kept"
    assert store_of(forum).entity(EntityId("member:7")).name == "Somebody else"


def test_no_address_is_kept(forum: TestClient, settings: Settings) -> None:
    outcome(forum, "user_created", {"user": USER})
    assert "grace@example.org" not in str(list(store_of(forum).entities()))


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("ping", {"ping": "OK"}),
        ("user_logged_in", {"user": USER}),
        ("post_created", {"post": {**FIRST, "topic_archetype": "private_message"}}),
        ("post_created", {"post": {**FIRST, "post_type": 4}}),
        ("post_created", {"post": {**FIRST, "hidden": True}}),
        ("topic_created", {"topic": {**TOPIC, "archetype": "private_message"}}),
        ("post_liked", {"like": {"post": {**REPLY, "post_type": 4}, "user": USER}}),
        ("user_created", {"user": {**USER, "id": -1}}),
        ("group_created", {"group": {"id": 1, "name": "admins", "automatic": True}}),
    ],
)
def test_what_is_not_for_everybody_is_left_out(
    forum: TestClient, event: str, payload: object
) -> None:
    before = store_of(forum).revision()
    assert outcome(forum, event, payload) == "ignored"
    assert store_of(forum).revision() == before


def test_groups_and_who_is_in_them(forum: TestClient) -> None:
    group = {"id": 41, "name": "makers", "full_name": "The makers", "automatic": False}
    joining = {"group_id": 41, "user_id": 7, "created_at": "2026-02-04T10:00:00.000Z"}
    outcome(forum, "user_added_to_group", {"group_user": joining})
    outcome(forum, "group_created", {"group": group})
    assert store_of(forum).entity(EntityId("group:41")).name == "The makers"
    assert edges(forum, "group:41") == {("member:7", "JOINED", "group:41")}


def test_what_is_deleted_there_is_forgotten_here(forum: TestClient) -> None:
    outcome(forum, "user_created", {"user": USER})
    outcome(forum, "post_created", {"post": FIRST})
    outcome(forum, "post_created", {"post": REPLY})
    outcome(forum, "post_destroyed", {"post": REPLY})
    assert edges(forum, "content:topic-50") == {("member:7", "CREATED", "content:topic-50")}
    outcome(forum, "user_destroyed", {"user": USER})
    gone = [EntityId("member:7"), EntityId("content:topic-50")]
    assert not store_of(forum).existing(gone)
    assert tell(forum, "user_destroyed", {"user": USER}).json() == {"outcome": "kept", "changed": 0}


def test_only_the_forum_is_believed(forum: TestClient, client: TestClient) -> None:
    body, kind = json.dumps({"user": USER}), {"Content-Type": "application/json"}
    for signature in ("", "sha256=", "sha256=" + "0" * 64, "sha1=abc", "ü".encode("latin-1")):
        headers = {**kind, "X-Discourse-Event": "user_created"}
        signed = {**headers, "X-Discourse-Event-Signature": signature}
        refused(forum.post(PATH, content=body, headers=signed), 403)  # type: ignore[arg-type]
    assert not store_of(forum).existing([EntityId("member:7")])
    refused(client.post(PATH, content=body, headers=kind), 404)  # no secret is set there


@pytest.mark.parametrize(
    ("event", "payload"),
    [
        ("user_created", {}),
        ("user_created", {"user": []}),
        ("user_created", {"user": {**USER, "id": "7"}}),
        ("user_created", {"user": {**USER, "name": ["Grace"]}}),
        ("post_created", {"post": {**FIRST, "created_at": "yesterday"}}),
        ("post_created", {"post": {**FIRST, "topic_id": None}}),
        ("post_liked", {"like": {"post": REPLY}}),
        ("topic_created", {"topic": {**TOPIC, "created_by": "grace"}}),
        ("topic_created", {"topic": {**TOPIC, "tags": 7}}),
        ("user_created", [1]),
    ],
)
def test_what_cannot_be_read_is_named(forum: TestClient, event: str, payload: object) -> None:
    refused(tell(forum, event, payload), 422)
