"""Single resources: created, read, replaced, changed and deleted, on each kind of store."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from api.resources.kinds import RESOURCES, Resource
from api.rights.erasure.plan import REPORTS
from graph import EntityId, EntityKind, GraphStore, RelationshipKind
from graph.records import Relationship
from loaders.column_meanings import EXAMPLES
from tests.api.conftest import serving_of
from tests.api.test_app_recommendations import refused

NEEDED: dict[str, list[dict[str, Any]]] = {
    "skills": [{"id": "optics", "name": "optics"}],
    "journey-plans": [{"id": "maker", "name": "To the first telescope", "stages": ["plan"]}],
    "content": [{"id": "11", "kind": "post"}, {"id": "12", "kind": "post"}],
}
BY_PATH = {resource.path: resource for resource in RESOURCES}


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
def test_every_kind_goes_through_its_life(door: TestClient, resource: Resource) -> None:
    for path, rows in NEEDED.items():
        for row in rows if path != resource.path else []:
            assert door.put(f"/v1/{path}/{row['id']}", json=row).status_code in (200, 201)
    row = {**EXAMPLES[resource.table], "mood": "sunny", "tags": ["a", "b"], "rank": 3}
    if "id" in row:
        row["id"] = "new one/ü"
    created = door.post(f"/v1/{resource.path}", json=row)
    assert created.status_code == 201, created.text
    place, tag = created.headers["location"], created.headers["etag"]
    read = door.get(place)
    assert read.json() == created.json()
    assert read.headers["etag"] == tag
    for name, value in row.items():
        assert name.endswith(("at", "since")) or read.json()[name] == value
    assert door.get(place, headers={"if-none-match": tag}).status_code == 304
    refused(door.post(f"/v1/{resource.path}", json=row), 409)
    same = door.put(place, json=read.json(), headers={"if-match": tag})
    assert (same.status_code, same.headers["etag"]) == (200, tag)
    changed = door.patch(place, json={"mood": "rainy", "tags": None}, headers={"if-match": tag})
    assert changed.status_code == 200, changed.text
    kept = {name: value for name, value in read.json().items() if name != "tags"}
    assert changed.json() == {**kept, "mood": "rainy"}
    assert door.get(place).json() == changed.json()
    refused(door.put(place, json=read.json(), headers={"if-match": tag}), 412)
    refused(door.delete(place, headers={"if-match": tag}), 412)
    listed = door.get(f"/v1/{resource.path}?limit=1000").json()
    assert changed.json() in listed["items"]
    assert door.delete(place).status_code == 204
    refused(door.get(place), 404)
    refused(door.delete(place), 404)
    refused(door.patch(place, json={}), 404)
    refused(door.put(place, json=read.json(), headers={"if-match": "*"}), 412)
    again = door.put(place, json=read.json(), headers={"if-none-match": "*"})
    assert (again.status_code, again.headers["etag"]) == (201, tag)
    refused(door.put(place, json=read.json(), headers={"if-none-match": "*"}), 412)


def test_a_put_leaves_nothing_of_what_was_there(door: TestClient, club: GraphStore) -> None:
    door.put("/v1/skills/bread", json={"id": "bread", "name": "bread"})
    row = {"kind": "answer", "author_id": "cleo", "skills": ["bread"], "purposes": ["teach"]}
    assert door.put("/v1/content/a1", json=row).json() == {"id": "a1", **row}
    edges = list(club.relationships(touching=EntityId("content:a1")))
    assert {(edge.kind, edge.source) for edge in edges} == {
        (RelationshipKind.CREATED, "member:cleo"),
        (RelationshipKind.ABOUT, "content:a1"),
        (RelationshipKind.SERVES, "content:a1"),
    }
    assert "body" not in club.entity(EntityId("content:a1")).properties


def test_events_about_a_thing_stay_when_it_is_replaced(door: TestClient, club: GraphStore) -> None:
    like = {"member_id": "ada", "verb": "like", "object_kind": "group", "object_id": "makers"}
    assert door.post("/v1/interactions", json=like).status_code == 201
    assert door.put("/v1/groups/makers", json={"name": "Builders"}).status_code == 200
    kinds = [edge.kind for edge in club.relationships(touching=EntityId("group:makers"))]
    assert sorted(kinds) == ["ENGAGED", "JOINED", "JOINED"]


def test_a_relationship_keeps_its_own_time(door: TestClient, club: GraphStore) -> None:
    early = Relationship(
        RelationshipKind.ABOUT, EntityId("content:q1"), EntityId("skill:bread"),
        at=club.entity(EntityId("content:a1")).at,
    )  # fmt: skip
    club.write([early])
    assert door.get("/v1/content/q1").json()["skills"] == ["bread", "optics"]
    door.patch("/v1/content/q1", json={"title": "Why?"})
    assert early in list(club.relationships(RelationshipKind.ABOUT))
    door.patch("/v1/content/q1", json={"skills": ["optics"]})
    assert early not in list(club.relationships(RelationshipKind.ABOUT))


def test_statements_follow_each_other_by_their_time(door: TestClient) -> None:
    def say(words: str, day: int, **more: object) -> str:
        row = {"member_id": "ada", "statement": words, "stated_at": f"2026-02-{day:02}", **more}
        answer = door.post("/v1/purposes", json=row)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    first, third = say("see", 1), say("show", 20)
    second, apart = say("look", 10), say("cook", 25, revises=[])
    revised = {row["id"]: row["revises"] for row in door.get("/v1/purposes").json()["items"]}
    assert revised[first] == revised[apart] == []
    assert revised[second] == [first]
    assert sorted(revised[third]) == sorted([first, second])


def test_words_that_are_there_already_stay_as_they_are(door: TestClient, club: GraphStore) -> None:
    door.put("/v1/content/x", json={"kind": "post", "purposes": ["teach"]})
    (words,) = club.entities(EntityKind.PURPOSE)
    held = {**words.properties, "stage": "act"}
    club.write([type(words)(words.id, words.at, held)])
    door.put("/v1/content/y", json={"kind": "post", "purposes": ["teach"]})
    assert club.entity(words.id).properties == held


def test_deleting_a_member_forgets_them(door: TestClient, club: GraphStore) -> None:
    assert door.delete("/v1/members/bob").status_code == 204
    gone = [EntityId("member:bob"), EntityId("content:a1")]
    assert club.existing(gone) == set()
    assert len(club.changes_since(1).deletions) > 2
    with serving_of(door).engines.lent(club.community) as engine:
        (report,) = engine.documents.page(REPORTS)
        assert report.value["whole"]
        assert engine.documents.holding("member:bob") == []


def test_deleting_a_journey_takes_its_stages(door: TestClient, club: GraphStore) -> None:
    door.put("/v1/journey-plans/j", json={"name": "J", "stages": ["a", "b", "c"]})
    door.patch("/v1/journey-plans/j", json={"stages": ["c", "a"]})
    assert door.get("/v1/journey-plans/j").json()["stages"] == ["c", "a"]
    order = [(edge.source, edge.target) for edge in club.relationships(RelationshipKind.NEXT)]
    assert order == [("stage:j/c", "stage:j/a")]
    door.delete("/v1/journey-plans/j")
    assert [stage.id for stage in club.entities(EntityKind.STAGE)] == ["stage:j/b"]


def test_a_hidden_member_is_read_as_such(door: TestClient) -> None:
    assert door.get("/v1/members/dan").json()["visibility"] == "hidden"


@pytest.mark.parametrize("said", ["a/b ü😀", "member:a/b ü😀"])
def test_ids_with_a_slash_and_with_their_kind(door: TestClient, said: str) -> None:
    assert door.get(f"/v1/members/{quote(said, safe='')}").json()["name"] == "Slash"


@pytest.mark.parametrize(
    ("path", "row", "field"),
    [
        ("members", {}, "id"),
        ("members", {"id": ""}, "id"),
        ("members", {"id": "x" * 300}, "id"),
        ("members", {"id": "x", "joined_at": "noon"}, "joined_at"),
        ("members", {"id": "x", "visibility": "secret"}, "visibility"),
        ("members", {"id": "x", "capacity": -1}, "capacity"),
        ("members", {"id": "x", "languages": 3}, "languages"),
        ("members", {"id": "x", "bio": "a\0b"}, "bio"),
        ("members", {"id": "x", "properties": 3}, "properties"),
        ("members", {"id": "x", "more": 10**30}, "more"),
        ("content", {"id": "x", "kind": "post", "author_id": "nobody"}, "author_id"),
        ("content", {"id": "x", "kind": "post", "skills": ["optics", "none"]}, "skills"),
        ("skills", {"id": "x"}, "name"),
        ("purposes", {"member_id": "ada"}, "statement"),
        ("journey-plans", {"id": "x", "name": "x", "stages": ["a", "a"]}, "stages"),
        ("member-skills", {"member_id": "ada", "skill_id": "optics", "relation": "is"}, "relation"),
        ("surveys", {"member_id": "ada"}, "instrument"),
        ("edges", {"kind": "EATS", "source": "member:ada", "target": "member:bob"}, "kind"),
        ("edges", {"kind": "HELPED", "source": "ada", "target": "member:bob"}, "source"),
        ("edges", {"kind": "HELPED", "source": "member:ada", "target": "skill:bread"}, "target"),
    ],
)
def test_what_is_wrong_is_named(
    refusing: TestClient, path: str, row: dict[str, object], field: str
) -> None:
    assert refused(refusing.post(f"/v1/{path}", json=row), 422)["field"] == field


def test_the_id_in_a_body_is_that_of_the_path(door: TestClient) -> None:
    other = {"id": "bob", "name": "Bob"}
    assert refused(door.put("/v1/members/ada", json=other), 422)["field"] == "id"
    assert refused(door.patch("/v1/members/ada", json={"id": "bob"}), 422)["field"] == "id"
    like = {"member_id": "ada", "verb": "like", "object_kind": "content", "object_id": "q1"}
    place = door.post("/v1/interactions", json=like).headers["location"]
    assert refused(door.patch(place, json={"object_id": "q2"}), 422)["field"] == "id"


@pytest.mark.parametrize("local", ["x", "W10", "bnVsbA", "e30", "é", "WyJIRUxQRUQiLDEsMiwzXQ"])
def test_odd_names_of_relationships_are_not_found(refusing: TestClient, local: str) -> None:
    refused(refusing.get(f"/v1/edges/{quote(local)}"), 404)


@pytest.mark.parametrize("header", ["x", '"', 'W/"a', '"a" "b', "", "*, *", '"' + "a" * 5000 + '"'])
def test_conditions_that_cannot_be_read(refusing: TestClient, header: str) -> None:
    problem = refused(
        refusing.put("/v1/members/ada", json={"name": "A"}, headers={"if-match": header}), 422
    )
    assert problem["field"] == "If-Match"


def test_of_two_writers_with_the_same_tag_one_wins(door: TestClient) -> None:
    tag = door.get("/v1/members/ada").headers["etag"]
    ready, answers = Barrier(6), list[Any]()

    def write(name: str) -> None:
        ready.wait()
        answers.append(
            door.patch("/v1/members/ada", json={"name": name}, headers={"if-match": tag})
        )

    threads = [Thread(target=write, args=(f"Ada {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412, 412]
    (won,) = (answer for answer in answers if answer.status_code == 200)
    assert door.get("/v1/members/ada").json() == won.json()


def test_changes_of_different_fields_at_the_same_time_all_stay(door: TestClient) -> None:
    ready = Barrier(5)

    def write(number: int) -> None:
        ready.wait()
        answer = door.patch("/v1/members/ada", json={f"field{number}": number})
        assert answer.status_code == 200, answer.text

    threads = [Thread(target=write, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = door.get("/v1/members/ada").json()
    assert {f"field{number}": number for number in range(5)}.items() <= found.items()
