"""Reading page by page, and changing what was just read, on each store."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from graph import Entity, EntityId, EntityKind, GraphStore, Relationship, RelationshipKind
from graph.errors import EntityNotFound, UnknownEndpoint
from graph.paging import Amendment, EntityQuestion, Place, RelationshipQuestion, View
from tests.conftest import OpenStore
from tests.graph.facts import (
    ADA,
    ADA_HOLDS,
    ADA_WROTE,
    BEN,
    BEN_LIKED,
    BEN_SAW,
    CAROL,
    EVERYTHING,
    HELPED,
    MATHS,
    NOTES,
    REPLIES,
    REPLY,
    WEAVING,
    edge,
)  # fmt: skip

MEMBERS = EntityQuestion(EntityKind.MEMBER)
ENGAGED = RelationshipQuestion(RelationshipKind.ENGAGED)


def walked(store: GraphStore, question: EntityQuestion, limit: int) -> list[str]:
    ids: list[str] = []
    after: Place | None = ()
    while after is not None:
        page = store.page_of_entities(question, after=after, limit=limit)
        assert len(page.records) <= limit
        ids += [entity.id for entity in page.records]
        after = page.next
    return ids


def edges_walked(
    store: GraphStore, question: RelationshipQuestion, limit: int
) -> list[Relationship]:
    found: list[Relationship] = []
    after: Place | None = ()
    while after is not None:
        page = store.page_of_relationships(question, after=after, limit=limit)
        assert len(page.records) <= limit
        found += page.records
        after = page.next
    return found


def named(local: str, name: str) -> Entity:
    return Entity(EntityId(f"member:{local}"), None, {"name": name})


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_by_id_are_the_stream(store: GraphStore, limit: int) -> None:
    store.write(EVERYTHING)
    for kind in EntityKind:
        expected = [entity.id for entity in store.entities(kind)]
        assert walked(store, EntityQuestion(kind), limit) == expected


WIDE = ["z", "\ud7ff", "\ue000", "\uf8ff", "\uffff", "\U00010000", "😀", "\U0010ffff", "😀z"]
"""Letters in the order of code points; UTF-16 has those beyond U+FFFF before U+E000."""


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_no_page_leaves_letters_out_that_utf_16_orders_otherwise(
    store: GraphStore, limit: int
) -> None:
    people = [named(letter, f"Ann{letter}") for letter in WIDE]
    store.write([MATHS, *people])
    store.write([edge(each, RelationshipKind.HAS_SKILL, MATHS) for each in people])
    ids = sorted(each.id for each in people)
    assert walked(store, MEMBERS, limit) == ids
    for beginning in ("Ann", "Ann\ud7ff", "Ann\ue000", "Ann\uffff", "Ann😀", "Ann\U0010ffff"):
        found = walked(store, EntityQuestion(EntityKind.MEMBER, name=beginning), limit)
        assert sorted(found) == [id_ for id_ in ids if f"Ann{id_[7:]}".startswith(beginning)]
    assert len(edges_walked(store, RelationshipQuestion(RelationshipKind.HAS_SKILL), limit)) == len(
        people
    )


def test_names_behind_the_last_letter_of_utf_16_are_all_on_pages(store: GraphStore) -> None:
    people = [named(letter, f"Ann\uffff{letter}") for letter in WIDE]
    others = [named("other", "Ann\U00010000"), named("behind", "Ano")]
    store.write([*people, *others])
    for beginning in ("Ann\uffff", "Ann\uffff\uffff"):
        found = walked(store, EntityQuestion(EntityKind.MEMBER, name=beginning), 1)
        fitting = [each.id for each in people if each.name.startswith(beginning)]
        assert sorted(found) == sorted(fitting)


def test_a_page_that_is_just_full_is_the_last(store: GraphStore) -> None:
    store.write([ADA, BEN])
    assert store.page_of_entities(MEMBERS, limit=2).next is None
    assert store.page_of_entities(MEMBERS, limit=1).next is not None


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_by_the_beginning_of_a_name(store: GraphStore, limit: int) -> None:
    people = ["Ann", "Anna", "Ann", "An", "Bert", "ann", "Añ😀", "Ann\U0001f600x"]
    store.write([named(str(place), name) for place, name in enumerate(people)])
    store.write([Entity(EntityId("skill:x"), None, {"name": "Anna"})])
    found = walked(store, EntityQuestion(EntityKind.MEMBER, name="Ann"), limit)
    assert sorted(found) == ["member:0", "member:1", "member:2", "member:7"]
    assert [people[int(local.partition(":")[2])] for local in found] == [
        "Ann", "Ann", "Anna", "Ann\U0001f600x",
    ]  # fmt: skip
    assert walked(store, EntityQuestion(EntityKind.MEMBER, name="%"), limit) == []


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_of_what_changed_since(store: GraphStore, limit: int) -> None:
    store.write([ADA, BEN, CAROL, MATHS])
    store.write([replace(BEN, at=None)])
    store.write([named("dora", "Dora"), named("alf", "Alf")])
    changed = walked(store, EntityQuestion(EntityKind.MEMBER, since=1), limit)
    assert changed[0] == "member:ben"
    assert sorted(changed) == ["member:alf", "member:ben", "member:dora"]
    both = EntityQuestion(EntityKind.MEMBER, name="D", since=1)
    assert walked(store, both, limit) == ["member:dora"]
    assert walked(store, EntityQuestion(EntityKind.MEMBER, since=3), limit) == []


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_pages_of_relationships_hold_each_once(store: GraphStore, limit: int) -> None:
    store.write(EVERYTHING)
    for kind in RelationshipKind:
        question = RelationshipQuestion(kind)
        expected = {each.fingerprint() for each in store.relationships(kind)}
        found = [each.fingerprint() for each in edges_walked(store, question, limit)]
        assert len(found) == len(set(found))
        assert set(found) == expected


@pytest.mark.parametrize("limit", [1, 100])
def test_pages_of_one_source(store: GraphStore, limit: int) -> None:
    store.write(EVERYTHING)
    store.write([replace(BEN_SAW, at=None), edge(ADA, RelationshipKind.ENGAGED, NOTES, "x")])
    own = RelationshipQuestion(RelationshipKind.ENGAGED, source=BEN.id)
    found = edges_walked(store, own, limit)
    assert {each.key for each in found} == {BEN_SAW.key, BEN_LIKED.key}
    assert len(found) == 2
    late = replace(own, since=1)
    assert [each.key for each in edges_walked(store, late, limit)] == [BEN_SAW.key]
    nobody = replace(own, source=EntityId("member:nobody"))
    assert edges_walked(store, nobody, limit) == []


def test_relationships_changed_since(store: GraphStore) -> None:
    store.write(EVERYTHING)
    store.write([replace(BEN_LIKED, at=None)])
    changed = edges_walked(store, replace(ENGAGED, since=1), 10)
    assert [each.key for each in changed] == [BEN_LIKED.key]


def test_writes_between_pages_hide_nothing(store: GraphStore) -> None:
    people = [named(f"p{number:02}", f"P{number:02}") for number in range(10)]
    store.write([MATHS, *people])
    first = store.page_of_entities(MEMBERS, limit=4)
    assert first.next is not None
    store.write([named("p00a", "x"), named("p99", "y"), replace(people[5], properties={})])
    store.forget(people[3].id)
    rest = store.page_of_entities(MEMBERS, after=first.next, limit=100)
    assert [each.id for each in rest.records] == [
        *(each.id for each in people[4:]), "member:p99",
    ]  # fmt: skip


def test_a_relationship_that_changes_between_pages_comes_again(store: GraphStore) -> None:
    seen = [edge(BEN, RelationshipKind.ENGAGED, NOTES, f"e{number}") for number in range(6)]
    store.write([BEN, NOTES, *seen])
    first = store.page_of_relationships(ENGAGED, limit=3)
    assert first.next is not None
    again = replace(first.records[0], properties={"value": 2})
    store.write([again])
    rest = store.page_of_relationships(ENGAGED, after=first.next, limit=100)
    assert again in rest.records
    assert {each.key for each in (*first.records, *rest.records)} == {each.key for each in seen}


def test_pages_are_of_one_community(store: GraphStore, open_community: OpenStore) -> None:
    other = open_community(f"{store.community}-other")
    other.write(EVERYTHING)
    assert walked(store, MEMBERS, 10) == []
    assert edges_walked(store, ENGAGED, 10) == []
    assert store.some([ADA.id]) == []
    assert store.around([ADA.id], [RelationshipKind.HOLDS]) == []


def test_some_and_around(store: GraphStore) -> None:
    store.write(EVERYTHING)
    loop = edge(MATHS, RelationshipKind.BROADER, MATHS)
    store.write([loop])
    asked = [NOTES.id, ADA.id, ADA.id, EntityId("member:nobody"), EntityId("odd")]
    assert store.some(asked) == [ADA, NOTES]
    kinds = [RelationshipKind.CREATED, RelationshipKind.REPLIES_TO, RelationshipKind.BROADER]
    created = list(store.relationships(RelationshipKind.CREATED))
    assert store.around([NOTES.id, REPLY.id], kinds[:1]) == created
    assert store.around([NOTES.id], kinds) == [ADA_WROTE, REPLIES]
    assert store.around([MATHS.id], kinds) == [loop]


def test_an_amendment_reads_and_changes_in_one_step(store: GraphStore) -> None:
    store.write(EVERYTHING)
    other = replace(ADA, properties={"name": "Ada B."})

    def decide(view: View) -> Amendment:
        assert view.some([ADA.id]) == [ADA]
        assert view.around([ADA.id], [RelationshipKind.HOLDS]) == [ADA_HOLDS]
        assert view.joining([(HELPED.kind, ADA.id, BEN.id)]) == [HELPED]
        assert view.keyed([(ADA.id, HELPED.key), (BEN.id, "nothing")]) == [HELPED]
        return Amendment((other,), (HELPED,))

    report = store.amend(decide)
    assert (report.created, report.updated) == (0, 1)
    assert store.revision() == report.revision > 1
    assert store.entity(ADA.id) == other
    assert list(store.relationships(RelationshipKind.HELPED)) == []
    assert len(store.changes_since(1).deletions) == 1


def test_an_amendment_may_forget(store: GraphStore) -> None:
    store.write(EVERYTHING)
    store.amend(lambda _: Amendment(forgotten=(ADA.id,)))
    assert store.existing([ADA.id, WEAVING.id, NOTES.id, BEN.id]) == {BEN.id}
    with pytest.raises(EntityNotFound):
        store.amend(lambda _: Amendment(forgotten=(ADA.id,)))


def test_an_amendment_that_fails_changes_nothing(store: GraphStore) -> None:
    store.write(EVERYTHING)
    before = store.stamp()
    stray = edge(ADA, RelationshipKind.HELPED, named("x", "x"))
    with pytest.raises(UnknownEndpoint):
        store.amend(lambda _: Amendment((stray,), (HELPED,)))

    def refuse(_: View) -> Amendment:
        raise EntityNotFound("member:x", "y")

    with pytest.raises(EntityNotFound):
        store.amend(refuse)
    assert store.amend(lambda _: Amendment()).revision == 1
    assert store.stamp() == before


def test_amendments_at_the_same_time_lose_nothing(store: GraphStore) -> None:
    store.write([replace(ADA, properties={"capacity": 0})])
    ready = Barrier(4)

    def increase(view: View) -> Amendment:
        (ada,) = view.some([ADA.id])
        return Amendment(
            (replace(ada, properties={"capacity": int(str(ada.properties["capacity"])) + 1}),)
        )

    def often() -> None:
        ready.wait()
        for _ in range(5):
            store.amend(increase)

    threads = [Thread(target=often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.entity(ADA.id).properties == {"capacity": 20}
