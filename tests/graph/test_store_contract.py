"""What every store does: writing, reading, telling what changed. Each test runs on each store."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from graph import (
    Entity,
    EntityId,
    EntityKind,
    GraphStore,
    Record,
    Relationship,
    RelationshipKind,
)
from graph.errors import CommunityNotFound, EntityNotFound, InvalidRecord, UnknownEndpoint
from graph.records import Value
from graph.store import Changes, WriteReport, list_communities
from tests.conftest import OpenStore, StoreAddress
from tests.graph.facts import (
    ADA,
    ADA_KNOWS,
    APRIL,
    BEN,
    BEN_LIKED,
    BEN_SAW,
    CAROL,
    ENTITIES,
    EVERYTHING,
    HELPED,
    MATHS,
    NOTES,
    RELATIONSHIPS,
    THANKED,
    edge,
)  # fmt: skip
from tests.graph.pictures import content, entity_order, exact, relationship_order


def test_a_new_community_is_empty(store: GraphStore) -> None:
    assert store.revision() == 0
    assert store.counts() == {}
    assert list(store.entities()) == []
    assert list(store.relationships()) == []
    assert store.changes_since(0) == Changes(0)
    assert store.write([]) == WriteReport(revision=0)
    assert store.remove([HELPED]) == 0
    assert store.revision() == 0


def test_what_is_written_is_read(store: GraphStore) -> None:
    assert store.write(EVERYTHING) == WriteReport(created=len(EVERYTHING), revision=1)
    assert store.revision() == 1
    assert store.entity(ADA.id) == ADA
    assert list(store.entities()) == sorted(ENTITIES, key=entity_order)
    assert list(store.relationships()) == sorted(RELATIONSHIPS, key=relationship_order)
    assert store.counts() == {
        "member": 3, "purpose": 2, "skill": 1, "content": 2, "HOLDS": 2, "HAS_SKILL": 1,
        "SEEKS_SKILL": 1, "CREATED": 2, "ENGAGED": 2, "REPLIES_TO": 1, "HELPED": 1, "ENDORSED": 1,
    }  # fmt: skip


def test_writing_the_same_again_changes_nothing(store: GraphStore) -> None:
    store.write(EVERYTHING)
    before = content(store)
    assert store.write(EVERYTHING) == WriteReport(unchanged=len(EVERYTHING), revision=1)
    assert content(store) == before
    assert store.changes_since(1) == Changes(1)


def test_a_record_replaces_the_earlier_one_whole(store: GraphStore) -> None:
    store.write(EVERYTHING)
    other_ada = Entity(ADA.id, None, {"headline": "Countess"})
    other_help = edge(ADA, RelationshipKind.HELPED, BEN, "q1", None, verb="help")
    report = store.write([other_help, BEN, other_ada])
    assert report == WriteReport(updated=2, unchanged=1, revision=2)
    assert store.entity(ADA.id) == other_ada
    assert list(store.relationships(RelationshipKind.HELPED)) == [other_help]


def test_the_revision_rises_by_one_with_each_write_that_changes_anything(
    store: GraphStore,
) -> None:
    revisions = [
        store.write([ADA, BEN, MATHS]).revision,
        store.write([ADA]).revision,
        store.write([replace(ADA, at=None)]).revision,
        store.write([ADA_KNOWS, HELPED]).revision,
        store.write([ADA_KNOWS]).revision,
    ]
    assert revisions == [1, 1, 2, 3, 3]
    assert store.remove([HELPED, HELPED, THANKED]) == 1
    assert store.revision() == 4
    assert store.remove([HELPED]) == 0
    assert store.revision() == 4
    assert store.forget(MATHS.id).revision == 5
    assert store.revision() == 5


def test_of_several_records_of_one_identity_the_last_remains(store: GraphStore) -> None:
    other_help = replace(HELPED, properties={"value": 9})
    report = store.write([BEN, HELPED, ADA, other_help, replace(BEN, at=None)])
    assert report == WriteReport(created=3, revision=1)
    assert list(store.relationships()) == [other_help]
    assert store.entity(BEN.id).at is None


def test_a_key_tells_relationships_between_the_same_two_apart(store: GraphStore) -> None:
    store.write([BEN, NOTES, BEN_SAW, BEN_LIKED])
    changed = replace(BEN_SAW, at=None)
    assert store.write([changed]) == WriteReport(updated=1, revision=2)
    assert list(store.relationships()) == [BEN_LIKED, changed]


def test_relationships_can_be_narrowed(store: GraphStore) -> None:
    store.write(EVERYTHING)
    around_ben = sorted(
        (each for each in RELATIONSHIPS if BEN.id in (each.source, each.target)),
        key=relationship_order,
    )
    assert list(store.relationships(touching=BEN.id)) == around_ben
    assert list(store.relationships(RelationshipKind.HELPED, touching=BEN.id)) == [HELPED]
    assert list(store.relationships(RelationshipKind.HELPED, touching=CAROL.id)) == []
    assert list(store.relationships(RelationshipKind.MENTORS)) == []
    assert list(store.relationships(touching=EntityId("member:nobody"))) == []


def test_a_relationship_with_itself_comes_once(store: GraphStore) -> None:
    herself = edge(ADA, RelationshipKind.FOLLOWS, ADA)
    store.write([ADA, herself])
    assert list(store.relationships(touching=ADA.id)) == [herself]
    assert store.forget(ADA.id).relationships == 1


def test_entities_of_one_kind(store: GraphStore) -> None:
    store.write(EVERYTHING)
    assert list(store.entities(EntityKind.MEMBER)) == [ADA, BEN, CAROL]
    assert list(store.entities(EntityKind.GROUP)) == []


def test_an_unfinished_stream_disturbs_nobody(store: GraphStore) -> None:
    store.write(EVERYTHING)
    entities, relationships = store.entities(), store.relationships()
    next(entities)
    next(relationships)
    store.write([replace(ADA, at=None)])
    assert store.revision() == 2
    assert store.entity(ADA.id).at is None


TRICKY = (
    "ada", "Ada", "ADA", " ada", "ada ", "a\0da", "a\nda", "a'd\"a", "a`d}a", "a:d:a", "a%20a",
    "é", "e\u0301", "ß", "ss", "ﬁ", "日本", "עדה", "\u202eada", "👩\u200d🔬", "\ue000", "\uffff",
    "\U00010000", "\U0010ffff", "x" * 256, "𝔄" * 256,
)  # fmt: skip


def test_ids_of_any_unicode_stay_apart_and_come_by_code_points(store: GraphStore) -> None:
    members = [Entity(EntityId(f"member:{local}")) for local in TRICKY]
    follows = [
        edge(one, RelationshipKind.FOLLOWS, other, key=one.id)
        for one, other in zip(members, reversed(members), strict=True)
    ]
    shuffled: list[Record] = [*members, *follows]
    random.Random(5).shuffle(shuffled)
    assert store.write(shuffled).created == 2 * len(TRICKY)
    assert [each.id for each in store.entities()] == sorted(each.id for each in members)
    assert list(store.relationships()) == sorted(follows, key=relationship_order)
    assert store.existing([each.id for each in members]) == {each.id for each in members}
    for member, follow in zip(members, follows, strict=True):
        assert store.entity(member.id) == member
        assert follow in list(store.relationships(touching=member.id))
    assert store.write(shuffled).unchanged == 2 * len(TRICKY)


PROPERTIES: dict[str, Value] = {
    "id": "not the id", "community": "another", "kind": "question", "name": "A", "at": "never",
    "revision": -1, "number": 7, "fingerprint": "", "facts": 0, "properties": "{}", "key": "k",
    "with space": "x", "with`tick": "x", "ключ": "значение", "$x": "$y", "a.b": "c",
    "text": "", "nul": "a\0b", "lines": "a\r\nb\u2028c", "right": "עדה", "emoji": "👩\u200d🔬",
    "yes": True, "no": False, "one": 1, "one_float": 1.0, "large": 2**63 - 1, "small": -(2**63),
    "tenth": 0.1, "tiny": 5e-324, "huge": 1.7976931348623157e308, "minus_zero": -0.0,
    "list": ("b", "", "a", "a"), "empty_list": (), "list_of_one": ("1",),
}  # fmt: skip


def test_every_property_returns_as_it_was(store: GraphStore) -> None:
    entity = Entity(ADA.id, None, PROPERTIES)
    relationship = Relationship(
        RelationshipKind.FOLLOWS, ADA.id, ADA.id, "k\0y", properties=PROPERTIES
    )
    store.write([entity, relationship])
    assert exact(store.entity(ADA.id)) == exact(entity)
    assert [exact(each) for each in store.relationships()] == [exact(relationship)]
    assert store.write([entity, relationship]).unchanged == 2


@pytest.mark.parametrize(
    "moment",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2020, 2, 29, 23, 30, 0, 1, tzinfo=timezone(timedelta(hours=-9, minutes=-30))),
        None,
    ],
)
def test_times_return_in_utc_to_the_microsecond(store: GraphStore, moment: datetime | None) -> None:
    store.write([replace(ADA, at=moment), replace(BEN, at=None), replace(HELPED, at=moment)])
    assert store.entity(ADA.id).at == moment
    (helped,) = store.relationships()
    assert helped.at == moment
    assert moment is None or helped.at is None or helped.at.tzinfo is UTC


def test_a_text_of_ten_megabytes(store: GraphStore) -> None:
    text = "Zwölf Boxkämpfer 🥊 " * 500_000
    long = replace(NOTES, properties={"body": text})
    assert store.write([long]).created == 1
    assert store.entity(NOTES.id) == long
    assert store.write([long]).unchanged == 1
    assert len(store.texts_without_vector("model")[0].text) <= 8_000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("value", float("nan")),
        ("value", float("inf")),
        ("value", -float("inf")),
        ("value", 2**63),
        ("bio", "half a character \ud800"),
        ("bio\udfff", "x"),
        ("value", None),
        ("value", (1, 2)),
        ("", "x"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_of_its_batch_is_kept(
    store: GraphStore, name: str, value: Value
) -> None:
    store.write([CAROL])
    bad = replace(BEN, properties={name: value})
    with pytest.raises(InvalidRecord, match="member:ben"):
        store.write([ADA, bad])
    assert list(store.entities()) == [CAROL]
    assert store.revision() == 1


def test_a_relationship_that_the_schema_does_not_allow_is_refused(store: GraphStore) -> None:
    with pytest.raises(InvalidRecord) as caught:
        store.write([ADA, MATHS, edge(MATHS, RelationshipKind.HAS_SKILL, MATHS)])
    assert caught.value.field == "source"
    assert store.revision() == 0


@pytest.mark.parametrize(("missing", "field"), [(ADA, "source"), (BEN, "target")])
def test_a_relationship_needs_both_its_ends(store: GraphStore, missing: Entity, field: str) -> None:
    there = BEN if missing is ADA else ADA
    with pytest.raises(UnknownEndpoint, match="does not exist") as caught:
        store.write([there, CAROL, HELPED])
    assert (caught.value.field, caught.value.entity) == (field, missing.id)
    assert list(store.entities()) == []
    assert store.revision() == 0
    store.write([there])
    with pytest.raises(UnknownEndpoint):
        store.write([HELPED])
    assert store.revision() == 1


def test_an_unknown_entity_is_named(store: GraphStore) -> None:
    store.write([ADA])
    with pytest.raises(EntityNotFound, match="no 'member:ben' in community"):
        store.entity(BEN.id)
    with pytest.raises(EntityNotFound, match="no 'member:ben' in community"):
        store.forget(BEN.id)
    assert store.existing([ADA.id, BEN.id]) == {ADA.id}
    assert store.existing([]) == set()
    assert store.revision() == 1


def test_removing_relationships_leaves_their_ends(store: GraphStore) -> None:
    store.write(EVERYTHING)
    unknown = replace(HELPED, key="q2")
    assert store.remove([replace(HELPED, at=None, properties={}), unknown, BEN_SAW]) == 2
    left = [each for each in RELATIONSHIPS if each not in (HELPED, BEN_SAW)]
    assert list(store.relationships()) == sorted(left, key=relationship_order)
    assert len(list(store.entities())) == len(ENTITIES)


def test_two_communities_in_one_database_do_not_see_each_other(
    store: GraphStore, open_community: OpenStore, community: str
) -> None:
    other = open_community(f"{community}-too")
    store.write(EVERYTHING)
    with pytest.raises(UnknownEndpoint):
        other.write([HELPED])
    other.write([replace(ADA, at=APRIL), BEN])
    assert store.entity(ADA.id) == ADA
    assert [each.at for each in other.entities()] == [APRIL, BEN.at]
    assert other.counts() == {"member": 2}
    assert list(other.relationships()) == []
    assert (store.revision(), other.revision()) == (1, 1)
    store.forget(ADA.id)
    assert other.existing([ADA.id]) == {ADA.id}
    assert other.changes_since(1) == Changes(1)
    assert other.revision() == 1


def test_communities_are_listed_once_something_is_in_them(
    store: GraphStore, address: StoreAddress, community: str
) -> None:
    store.write([ADA])
    assert community in list_communities(address.url, password=address.password)
    with address.open(community, create=False) as again:
        assert again.entity(ADA.id) == ADA
    with pytest.raises(CommunityNotFound, match=community):
        address.open("never-written", create=False)


def test_another_handle_sees_what_was_written(
    store: GraphStore, open_community: OpenStore, community: str
) -> None:
    second = open_community(community)
    store.write([ADA])
    assert second.entity(ADA.id) == ADA
    assert second.write([BEN]).revision == 2
    assert store.revision() == 2
