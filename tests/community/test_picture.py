"""What a picture of a community shows, and what it keeps out of every count."""

from __future__ import annotations

import numpy as np
import pytest

from graph.records import EntityId
from graph.schema import EntityKind, RelationshipKind
from tests.community.conftest import Pictured, day, edge, node

SMALL = [
    node("member:ada", 0),
    node("member:bob", 1, consent=["research"]),
    node("member:hid", 1, visibility="hidden"),
    node("member:kid", 2, age_band="minor"),
    node("member:bot", 2, automatic=True),
    node("group:choir"),
    node("purpose:p", statement="Everybody sings"),
    node("purpose:h", statement="Unseen"),
    edge("member:ada", "HOLDS", "purpose:p", 3),
    edge("member:hid", "HOLDS", "purpose:h", 3),
    edge("member:ada", "JOINED", "group:choir", 4),
    edge("member:ada", "LEFT", "group:choir", 6),
    edge("member:hid", "HELPED", "member:ada", 9),
    edge("member:bob", "HELPED", "member:ada", 8),
]


def test_the_hidden_and_programs_are_in_no_list_and_no_count(pictured: Pictured) -> None:
    picture = pictured(SMALL)
    assert picture.ids(picture.members) == ("member:ada", "member:bob", "member:kid")
    assert picture.snapshot.find("purpose:h") is None
    helped = picture.events_of(RelationshipKind.HELPED)
    assert picture.ids(helped.sources) == ("member:bob",)
    # Nor does what a hidden member did last set the clock.
    assert picture.now == day(8)


def test_who_may_be_named_and_who_is_under_age(pictured: Pictured) -> None:
    picture = pictured(SMALL)
    assert picture.consenting.tolist() == [True, False, True]
    assert picture.nameable.tolist() == [True, False, False]
    assert picture.minors.tolist() == [False, False, True]


def test_memberships_that_ended_are_history(pictured: Pictured) -> None:
    picture = pictured(SMALL)
    assert len(picture.events_of(RelationshipKind.JOINED, RelationshipKind.LEFT)) == 2


def test_what_was_proposed_to_somebody_is_no_deed_of_theirs(pictured: Pictured) -> None:
    proposed = edge("member:ada", "RELATED", "member:kid", 90, "worklist:1", verb="proposed")
    picture = pictured([*SMALL, proposed])
    assert len(picture.events_of(RelationshipKind.RELATED)) == 0
    assert picture.now == day(8)


def test_a_picture_of_the_past_knows_nothing_later(pictured: Pictured) -> None:
    picture = pictured(SMALL, as_of=day(5))
    assert len(picture.events_of(RelationshipKind.JOINED)) == 1
    assert len(picture.events_of(RelationshipKind.HELPED)) == 0
    assert picture.now == day(5)


def test_who_turned_somebody_down_is_apart_from_them_either_way(pictured: Pictured) -> None:
    said = [
        edge("member:ada", "BLOCKS", "member:bob"),
        edge("member:ada", "DISMISSED", "group:choir", 4),
        edge("member:kid", "REJECTED", "member:ada", 7),
        edge("member:hid", "BLOCKS", "member:ada"),
    ]
    picture = pictured([*SMALL, *said])
    ada, bob = (picture.snapshot.node(EntityId(who)) for who in ("member:ada", "member:bob"))
    everything = {"member:bob", "member:kid", "group:choir"}
    assert set(picture.ids(picture.apart_from(ada))) == everything  # and no word of the hidden
    assert picture.ids(picture.apart_from(bob)) == ("member:ada",)
    assert picture.ids(picture.blocked_with(ada)) == ("member:bob",)
    assert picture.proposable.tolist() == [True, False, True]


def test_a_block_of_today_holds_in_a_picture_of_the_past(pictured: Pictured) -> None:
    said = [
        node("member:new", 6),
        edge("member:bob", "BLOCKS", "member:ada", 7),
        edge("member:new", "BLOCKS", "member:ada", 7),
        edge("member:ada", "REJECTED", "member:kid", 7),
    ]
    picture = pictured([*SMALL, *said], as_of=day(5))
    ada = picture.snapshot.node(EntityId("member:ada"))
    assert picture.ids(picture.apart_from(ada)) == ("member:bob",)
    assert len(picture.events_of(RelationshipKind.BLOCKS)) == 0


def test_entities_and_vectors_are_those_in_sight(pictured: Pictured) -> None:
    picture = pictured(SMALL, vectors={"purpose:p": [3.0, 4.0], "purpose:h": [1.0, 0.0]})
    ((purpose, entity),) = picture.entities(EntityKind.PURPOSE)
    assert entity.properties["statement"] == "Everybody sings"
    ada = picture.snapshot.node(EntityId("member:ada"))
    vectors = picture.vectors(np.array([purpose, ada], dtype=np.int32))
    assert vectors[0] == pytest.approx([0.6, 0.8], abs=0.02)
    assert vectors[1].tolist() == [0.0, 0.0]
