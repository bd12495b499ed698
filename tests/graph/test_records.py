"""What a record must be, and how equal records are told from different ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import RELATIONSHIPS, Entity, EntityId, EntityKind, Relationship, RelationshipKind
from graph.errors import InvalidRecord
from graph.records import (
    check_community,
    entity_id,
    isoformat,
    kind_of,
    local_part,
    parse_time,
)
from graph.texts import MAX_TEXT_LENGTH, text_hash, text_of
from tests.graph import strategies
from tests.graph.facts import ADA, BEN, HELPED, MARCH, MATHS


def test_an_id_is_a_kind_and_a_local_part() -> None:
    ada = entity_id(EntityKind.MEMBER, "a:da")
    assert ada == "member:a:da"
    assert kind_of(ada) is EntityKind.MEMBER
    assert local_part(ada) == "a:da"


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ("ada", "must begin with one of"),
        ("", "must begin with one of"),
        ("wizard:ada", "must begin with one of"),
        ("Member:ada", "must begin with one of"),
        ("member:", "has nothing behind the colon"),
        ("member:" + "x" * 257, "is longer than 256 characters"),
        ("member:\ud83d", "holds half of a character"),
    ],
)
def test_a_malformed_id_is_refused(entity: str, reason: str) -> None:
    with pytest.raises(InvalidRecord, match=reason) as caught:
        Entity(EntityId(entity)).checked()
    assert caught.value.field == "id"
    str(caught.value).encode()  # the message itself can be printed


def test_the_longest_id_is_counted_in_characters() -> None:
    assert Entity(EntityId("member:" + "👩" * 256)).checked().kind is EntityKind.MEMBER


@pytest.mark.parametrize("community", ["", "x" * 257, "half \udc00"])
def test_a_malformed_community_is_refused(community: str) -> None:
    with pytest.raises(InvalidRecord):
        check_community(community)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (float("nan"), "is not a finite number"),
        (float("-inf"), "is not a finite number"),
        (2**63, "is beyond 64 bits"),
        (-(2**63) - 1, "is beyond 64 bits"),
        (None, "is a NoneType, which a property cannot hold"),
        ({"a": 1}, "is a dict, which a property cannot hold"),
        (b"raw", "is a bytes, which a property cannot hold"),
        ((1, 2), "is a list of something other than text"),
        (["a", "\ud800"], "holds half of a character"),
    ],
)
def test_a_value_that_a_property_cannot_hold_is_refused(value: Any, reason: str) -> None:
    for record in (replace(ADA, properties={"level": value}), edge_with(level=value)):
        with pytest.raises(InvalidRecord, match=reason) as caught:
            record.checked()
        assert caught.value.field == "level"


def edge_with(**properties: Any) -> Relationship:
    return replace(HELPED, properties=properties)


def test_a_checked_record_is_canonical() -> None:
    said: Any = {"b": ["x", "y"], "a": 1}
    east = timezone(timedelta(hours=2))
    checked = Entity(ADA.id, datetime(2020, 1, 1, 1, tzinfo=east), said).checked()
    assert checked.at == datetime(2019, 12, 31, 23, tzinfo=UTC)
    assert list(checked.properties.items()) == [("a", 1), ("b", ("x", "y"))]
    assert checked.checked() == checked


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (datetime(2020, 1, 1), "has no time zone"),  # noqa: DTZ001 - that is the fault
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))), "lies outside the calendar"),
    ],
)
def test_a_time_that_is_not_one_moment_is_refused(moment: datetime, reason: str) -> None:
    for record in (replace(ADA, at=moment), replace(HELPED, at=moment)):
        with pytest.raises(InvalidRecord, match=reason):
            record.checked()


def test_every_kind_of_relationship_joins_what_the_schema_says() -> None:
    for kind, rule in RELATIONSHIPS.items():
        for source in EntityKind:
            for target in EntityKind:
                edge = Relationship(kind, entity_id(source, "a"), entity_id(target, "b"))
                if source in rule.sources and target in rule.targets:
                    assert edge.checked() == edge
                else:
                    with pytest.raises(InvalidRecord, match="must be a"):
                        edge.checked()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"source": MATHS.id}, "source"),
        ({"target": MATHS.id}, "target"),
        ({"source": "nobody"}, "id"),
        ({"key": "k" * 513}, "key"),
        ({"key": "\ud800"}, "key"),
    ],
)
def test_a_malformed_relationship_names_its_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        replace(HELPED, **change).checked()
    assert caught.value.field == field


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, id=BEN.id),
        replace(ADA, at=None),
        replace(ADA, at=MARCH + timedelta(microseconds=1)),
        replace(ADA, properties={**ADA.properties, "capacity": 1}),
        replace(ADA, properties={**ADA.properties, "capacity": 1.0}),
        replace(ADA, properties={**ADA.properties, "capacity": True}),
        replace(ADA, properties={**ADA.properties, "capacity": "1"}),
        replace(ADA, properties={**ADA.properties, "roles": ()}),
        replace(ADA, properties={**ADA.properties, "roles": "mentor|mentee"}),
    ],
)
def test_what_differs_has_another_fingerprint(other: Entity) -> None:
    fingerprints = {ADA.fingerprint(), other.fingerprint()}
    capacities = {
        replace(ADA, properties={"capacity": value}).fingerprint() for value in (1, 1.0, True, "1")
    }
    assert len(fingerprints) == 2
    assert len(capacities) == 4


def test_relationships_differ_by_each_part_of_their_identity() -> None:
    others = [
        replace(HELPED, kind=RelationshipKind.FOLLOWS),
        replace(HELPED, source=BEN.id, target=ADA.id),
        replace(HELPED, key="q2"),
        replace(HELPED, at=None),
        replace(HELPED, properties={}),
    ]
    assert len({each.fingerprint() for each in [HELPED, *others]}) == 6


@given(record=strategies.entities | strategies.relationships())
def test_checking_keeps_what_a_record_says(record: Entity | Relationship) -> None:
    checked = record.checked()
    assert checked.checked() == checked
    assert checked.fingerprint() == record.fingerprint()
    assert checked == record


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (MARCH, "2018-03-12T16:59:28.317000Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
        (datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-3))), "2020-01-01T03:00:00.000000Z"),
        (None, None),
    ],
)
def test_there_is_one_way_to_write_a_time(moment: datetime | None, text: str | None) -> None:
    assert isoformat(moment) == text
    assert text is None or parse_time(text) == moment


@given(moment=st.datetimes(timezones=st.just(UTC)))
def test_a_written_time_is_read_again_and_sorts_as_times_do(moment: datetime) -> None:
    text = isoformat(moment)
    assert text is not None
    assert len(text) == 27
    assert parse_time(text) == moment
    assert (text < "2018-03-12T16:59:28.317000Z") == (moment < MARCH)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2018-03-12", datetime(2018, 3, 12, tzinfo=UTC)),
        (" 2018-03-12T10:00 ", datetime(2018, 3, 12, 10, tzinfo=UTC)),
        ("2018-03-12T10:00:00+02:00", datetime(2018, 3, 12, 8, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_utc(text: str, moment: datetime) -> None:
    assert parse_time(text) == moment


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2018-13-01", "2018-02-30", "0001-01-01T00:00+05:00"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_time(text)


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ({"name": " Ada\n Lovelace "}, "Ada Lovelace"),
        ({"name": "  ", "title": "Notes"}, "Notes"),
        ({"statement": "Weave"}, "Weave"),
        ({"name": 7}, "ada"),
        ({}, "ada"),
        ({"name": "x" * 1000}, "x" * 200),
    ],
)
def test_an_entity_has_a_name_for_people(properties: dict[str, Any], name: str) -> None:
    assert Entity(ADA.id, None, properties).name == name


def test_the_text_of_an_entity_is_what_it_says_in_order() -> None:
    said = {"bio": " builds engines ", "headline": "Countess", "name": "Ada", "location": "London"}
    assert text_of(Entity(ADA.id, None, said)) == "Countess\nbuilds engines"
    assert text_of(Entity(ADA.id, None, {"bio": " \n"})) == ""
    assert text_of(Entity(EntityId("stage:one"), None, {"name": "One"})) == ""
    assert len(text_of(Entity(ADA.id, None, {"bio": "x" * 20_000}))) == MAX_TEXT_LENGTH
    assert text_hash("") == ""
    assert text_hash("a") != text_hash("b")
