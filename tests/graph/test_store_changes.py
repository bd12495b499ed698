"""What a follower of a store learns: changes since a revision, and what was forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from graph import Entity, EntityId, GraphStore, Relationship, RelationshipKind
from graph.store import Changes, entity_digest, relationship_digest, revision_in
from tests.graph.facts import (
    ADA,
    ADA_HOLDS,
    ADA_KNOWS,
    ADA_WROTE,
    ARCHES,
    BEN,
    BEN_HOLDS,
    BEN_WROTE,
    CAROL,
    CAROL_ASKS,
    EVERYTHING,
    HELPED,
    MATHS,
    NOTES,
    RELATIONSHIPS,
    REPLY,
    THANKED,
    WEAVING,
    edge,
)
from tests.graph.pictures import changes, content, exact, relationship_order


@dataclass
class Follower:
    """Holds a copy of a community that it keeps up to date from `changes_since` alone."""

    revision: int = 0
    entities: dict[str, Entity] = field(default_factory=dict)
    relationships: dict[str, Relationship] = field(default_factory=dict)

    def follow(self, store: GraphStore) -> None:
        found = store.changes_since(self.revision)
        for deletion in found.deletions:
            self.entities.pop(deletion.digest, None)
            self.relationships.pop(deletion.digest, None)
        self.entities |= {entity_digest(each.id): each for each in found.entities}
        self.relationships |= {relationship_digest(each): each for each in found.relationships}
        self.revision = found.revision

    def content(self) -> tuple[list[str], list[str]]:
        return sorted(map(exact, self.entities.values())), sorted(
            map(exact, self.relationships.values())
        )


def test_changes_since_a_revision(store: GraphStore) -> None:
    store.write([ADA, BEN, MATHS, ADA_KNOWS])
    store.write([CAROL, HELPED, replace(BEN, at=None), ADA])
    found = store.changes_since(1)
    assert found.revision == 2
    assert sorted(each.id for each in found.entities) == [BEN.id, CAROL.id]
    assert found.relationships == (HELPED,)
    assert found.deletions == ()
    everything = store.changes_since(0)
    assert len(everything.entities) == 4
    assert len(everything.relationships) == 2
    assert store.changes_since(2) == Changes(2)
    assert store.changes_since(99) == Changes(2)


def test_deletions_are_told_by_digest_alone(store: GraphStore) -> None:
    store.write(EVERYTHING)
    store.remove([HELPED])
    store.forget(CAROL.id)
    found = store.changes_since(1)
    assert (found.entities, found.relationships, found.revision) == ((), (), 3)
    assert {(each.digest, each.revision) for each in found.deletions} == {
        (relationship_digest(HELPED), 2),
        (entity_digest(CAROL.id), 3),
        (relationship_digest(THANKED), 3),
        (relationship_digest(CAROL_ASKS), 3),
    }
    assert "carol" not in repr(found)


def test_what_is_written_again_is_deleted_no_more(store: GraphStore) -> None:
    store.write([ADA, BEN, HELPED])
    store.remove([HELPED])
    store.write([HELPED])
    assert store.changes_since(1) == Changes(3, relationships=(HELPED,))
    store.forget(ADA.id)
    store.write([ADA])
    found = store.changes_since(3)
    assert found.entities == (ADA,)
    assert [each.digest for each in found.deletions] == [relationship_digest(HELPED)]


def test_a_follower_ends_with_the_same_content(store: GraphStore) -> None:
    always, seldom = Follower(), Follower()
    steps: list[Callable[[], object]] = [
        lambda: store.write(EVERYTHING),
        lambda: store.write([replace(ADA, at=None)]),
        lambda: store.forget(ADA.id),
        lambda: store.write([ADA, ADA_KNOWS]),
        lambda: store.remove([ADA_KNOWS, *RELATIONSHIPS[:3]]),
        lambda: store.forget(MATHS.id),
        lambda: store.write([MATHS, ADA_KNOWS]),
        lambda: store.forget(ADA.id),
    ]
    for count, step in enumerate(steps):
        step()
        always.follow(store)
        entities, relationships = content(store)
        assert always.content() == (sorted(entities), sorted(relationships))
        if count % 3 == 1:
            seldom.follow(store)
    seldom.follow(store)
    assert seldom.content() == always.content()


def test_forgetting_a_member_removes_what_touched_them(store: GraphStore) -> None:
    store.write(EVERYTHING)
    report = store.forget(ADA.id)
    assert report.entities[0] == ADA.id
    assert set(report.entities) == {ADA.id, WEAVING.id, NOTES.id}
    left = [CAROL_ASKS, BEN_HOLDS, BEN_WROTE]
    assert report.relationships == len(RELATIONSHIPS) - len(left)
    assert report.vectors == 0
    assert report.revision == store.revision() == 2
    assert list(store.entities()) == [BEN, CAROL, ARCHES, MATHS, REPLY]
    assert list(store.relationships()) == sorted(left, key=relationship_order)
    assert "ada" not in repr(content(store))


def test_forgetting_what_is_not_a_member_takes_its_relationships_alone(
    store: GraphStore,
) -> None:
    store.write(EVERYTHING)
    report = store.forget(NOTES.id)
    assert report.entities == (NOTES.id,)
    left = [each for each in RELATIONSHIPS if NOTES.id not in (each.source, each.target)]
    assert list(store.relationships()) == sorted(left, key=relationship_order)
    assert store.existing([ADA.id, WEAVING.id, REPLY.id]) == {ADA.id, WEAVING.id, REPLY.id}


def test_forgetting_takes_vectors_that_nobody_else_needs(store: GraphStore) -> None:
    echo = Entity(EntityId("content:echo"), None, dict(REPLY.properties))
    theirs = edge(BEN, RelationshipKind.CREATED, echo)
    own = Entity(EntityId("content:own"), None, {"title": "Only", "body": "Ben wrote this"})
    wrote = edge(BEN, RelationshipKind.CREATED, own)
    store.write([BEN, REPLY, echo, theirs, own, wrote])
    digests = [each.digest for each in store.texts_without_vector("model")]
    assert len(digests) == 3  # Ben's, the shared one, his own
    store.write_vectors("model", digests, np.eye(3, dtype=np.float32))
    report = store.forget(BEN.id)
    assert set(report.entities) == {BEN.id, echo.id, own.id}
    assert report.vectors == 2
    assert store.vector("model", REPLY.id) is not None
    store.write([BEN, own])
    assert len(store.texts_without_vector("model")) == 2


def test_a_long_history_of_one_member_is_forgotten(store: GraphStore) -> None:
    posts = [Entity(EntityId(f"content:{n}"), None, {"title": f"Post {n}"}) for n in range(500)]
    wrote = [edge(ADA, RelationshipKind.CREATED, post) for post in posts]
    seen = [edge(BEN, RelationshipKind.ENGAGED, post, "view@1", verb="view") for post in posts]
    store.write([ADA, BEN, *posts, *wrote, *seen, ADA_HOLDS, WEAVING, NOTES, ADA_WROTE])
    report = store.forget(ADA.id)
    assert len(report.entities) == 503
    assert report.relationships == 1002
    assert store.counts() == {"member": 1}
    assert len(changes(store.changes_since(1))[2]) == 1505


def test_the_stamp_moves_with_what_changes_and_with_nothing_else(store: GraphStore) -> None:
    stamps = [store.stamp()]
    store.write([ADA])
    stamps.append(store.stamp())
    store.write([ADA])
    assert store.stamp() == stamps[-1]
    store.forget(ADA.id)
    stamps.append(store.stamp())
    store.write([ADA])
    stamps.append(store.stamp())
    assert [revision_in(stamp) for stamp in stamps] == [0, 1, 2, 3]
    assert store.export("tiny").stamp == stamps[-1]
