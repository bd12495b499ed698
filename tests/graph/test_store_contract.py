"""What every store does: writing, reading, telling what changed. Each test runs on each store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph import (
    Entity,
    EntityId,
    EntityKind,
    GraphStore,
    RelationshipKind,
)
from graph.errors import CommunityNotFound, EntityNotFound, InvalidRecord, UnknownEndpoint
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
from tests.graph.pictures import content, entity_order, relationship_order


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


def test_relationships_of_a_kind_come_by_the_ids_of_all_kinds_of_sources(
    store: GraphStore,
) -> None:
    purpose = Entity(EntityId("purpose:weaving"))
    things = [
        Entity(EntityId(f"{kind}:{local}"))
        for kind in ("group", "content", "activity")
        for local in ("b", "a")
    ]
    serves = [edge(thing, RelationshipKind.SERVES, purpose) for thing in things]
    about = [
        edge(purpose, RelationshipKind.ABOUT, MATHS),
        edge(NOTES, RelationshipKind.ABOUT, MATHS),
    ]
    store.write([purpose, MATHS, NOTES, *things, *serves, *about])
    assert [each.source for each in store.relationships()] == [
        "content:notes", "purpose:weaving", "activity:a", "activity:b", "content:a", "content:b",
        "group:a", "group:b",
    ]  # fmt: skip


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


def test_all_that_goes_one_way_is_found(store: GraphStore) -> None:
    twice = [replace(HELPED, key=key) for key in ("one", "two")]
    turned = replace(HELPED, source=HELPED.target, target=HELPED.source)
    store.write([*EVERYTHING, *twice, turned])
    way = (HELPED.kind, HELPED.source, HELPED.target)
    found = store.joining([way, (HELPED.kind, HELPED.source, EntityId("member:nobody"))])
    assert sorted(found, key=lambda edge: edge.key) == [twice[0], HELPED, twice[1]]
    assert store.joining([]) == []
